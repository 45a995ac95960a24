"""Class sessions, who was there, and what the class was asked in the room."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class ClassSession(db.Base):
    """A class meets: on a day, in a place or by a link, about some modules."""

    __tablename__ = "class_session"
    __table_args__ = (CheckConstraint("ends_at > starts_at", name="ends_at"),)

    id: Mapped[db.pk]
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.id"), index=True)
    title: Mapped[db.line]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    words: Mapped[str] = mapped_column(String(1000), default="")
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    cancelled_at: Mapped[datetime | None]
    #: from this the code of the sign-in follows; never shown
    secret: Mapped[str] = mapped_column(String(64))
    sign_in_opened_at: Mapped[datetime | None]
    sign_in_closed_at: Mapped[datetime | None]
    #: what the class is on now: a module and one of its headings
    module: Mapped[str | None] = mapped_column(String(100))
    anchor: Mapped[str | None] = mapped_column(String(100))
    #: grows with everything that those in the room should see
    counter: Mapped[int] = mapped_column(default=0)


class SessionModule(db.Base):
    """A module that a class session covers."""

    __tablename__ = "class_session_module"

    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), primary_key=True)
    module: Mapped[str] = mapped_column(String(100), primary_key=True)


class Attendance(db.Base):
    """Whether somebody was there, and how it is known."""

    __tablename__ = "attendance"
    __table_args__ = (
        CheckConstraint("state IN ('present', 'late', 'absent', 'excused')", name="state"),
        CheckConstraint("how IN ('code', 'trainer')", name="how"),
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    state: Mapped[db.code]
    how: Mapped[db.code]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: what somebody who was not there does instead
    make_up_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))


class Poll(db.Base):
    """A question to everybody in the room: with choices, a scale of five, in words, or one of a quiz."""

    __tablename__ = "poll"
    __table_args__ = (CheckConstraint("kind IN ('choice', 'scale', 'words', 'quiz')", name="kind"),)

    id: Mapped[db.pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("class_session.id"), index=True)
    kind: Mapped[db.code]
    text: Mapped[db.line]
    choices: Mapped[list[Any]] = mapped_column(db.Json, default=list)
    #: of a quiz: slug and id of the question
    quiz: Mapped[str | None] = mapped_column(String(100))
    question: Mapped[str | None] = mapped_column(String(100))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    #: everybody in the room sees the sums
    shown_at: Mapped[datetime | None]


class PollAnswer(db.Base):
    """What somebody answered; a later answer takes its place while the question is open."""

    __tablename__ = "poll_answer"

    poll_id: Mapped[int] = mapped_column(ForeignKey("poll.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    #: numbers of the choices or of the scale; empty when it was said in words
    choices: Mapped[list[Any]] = mapped_column(db.Json, default=list)
    text: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
