"""What each person must do (obligations), has done (steps), and where they stand (enrolment, progress)."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock

OPEN = text("ended_at IS NULL")


class Enrolment(db.Base):
    """Somebody takes a track in one edition, alone or in a class; one open one a person and track."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_open",
            "person_id",
            "track",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        CheckConstraint("outcome IN ('completed', 'left')", name="outcome"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    track: Mapped[db.code]
    edition: Mapped[db.code]
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    #: facts before this do not count; none = all of the person's facts do
    counts_from: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(20))


class Step(db.Base):
    """Somebody did something that may count: a dated fact, never changed, never taken back."""

    __tablename__ = "step"
    __table_args__ = (
        Index("ix_step_person_item", "person_id", "kind", "item"),
        CheckConstraint(
            "kind IN ('lesson', 'quiz', 'roleplay', 'exercise', 'final', 'course', 'drill', 'task')",
            name="kind",
        ),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[db.code]
    #: slug of the lesson or quiz, id of the role-play or exercise, type of the objection of a drill,
    #: words of a task
    item: Mapped[db.code]
    #: slug of the module it belongs to; empty for the final exam and the course
    module: Mapped[db.code] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    #: whether the rule of the item is met by this step alone
    passed: Mapped[bool]
    score: Mapped[float | None]  #: per cent
    #: how an exercise was done: submitted, self_checked, accepted
    grade: Mapped[str | None] = mapped_column(String(20))
    #: kind and id of the row behind it: attempt, session, submission
    source_kind: Mapped[str | None] = mapped_column(String(50))
    source_id: Mapped[int | None]
    #: digest of the definition's version
    version: Mapped[str | None] = mapped_column(String(64))
    #: this person's first, second, … try at the item; none where tries are not numbered
    ordinal: Mapped[int | None]
    #: a regrade took the pass back, and by whose word; the step stays, and counts no more
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Progress(db.Base):
    """Where a person stands in a module: the first dates of its facts, kept beside the steps for quick pages."""

    __tablename__ = "progress"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    module: Mapped[str] = mapped_column(String(100), primary_key=True)
    opened_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    quiz_passed_at: Mapped[datetime | None]
    best_score: Mapped[float | None]  #: per cent, of finished attempts
    passed_at: Mapped[datetime | None]
    #: heading where reading stopped
    anchor: Mapped[str | None] = mapped_column(String(100))
    #: how far down the lesson its reader came, in per cent of its length
    reached: Mapped[int | None]


class Obligation(db.Base):
    """Somebody must do something by a date, because somebody or a schedule asked."""

    __tablename__ = "obligation"
    __table_args__ = (
        Index("ix_obligation_person_open", "person_id", "fulfilled_at", "closed_at"),
        Index("ix_obligation_source", "source_kind", "source_id"),
        CheckConstraint(
            "kind IN ('module', 'lesson', 'quiz', 'roleplay', 'exercise', 'drill', 'task')",
            name="kind",
        ),
        CheckConstraint("closed_reason IN ('left', 'cancelled')", name="closed_reason"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[db.code]
    item: Mapped[db.code]
    quantity: Mapped[int] = mapped_column(default=1)
    pass_line: Mapped[int | None]  #: per cent; none = the item's own
    due_at: Mapped[datetime | None]
    #: the day as it was asked for, in the organisation's time zone
    due_on: Mapped[date | None]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: who accepts; none = the cohort's trainers, else the manager up the line
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    source_kind: Mapped[db.code]  #: assignment or schedule
    source_id: Mapped[int]
    #: steps before this do not fulfil it; none = earlier work counts
    counts_from: Mapped[datetime | None]
    #: for exercises: must be accepted, not only done by its own rule
    needs_acceptance: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    fulfilled_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str | None] = mapped_column(String(20))


class Note(db.Base):
    """A private note of a learner at a heading of a lesson, or at words marked in it.

    Marked words are found again by themselves and what stands round them, as W3C's TextQuoteSelector
    does: a lesson that was edited elsewhere keeps its marks.
    """

    __tablename__ = "note"
    __table_args__ = (
        CheckConstraint("colour IN ('yellow', 'green', 'blue', 'pink')", name="colour"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    module: Mapped[db.code]
    anchor: Mapped[db.code]
    #: empty for words that were only marked
    text: Mapped[db.prose]
    #: language of the marked words; none for a note without marked words
    lang: Mapped[str | None] = mapped_column(String(10))
    #: the marked words, and up to 32 characters before and after them
    quote: Mapped[db.prose | None]
    before: Mapped[str | None] = mapped_column(String(100))
    after: Mapped[str | None] = mapped_column(String(100))
    colour: Mapped[str | None] = mapped_column(String(20))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
