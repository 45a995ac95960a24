"""Private notes on people, one-to-ones with agreed steps, and observations after a course."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class CoachingNote(db.Base):
    """What a manager or trainer wrote down about somebody, for themselves alone."""

    __tablename__ = "coaching_note"

    id: Mapped[db.pk]
    about_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[db.prose]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class OneToOne(db.Base):
    """A talk between somebody and their manager or trainer, with notes that both read."""

    __tablename__ = "one_to_one"

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: who held it
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    held_on: Mapped[date]
    text: Mapped[db.prose]
    #: what the other one adds
    reply: Mapped[db.prose] = mapped_column(default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class AgreedStep(db.Base):
    """What they agreed to do next: an assignment of the learner, or a promise of who held the talk."""

    __tablename__ = "agreed_step"
    __table_args__ = (
        CheckConstraint(
            "(assignment_id IS NULL) <> (text IS NULL)",
            name="one",
        ),
    )

    id: Mapped[db.pk]
    one_to_one_id: Mapped[int] = mapped_column(ForeignKey("one_to_one.id"), index=True)
    #: of the learner: what they owe, with its date and state
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    #: of who held the talk: what they promised
    text: Mapped[db.line | None]
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]


class Observation(db.Base):
    """A manager is asked, some days after somebody finished the course, how they work now."""

    __tablename__ = "observation"
    __table_args__ = (UniqueConstraint("person_id", "track", "days"),)

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: the manager at that time
    observer_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    track: Mapped[db.code]
    days: Mapped[int]  #: after the course: 30 or 90
    finished_on: Mapped[date]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date]
    #: the form that was filled in
    submission_id: Mapped[int | None] = mapped_column(ForeignKey("submission.id"))
    #: not any more: the person left, or has another manager
    closed_at: Mapped[datetime | None]
