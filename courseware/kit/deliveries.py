"""What a device sends late belongs here: each delivery takes effect once, however often it arrives."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Delivery(db.Base):
    """One request that a device had queued, with the answer it got the first time."""

    __tablename__ = "delivery"

    id: Mapped[db.pk]
    #: number of the person and the key the device drew: the same is never done twice
    key: Mapped[str] = mapped_column(String(100), unique=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    #: HTTP status and JSON of the first answer
    status: Mapped[int]
    answer: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the first arrival of a delivery was told."""

    status: int
    body: dict[str, Any]
    location: str | None


def answer_to(key: str) -> Answer | None:
    """The answer to a delivery that arrived before; none where it is new."""
    query = select(Delivery.status, Delivery.answer).where(Delivery.key == key)
    row = db.read().execute(query).first()
    if row is None:
        return None
    return Answer(row.status, row.answer["body"], row.answer["location"])


def keep(key: str, answer: Answer) -> None:
    """Note the answer in the transaction of what was done; IntegrityError where the same came meanwhile."""
    kept: dict[str, Any] = {"body": answer.body, "location": answer.location}
    session = db.write()
    session.add(Delivery(key=key, status=answer.status, answer=kept))
    session.flush()


def forget(before: datetime) -> None:
    """Remove what arrived before this moment: no device keeps things that long."""
    db.write().execute(delete(Delivery).where(Delivery.at < before))
