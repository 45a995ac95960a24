"""Attempts, every answer given in them, and what each question earned."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock

OPEN: dict[str, Any] = {
    "sqlite_where": text("submitted_at IS NULL"),
    "postgresql_where": text("submitted_at IS NULL"),
}


class Attempt(db.Base):
    """Somebody takes a quiz once. What was drawn and in which order never changes."""

    __tablename__ = "attempt"
    __table_args__ = (
        UniqueConstraint("person_id", "slug", "number"),
        Index("uq_attempt_open", "person_id", "slug", unique=True, **OPEN),
        Index("ix_attempt_overdue", "deadline_at", **OPEN),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("(score IS NULL) = (passed IS NULL)", name="marked_or_not"),
        CheckConstraint("score IS NULL OR submitted_at IS NOT NULL", name="submitted_first"),
        CheckConstraint("ended_by IN ('person', 'time')", name="ended_by"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: of the module's quiz; or final, starting-test
    slug: Mapped[db.code] = mapped_column(index=True)
    number: Mapped[int]  #: this person's first, second, … attempt at this quiz
    seed: Mapped[int]  #: what draw and order were made from
    #: [{id, module, version, text, order}] as drawn: digests of the wording shown, ids of options in their order
    questions: Mapped[list[Any]] = mapped_column(db.Json)
    version: Mapped[str] = mapped_column(String(64))  #: digest of the quiz that decided
    pass_mark: Mapped[int]  #: per cent, as it was at the start
    #: whether its result counts; a starting test does not
    counted: Mapped[bool] = mapped_column(default=True)
    #: the class whose starting test it is
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    #: the printed paper it was answered on, and the trainer who typed the answers in
    exam_paper_id: Mapped[int | None] = mapped_column(ForeignKey("exam_paper.id"), index=True)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    deadline_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(20))
    score: Mapped[float | None]  #: per cent; none while open or awaiting a trainer's marks
    passed: Mapped[bool | None]


class AnswerStep(db.Base):
    """One answer as it was given; the newest that counts is the answer. Append-only."""

    __tablename__ = "answer_step"
    __table_args__ = (
        UniqueConstraint("attempt_id", "client_id"),
        Index("ix_answer_step_question", "attempt_id", "question", "id"),
        CheckConstraint("outcome IN ('counted', 'late', 'overtaken')", name="outcome"),
    )

    id: Mapped[db.pk]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question: Mapped[db.code]
    #: in the shape of the question's type; none = the answer was taken back
    response: Mapped[Any | None] = mapped_column(db.Json)
    #: chosen by the browser: the same step sent twice is one
    client_id: Mapped[str] = mapped_column(String(64))
    #: late: after the time was up; overtaken: from a page that did not know of a newer answer
    outcome: Mapped[str] = mapped_column(String(20), default="counted")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Reveal(db.Base):
    """The learner asked for the feedback on one question at once: from then on its answer stands. Append-only."""

    __tablename__ = "reveal"

    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"), primary_key=True)
    question: Mapped[str] = mapped_column(String(100), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class QuestionMark(db.Base):
    """What the answer to one question of an attempt earned. A later mark of the same question stands."""

    __tablename__ = "question_mark"
    __table_args__ = (
        Index("ix_question_mark_attempt", "attempt_id", "question"),
        Index("ix_question_mark_version", "question", "version"),
        CheckConstraint("fraction BETWEEN 0 AND 1", name="fraction"),
    )

    id: Mapped[db.pk]
    attempt_id: Mapped[int] = mapped_column(ForeignKey("attempt.id"))
    question: Mapped[db.code]
    version: Mapped[str] = mapped_column(String(64))  #: of the question that was marked
    fraction: Mapped[float | None]  #: 0 to 1; none = waits for a trainer
    #: whether it enters the score
    counts: Mapped[bool] = mapped_column(default=True)
    marked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: the regrade that gave it; none = when it was handed in, or by a trainer
    regrade_id: Mapped[int | None] = mapped_column(ForeignKey("regrade.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
