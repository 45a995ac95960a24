"""What is worth showing to others."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Star(db.Base):
    """A line worth showing, marked by a reviewer."""

    __tablename__ = "submission_star"
    __table_args__ = (UniqueConstraint("submission_id", "round", "place", "by_id"),)

    id: Mapped[db.pk]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    round: Mapped[int]
    #: key of the field, or key-row
    place: Mapped[db.code]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ModelExample(db.Base):
    """An accepted form that others may learn from, with its author's consent and without names."""

    __tablename__ = "model_example"
    __table_args__ = (
        CheckConstraint("published_at IS NULL OR agreed_at IS NOT NULL", name="consent"),
    )

    id: Mapped[db.pk]
    exercise: Mapped[db.code]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    #: the class that may see it
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    #: the answers as they will be shown; names and numbers that betray somebody are replaced
    answers: Mapped[dict[str, Any]] = mapped_column(db.Json)
    why: Mapped[db.prose]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    agreed_at: Mapped[datetime | None]
    refused_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
