"""Questions to the trainer with what was said, reported mistakes, the pulse and the survey."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Question(db.Base):
    """A learner asked their trainers something at a heading of a lesson."""

    __tablename__ = "question"
    __table_args__ = (Index("ix_question_place", "module", "anchor"),)

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    module: Mapped[db.code]
    anchor: Mapped[db.code]  #: heading of the lesson
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: when a trainer answered last; none while it waits
    answered_at: Mapped[datetime | None]
    #: the class that may read question and answer, without the asker's name
    shown_to_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    shown_at: Mapped[datetime | None]


class Saying(db.Base):
    """One thing said about a question, by the asker or a trainer: append-only."""

    __tablename__ = "question_saying"

    id: Mapped[db.pk]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    is_answer: Mapped[bool]
    text: Mapped[db.prose]
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Mistake(db.Base):
    """Somebody found something wrong in a lesson, with what they read it in."""

    __tablename__ = "mistake"
    __table_args__ = (
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    module: Mapped[db.code]
    anchor: Mapped[db.code]
    lang: Mapped[str] = mapped_column(String(10))
    #: digest of the lesson as it was read
    version: Mapped[str] = mapped_column(String(64))
    text: Mapped[db.prose]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: what the author says of it
    answer: Mapped[db.prose | None]


class Pulse(db.Base):
    """Two questions after a module: is it useful at work, and was it clear. Shown only as sums."""

    __tablename__ = "pulse"
    __table_args__ = (
        UniqueConstraint("person_id", "module"),
        CheckConstraint("useful BETWEEN 1 AND 5", name="useful"),
        CheckConstraint("clear BETWEEN 1 AND 5", name="clear"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    module: Mapped[db.code] = mapped_column(index=True)
    useful: Mapped[int]
    clear: Mapped[int]
    words: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class SurveyAnswer(db.Base):
    """What somebody said at the end; nothing in it, nor its number, says who."""

    __tablename__ = "survey_answer"

    #: drawn at random: a counting number would tell the order of those who gave one
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    track: Mapped[db.code]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    #: first day of the month: the day would tell who
    month: Mapped[date]
    ratings: Mapped[dict[str, Any]] = mapped_column(db.Json)
    words: Mapped[dict[str, Any]] = mapped_column(db.Json)


class SurveyGiven(db.Base):
    """That somebody has answered the survey of a track, and not what."""

    __tablename__ = "survey_given"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    track: Mapped[str] = mapped_column(String(100), primary_key=True)
