"""The only writer of a robot's marks: asked for by the owner of the talk, given or failed by the worker."""

from datetime import timedelta

from courseware import db
from courseware.accounts.types import Me
from courseware.errors import Conflict, NotFound
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
from courseware.roleplay.models import RobotMark, Session
from courseware.roleplay.queries import KIND
from courseware.roleplay.queries.robot import coachings_since, robot_marks_of
from courseware.roleplay.types.robot import Coaching

MOST_A_SESSION = 3  # marks given; a failed try may be repeated
MOST_A_DAY = 20  # tries of one person in 24 hours


def ask_coach(me: Me, session_id: int, model: str) -> None:
    """Ask for a robot's marks of one's own ended talk; nothing new while an answer is awaited."""
    session = db.load(Session, session_id)  # its row lock keeps two windows apart
    if session.person_id != me.id:
        raise NotFound
    if session.ended_at is None:
        raise Conflict("Play the role-play to its end first; then you can ask the AI coach.")
    asked = robot_marks_of(session_id)
    if any(mark.state == "asked" for mark in asked):
        return
    if sum(mark.state == "given" for mark in asked) >= MOST_A_SESSION:
        raise Conflict("The AI coach has looked at this talk {n} times already.", n=MOST_A_SESSION)
    if coachings_since(me.id, clock.now() - timedelta(days=1)) >= MOST_A_DAY:
        raise Conflict(
            "You have asked the AI coach {n} times within a day. Come back tomorrow.", n=MOST_A_DAY
        )
    mark = RobotMark(session_id=session_id, model=model, marks={}, advice={}, asked_at=clock.now())
    db.write().add(mark)
    db.write().flush()
    jobs.put("coach_session", mark.id, key=f"coach_session:{mark.id}")
    journal.record(me.id, "asked the AI coach", (KIND, session_id), model=model)


def give_coaching(mark_id: int, coaching: Coaching | None) -> None:
    """Keep what is left of the robot's answer; none: it failed. What was answered once stays as it is."""
    mark = db.load(RobotMark, mark_id)
    if mark.state != "asked":
        return
    mark.answered_at = clock.now()
    if coaching is None or not (coaching.marks or coaching.advice):
        mark.state = "failed"
        return
    mark.state = "given"
    mark.marks = {criterion: dict(given) for criterion, given in coaching.marks.items()}
    mark.advice = dict(coaching.advice)
