"""Questions that somebody missed, and when they come again."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class MissedQuestion(db.Base):
    """A question that somebody missed: comes again after 1, 3, 7 and 21 days, from the start when it is missed again."""

    __tablename__ = "missed_question"
    __table_args__ = (
        Index("ix_missed_question_due", "person_id", "due_at"),
        CheckConstraint("stage BETWEEN 0 AND 4", name="stage"),
        CheckConstraint("(due_at IS NULL) = (stage = 4)", name="due_until_known"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(100), primary_key=True)
    missed_at: Mapped[datetime]  #: the last time
    stage: Mapped[int]  #: how often in a row it was right since; 4 = known
    due_at: Mapped[datetime | None]  #: none = known, asked no more


class MissedAnswer(db.Base):
    """How somebody answered a missed question when it came again. Counts for nothing. Append-only."""

    __tablename__ = "missed_answer"
    __table_args__ = (
        Index("ix_missed_answer_person", "person_id", "question", "id"),
        CheckConstraint("fraction BETWEEN 0 AND 1", name="fraction"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    question: Mapped[db.code]
    version: Mapped[str] = mapped_column(String(64))  #: of the question that was asked
    text: Mapped[str] = mapped_column(String(64))  #: digest of its wording
    response: Mapped[Any | None] = mapped_column(db.Json)
    fraction: Mapped[float]
    at: Mapped[datetime] = mapped_column(default=clock.now)
