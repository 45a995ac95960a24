"""Rounds of answers about a person."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class FeedbackRound(db.Base):
    """Several people are asked about one person; their answers are shown from three up, without names."""

    __tablename__ = "feedback_round"

    id: Mapped[db.pk]
    exercise: Mapped[db.code]
    about_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_on: Mapped[date | None]
    #: no more answers; from then on the person sees them, if there are enough
    closed_at: Mapped[datetime | None]


class FeedbackAsked(db.Base):
    """Somebody was asked to answer in a round."""

    __tablename__ = "feedback_asked"

    round_id: Mapped[int] = mapped_column(ForeignKey("feedback_round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
