"""What a language model said about a talk: a hint, always labelled, never final."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from courseware import db
from courseware.kit import clock


class RobotMark(db.Base):
    """A robot's marks of one session, asked for by its owner: append-only once answered."""

    __tablename__ = "robot_mark"
    __table_args__ = (CheckConstraint("state IN ('asked', 'given', 'failed')", name="state"),)

    id: Mapped[db.pk]
    session_id: Mapped[int] = mapped_column(ForeignKey("roleplay_session.id"), index=True)
    model: Mapped[str] = mapped_column(String(200))
    state: Mapped[db.code] = mapped_column(default="asked")
    #: criterion → {mark: 0–3, turn, quote, why}; only marks whose quote stands in the talk
    marks: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict)
    #: turn number → advice
    advice: Mapped[dict[str, Any]] = mapped_column(db.Json, default=dict)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
