"""The delivery log: what left this platform, and the jobs that wait or have failed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from courseware import db
from courseware.kit.jobs import MAX_ATTEMPTS, Job
from courseware.kit.outbox import Message
from courseware.web.paging import SIZE


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message of the outbox."""

    id: int
    channel: str
    address: str
    subject: str
    state: str  # one of MESSAGE_STATES
    attempts: int
    answer: str | None
    created_at: datetime
    sent_at: datetime | None


def messages(words: str, state: str, page: int) -> tuple[list[MessageLine], int]:
    """A page of the delivery log, the newest first: to an address, in a state; and how many there are in all."""
    query = select(Message.__table__).order_by(Message.id.desc())
    count = select(func.count()).select_from(Message)
    if words:
        found = Message.address.icontains(words, autoescape=True) | Message.subject.icontains(
            words, autoescape=True
        )
        query, count = query.where(found), count.where(found)
    if state in MESSAGE_STATES:
        query, count = query.where(_IN_STATE[state]), count.where(_IN_STATE[state])
    rows = db.read().execute(query.limit(SIZE).offset((page - 1) * SIZE))
    lines = [
        MessageLine(
            r.id, r.channel, r.address, r.subject, _state_of(r), r.attempts, r.answer, r.created_at, r.sent_at
        )
        for r in rows
    ]  # fmt: skip
    return lines, db.read().scalar(count) or 0


def messages_waiting() -> int:
    """How many messages are not sent yet and nobody stopped."""
    return db.read().scalar(select(func.count()).where(_IN_STATE["waiting"])) or 0


def _state_of(row: Any) -> str:
    if row.sent_at is not None:
        return "sent"
    if row.stopped_at is not None:
        return "stopped"
    return "failed" if row.attempts >= MAX_ATTEMPTS else "waiting"


_IN_STATE = {
    "sent": Message.sent_at.is_not(None),
    "stopped": Message.stopped_at.is_not(None) & Message.sent_at.is_(None),
    "failed": Message.sent_at.is_(None)
    & Message.stopped_at.is_(None)
    & (Message.attempts >= MAX_ATTEMPTS),
    "waiting": Message.sent_at.is_(None)
    & Message.stopped_at.is_(None)
    & (Message.attempts < MAX_ATTEMPTS),
}
MESSAGE_STATES = tuple(_IN_STATE)


def jobs() -> list[tuple[int, str, datetime, int, datetime | None, str | None]]:
    """Jobs that wait or have failed: id, name, when due, attempts, failed at, last line of the error."""
    query = (
        select(Job.id, Job.name, Job.run_at, Job.attempts, Job.failed_at, Job.error)
        .where(Job.done_at.is_(None))
        .order_by(Job.failed_at.is_(None), Job.run_at)
        .limit(200)
    )
    rows = db.read().execute(query)
    return [
        (
            r.id,
            r.name,
            r.run_at,
            r.attempts,
            r.failed_at,
            (r.error or "").strip().rpartition("\n")[2],
        )
        for r in rows
    ]
