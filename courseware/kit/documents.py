"""What the printed documents show belongs here: plain values, ready to be read by templates/pdf/."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from courseware.kit.charts import Bar, HeatMap, text_width
from courseware.kit.qr import qr_svg

# Width of a name in halves of a Chinese character, and the class of its size: a name of up
# to 60 letters stays within two lines of the certificate.
NAME_SIZES = ((16, "name-1"), (26, "name-2"), (40, "name-3"), (64, "name-4"))
SMALLEST_NAME = "name-5"
#: wide spacing between the letters suits a name in Chinese characters alone
HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

#: the same in the document's language and in the other one, which is empty where there is but one
Both = tuple[str, str]


class Fact(NamedTuple):
    """A figure behind a certificate: ("Modules passed", "50 of 50")."""

    label: Both
    value: Both


@dataclass(frozen=True, kw_only=True)
class CertificatePage:
    """A certificate on one page of A4: templates/pdf/certificate.html. Six facts fit.

    Everything is plain words, so that two pages that differ in a reader's words alone are easily
    told from two of another look.
    """

    #: formal, modern or festive; landscape or portrait
    design: str = "formal"
    orientation: str = "landscape"
    #: the document's language, zh or en; and the other one where it speaks both
    lang: str
    other: str = ""
    organisation: Both
    #: the kind of document, as in Certificate of Completion
    heading: Both
    name: str
    #: class of the name's size; by its width where nothing is said
    size: str = ""
    #: the sentence between the name and what was achieved; two lines at most
    statement: Both
    title: Both
    issued_on: Both
    serial: str
    verify_url: str
    #: "Issued on", "Serial number", and the sentence before the address where it is checked
    labels: tuple[Both, Both, Both]
    facts: tuple[Fact, ...] = ()
    signatory: Both = ("", "")
    signatory_title: Both = ("", "")
    #: keys of pictures in the storage; a seal is drawn where there is none
    logo: str = ""
    seal: str = ""
    signature: str = ""
    #: what is said across the page, where the document proves nothing, and in its corner
    watermark: str = ""
    mark: str = ""
    #: HTML that the caller has cleaned; it follows on further pages
    form: str = ""

    @property
    def name_class(self) -> str:
        return self.size or name_class(self.name)

    @property
    def qr(self) -> str:
        return qr_svg(self.verify_url)


def name_class(name: str) -> str:
    """The classes of a name's size and script."""
    width = text_width(name)
    size = next((size for most, size in NAME_SIZES if width <= most), SMALLEST_NAME)
    return f"{size} han" if HAN.fullmatch(name) else size


@dataclass(frozen=True)
class Tile:
    """One figure to be seen at a glance, and a few words on what it means."""

    label: str
    figure: str
    note: str = ""


@dataclass(frozen=True)
class DetailTable:
    """Rows of text. Columns named in `numeric` are set to the right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ReportPage:
    """A report on a team or class, A4 landscape: templates/pdf/report.html."""

    title: str
    subtitle: str
    period: str
    organisation: str
    generated_at: str
    lang: str
    tiles: Sequence[Tile] = ()
    bars_title: str = ""
    bars: Sequence[Bar] = ()
    heatmap: HeatMap | None = None
    table: DetailTable | None = None
    gain_title: str = ""
    gain: DetailTable | None = None
    notes: Sequence[str] = field(default_factory=tuple)
