"""Role-plays that people played, turn by turn."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class Session(db.Base):
    """Somebody plays a scenario once. Private until handed in, unless it was begun as assigned work."""

    __tablename__ = "roleplay_session"
    __table_args__ = (
        Index("ix_roleplay_session_person", "person_id", "roleplay"),
        CheckConstraint("result IN ('good', 'fair', 'bad')", name="result"),
        CheckConstraint("(ended_at IS NULL) = (result IS NULL)", name="ended"),
        CheckConstraint("(ended_at IS NULL) = (score IS NULL)", name="scored"),
        CheckConstraint("handed_in_at IS NULL OR ended_at IS NOT NULL", name="handed_in"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    roleplay: Mapped[db.code]
    #: the scenario's title and the customer's name as they were shown
    title: Mapped[db.line]
    customer: Mapped[db.line]
    #: the language of the talk; the page round it may speak another
    lang: Mapped[str] = mapped_column(String(10))
    #: digests of the definition it was begun with
    version: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(String(64))
    #: where the learner stands: a node to answer at, or the ending
    node: Mapped[db.code]
    #: what the customer said before the first turn
    opening: Mapped[list[str]] = mapped_column(db.Json)
    #: the ending as it was shown: summary, and the heading of a lesson to go back to
    ending: Mapped[dict[str, Any] | None] = mapped_column(db.Json)
    started_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]
    result: Mapped[str | None] = mapped_column(String(10))
    score: Mapped[float | None]  #: per cent
    passed: Mapped[bool | None]
    #: criterion → mean of its marks, 0 to 3
    marks: Mapped[dict[str, Any] | None] = mapped_column(db.Json)
    handed_in_at: Mapped[datetime | None]
    #: the obligation it was begun for; its trainer and manager see it from the start
    obligation_id: Mapped[int | None] = mapped_column(ForeignKey("obligation.id"), index=True)


class Turn(db.Base):
    """One line of the learner and what the customer answered, with the words as they were shown: append-only."""

    __tablename__ = "roleplay_turn"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("mood BETWEEN -5 AND 5", name="mood"),
        CheckConstraint("trust BETWEEN -5 AND 5", name="trust"),
    )

    id: Mapped[db.pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("roleplay_session.id"))
    number: Mapped[int]  #: from 1
    node: Mapped[db.code]
    #: the chosen line's id; none where the learner spoke in their own words
    choice: Mapped[str | None] = mapped_column(String(100))
    line: Mapped[db.prose]
    #: the customer's lines that followed
    answer: Mapped[list[str]] = mapped_column(db.Json)
    #: criterion → 0 to 3
    marks: Mapped[dict[str, Any]] = mapped_column(db.Json)
    #: criterion → words of a typed line that its mark rests on
    found: Mapped[dict[str, Any]] = mapped_column(db.Json)
    coach: Mapped[db.prose | None]
    #: a good line of the author's, where the learner spoke
    model: Mapped[db.prose | None]
    mood: Mapped[int]  #: after this turn, −5 to +5
    trust: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    #: of the page that sent it: a second press of the same button is known by it
    token: Mapped[str] = mapped_column(String(40))
