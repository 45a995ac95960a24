"""Objections drilled, card by card."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class DrillCard(db.Base):
    """Where somebody stands with one objection: changed in place; its history is in DrillAnswer."""

    __tablename__ = "drill_card"
    __table_args__ = (
        UniqueConstraint("person_id", "industry", "objection"),
        Index("ix_drill_card_due", "person_id", "due_on"),
        CheckConstraint("stage BETWEEN 0 AND 9", name="stage"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    industry: Mapped[db.code]
    objection: Mapped[db.code]
    #: how many times in a row it went well
    stage: Mapped[int] = mapped_column(default=0)
    #: in the organisation's time zone
    due_on: Mapped[date]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)


class DrillAnswer(db.Base):
    """One answer to an objection: append-only, private to its owner."""

    __tablename__ = "drill_answer"
    __table_args__ = (
        UniqueConstraint("person_id", "token"),
        Index("ix_drill_answer_person", "person_id", "industry", "objection"),
        CheckConstraint("outcome IN ('missed', 'partly', 'well')", name="outcome"),
        CheckConstraint("seconds BETWEEN 0 AND 3600", name="seconds"),
    )

    id: Mapped[db.pk]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    industry: Mapped[db.code]
    objection: Mapped[db.code]
    #: of the library the card was shown from
    version: Mapped[str] = mapped_column(String(64))
    lang: Mapped[str] = mapped_column(String(10))
    #: typed; none where it was said aloud
    line: Mapped[db.prose | None]
    #: check → words of the line it rests on
    found: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict)
    #: how it went, as the learner saw it beside the model reply
    outcome: Mapped[db.code]
    seconds: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    #: of the page that sent it: a second press is known by it. After the run's name it begins with "kept" where the
    #: card was answered without a line: then `seconds` and `at` are the device's word
    token: Mapped[str] = mapped_column(String(40))
