"""Marks given anew because a question was changed or withdrawn."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Regrade(db.Base):
    """Somebody marked finished attempts anew by the questions as they are now. Append-only."""

    __tablename__ = "regrade"

    id: Mapped[db.pk]
    slug: Mapped[db.code]  #: of the quiz
    questions: Mapped[list[Any]] = mapped_column(
        db.Json
    )  #: [{id, version}]; no version = withdrawn
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class RegradedAttempt(db.Base):
    """What a regrade did to one attempt. Append-only."""

    __tablename__ = "regraded_attempt"
    __table_args__ = (
        CheckConstraint("old_score BETWEEN 0 AND 100", name="old_score"),
        CheckConstraint("new_score BETWEEN 0 AND 100", name="new_score"),
    )

    regrade_id: Mapped[int] = mapped_column(ForeignKey("regrade.id"), primary_key=True)
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True, index=True)
    old_score: Mapped[float | None]
    new_score: Mapped[float | None]
    old_passed: Mapped[bool | None]
    new_passed: Mapped[
        bool | None
    ]  #: a pass that the new marks would undo stays unless somebody said otherwise
