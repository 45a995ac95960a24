"""Orders of many certificates: placed, pushed on piece by piece, cancelled, let go."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from courseware import db
from courseware.certificates.models import CertificateOrder
from courseware.certificates.queries import orders as queries
from courseware.certificates.rules.orders import MOST, pieces_of, serial_of
from courseware.certificates.types.orders import Wish
from courseware.errors import Conflict, Refused
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.notices.actions import tell

PIECE, BIND = "make_order_piece", "bind_order"


def place_order(actor_id: int, wish: Wish) -> int:
    """Ask for many certificates in one file; the number of the order."""
    if not wish.parts:
        raise Refused("Nobody here holds a valid certificate of these kinds.")
    if len(wish.parts) > MOST:
        raise Refused(
            "These are {n} certificates; one file holds {most}. Choose a class, a team or fewer kinds.",
            n=len(wish.parts),
            most=MOST,
        )
    row = CertificateOrder(
        asked_by_id=actor_id, cohort_id=wish.cohort_id, form=wish.form, serials=list(wish.parts)
    )
    row.asked_at = clock.now()
    db.write().add(row)
    db.write().flush()
    journal.record(actor_id, "ordered", ("certificates", str(row.id)), count=len(wish.parts))
    _begin(row)
    return row.id


def note_progress(order_id: int) -> None:
    """Count what lies ready; when all does, have it bound. Of two pieces that end at once, the second counts both."""
    row = db.load(CertificateOrder, order_id)
    before, row.done = row.done, queries.count_ready([serial_of(part) for part in row.serials])
    if before < len(row.serials) == row.done and row.finished_at is None:
        _bind(row)


def note_failure(session: Session, order_id: int, sentence: str) -> None:
    """What went wrong, in a transaction that outlives the failed one; the job itself is tried again."""
    row = session.get(CertificateOrder, order_id, with_for_update=True)
    if row is not None and row.finished_at is None:
        row.failure = sentence[:300]


def cancel_order(order_id: int) -> None:
    """Make no more of it; what was made stays with its holders."""
    row = db.load(CertificateOrder, order_id)
    if row.finished_at is not None:
        raise Conflict("This order is finished already.")
    if row.cancelled_at is None:
        row.cancelled_at = clock.now()


def try_order_again(order_id: int) -> None:
    """Go on with an order that stands still: what is made is not made again."""
    row = db.load(CertificateOrder, order_id)
    if row.finished_at is not None or row.cancelled_at is not None:
        raise Conflict("This order is finished already.")
    row.failure = None
    if row.done == len(row.serials):
        _bind(row)
    else:
        _begin(row)


def finish_order(order_id: int, file: str, size: int) -> bool:
    """The file lies ready, and whoever asked is told; False when it is not wanted any more."""
    row = db.load(CertificateOrder, order_id)
    if row.finished_at is not None or row.cancelled_at is not None:
        return False
    row.finished_at, row.file, row.size, row.failure = clock.now(), file, size, None
    tell(
        row.asked_by_id,
        "The certificates you ordered lie ready as one file, for 7 days.",
        f"/certificates/orders/{order_id}",
        key=f"order:{order_id}",
    )
    return True


def let_orders_go(before: datetime) -> list[str]:
    """Forget the files of orders finished before, and of those that hold somebody who was erased; their keys."""
    query = select(CertificateOrder).where(CertificateOrder.file.is_not(None)).with_for_update()
    keys = []
    for row in db.write().scalars(query).all():
        at = row.finished_at or row.asked_at
        serials = [serial_of(part) for part in row.serials]
        if row.file and (at < before or queries.erased_since(serials, at)):
            keys.append(row.file)
            row.file = None
    return keys


def _begin(row: CertificateOrder) -> None:
    for first, count in pieces_of(len(row.serials)):
        jobs.put(PIECE, row.id, first, count, key=f"order:{row.id}:{first}")


def _bind(row: CertificateOrder) -> None:
    jobs.put(BIND, row.id, key=f"order:{row.id}:bind")
