"""Reading what a robot said: its marks of a session, and how often it was asked."""

from datetime import datetime

from sqlalchemy import func, select

from courseware import db
from courseware.roleplay.models import RobotMark, Session, Turn
from courseware.roleplay.types.robot import RobotRow

_ROWS = select(
    RobotMark.id,
    RobotMark.session_id,
    RobotMark.model,
    RobotMark.state,
    RobotMark.marks,
    RobotMark.advice,
    RobotMark.asked_at,
    RobotMark.answered_at,
)


def robot_marks_of(session_id: int) -> list[RobotRow]:
    """A robot's marks of a session, the first asked for first."""
    query = _ROWS.where(RobotMark.session_id == session_id).order_by(RobotMark.id)
    return [RobotRow(*row) for row in db.read().execute(query)]


def robot_mark(mark_id: int) -> RobotRow | None:
    row = db.read().execute(_ROWS.where(RobotMark.id == mark_id)).first()
    return RobotRow(*row) if row else None


def coachings_since(person_id: int, since: datetime) -> int:
    """How often somebody asked the coach; a try that failed counts, since it may have cost too."""
    query = (
        select(func.count())
        .select_from(RobotMark)
        .join(Session, Session.id == RobotMark.session_id)
        .where(Session.person_id == person_id, RobotMark.asked_at >= since)
    )
    return db.read().scalar(query) or 0


def replies_since(person_id: int, since: datetime) -> int:
    """How many of somebody's lines a robot answered."""
    query = (
        select(func.count())
        .select_from(Turn)
        .join(Session, Session.id == Turn.session_id)
        .where(
            Session.person_id == person_id,
            Session.mode == "robot",
            Turn.at >= since,
            Turn.reply.is_not(None),
        )
    )
    return db.read().scalar(query) or 0
