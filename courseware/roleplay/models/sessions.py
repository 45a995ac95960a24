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
        CheckConstraint("mode IN ('alone', 'pair', 'robot')", name="mode"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    roleplay: Mapped[db.code]
    #: the language of the talk; the page round it may speak another
    lang: Mapped[str] = mapped_column(String(10))
    #: digests of the definition it is played with to its end; `authoring` keeps the words
    version: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(String(64))
    #: digest of the rubric it is marked by, to its end; none in talks older than that
    rubric: Mapped[str | None] = mapped_column(String(64))
    #: alone; in a pair (the partner says which line came nearest); with a robot that speaks for the customer
    mode: Mapped[db.code] = mapped_column(default="alone", server_default="alone")
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
    """One line of the learner, and what it did to the customer: append-only."""

    __tablename__ = "roleplay_turn"
    __table_args__ = (
        UniqueConstraint("session_id", "number"),
        CheckConstraint("choice IS NOT NULL OR line IS NOT NULL", name="said"),
        CheckConstraint("mood BETWEEN -5 AND 5", name="mood"),
        CheckConstraint("trust BETWEEN -5 AND 5", name="trust"),
    )

    id: Mapped[db.pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("roleplay_session.id"))
    number: Mapped[int]  #: from 1
    node: Mapped[db.code]
    #: the chosen line's id: with `line`, the one that came nearest to it; none at a node without choices
    choice: Mapped[str | None] = mapped_column(String(100))
    #: the learner's own words
    line: Mapped[db.prose | None]
    #: criterion → 0 to 3
    marks: Mapped[dict[str, Any]] = mapped_column(db.Json)
    #: criterion → words of a typed line that its mark rests on
    found: Mapped[dict[str, Any]] = mapped_column(db.Json)
    #: what a robot let the customer say instead of the written line
    reply: Mapped[db.prose | None]
    mood: Mapped[int]  #: after this turn, −5 to +5
    trust: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    #: of the page that sent it: a second press of the same button is known by it
    token: Mapped[str] = mapped_column(String(40))
