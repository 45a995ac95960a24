"""What an order of many certificates consists of, and how its files are called."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta

from courseware.certificates.types.orders import OrderRow

#: so many in one order: what a worker makes in a few minutes
MOST = 5_000
#: the file lies so long for whoever asked
LIFETIME = timedelta(days=7)
#: how long an order may stand without a failure before one may push it on
PATIENCE = timedelta(hours=1)
#: behind a serial: only the first page of it is wanted
FIRST_PAGE = "/1"
#: a job makes so many at most, so that a click on "cancel" and a killed worker cost little
MOST_A_PIECE = 20
PIECES = 25
#: what Windows refuses in a name
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
LONGEST_NAME = 60


def serial_of(part: str) -> str:
    return part.removesuffix(FIRST_PAGE)


def wants_all_pages(part: str) -> bool:
    return not part.endswith(FIRST_PAGE)


def parts_of(found: Iterable[tuple[str, str]], *, form: str, with_forms: bool) -> tuple[str, ...]:
    """The parts of an order from serials and kinds; on paper a form follows its certificate only when asked."""
    short = form == "pdf" and not with_forms
    return tuple(
        serial + FIRST_PAGE if short and kind == "exercise" else serial for serial, kind in found
    )


def pieces_of(total: int) -> list[tuple[int, int]]:
    """Where each piece begins, and how many it holds."""
    size = max(1, min(MOST_A_PIECE, -(-total // PIECES)))
    return [(first, min(size, total - first)) for first in range(0, total, size)]


def file_name(serial: str, name: str) -> str:
    """`serial name.pdf`: safe on every system, and unlike the others, since the serial is."""
    plain = FORBIDDEN.sub(" ", unicodedata.normalize("NFC", name))
    visible = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Cs", "Cn"))
    short = " ".join(visible.split())[:LONGEST_NAME].strip(" .")
    return f"{serial} {short}.pdf" if short else f"{serial}.pdf"


def state_of_order(order: OrderRow) -> str:
    """One of working, failed, cancelled, ready, gone."""
    if order.cancelled_at is not None:
        return "cancelled"
    if order.finished_at is not None:
        return "ready" if order.file is not None else "gone"
    return "failed" if order.failure else "working"
