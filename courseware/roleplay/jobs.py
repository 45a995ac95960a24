"""What the worker does for practice: recordings leave by the schedule, the AI coach is asked."""

import logging
import secrets
from datetime import timedelta

from courseware import db
from courseware.content import current
from courseware.kit import chat, clock, jobs
from courseware.kit.chat import ChatError, Endpoint
from courseware.roleplay import rules
from courseware.roleplay.actions import recordings as actions
from courseware.roleplay.actions.lines import forget_lines
from courseware.roleplay.actions.robot import give_coaching
from courseware.roleplay.queries.recordings import expired
from courseware.roleplay.queries.robot import robot_mark
from courseware.roleplay.queries.sessions import definition_of, rubric_of, session_row, turns_of
from courseware.roleplay.rules.robot import ask_coach, believe
from courseware.roleplay.types.robot import Coaching, RobotRow
from courseware.settings import queries as organisation

#: so many recordings in one transaction
A_ROUND = 500
#: seconds for each of two attempts at the AI coach: far below the lease of a job
COACH_PATIENCE = 45.0
COACH_TOKENS = 2000

log = logging.getLogger("courseware.roleplay")


def expire_recordings() -> None:
    """Delete what was kept long enough; where there was much of it, ask for the next round."""
    ids = expired(clock.now(), most=A_ROUND)
    actions.expire(ids)
    if len(ids) == A_ROUND:
        jobs.put("expire_recordings", key="expire_recordings")


def expire_lines() -> None:
    """Empty what learners typed long enough ago; where there was much of it, ask for the next round."""
    before = clock.now() - timedelta(days=organisation.current().line_days)
    if forget_lines(before, most=A_ROUND) == A_ROUND:
        jobs.put("expire_lines", key="expire_lines")


def coach_session(mark_id: int) -> None:
    """Ask the AI coach about a talk; a second run finds the answer and is content."""
    asked = robot_mark(mark_id)
    if asked is not None and asked.state == "asked":
        give_coaching(mark_id, _coach(asked))


def _coach(asked: RobotRow) -> Coaching | None:
    """What is left of the coach's answer; none where no usable one came: the learner may ask again."""
    course, choices = current.course(), organisation.current()
    session = session_row(asked.session_id)
    roleplay = definition_of(course, session) if session else None
    if session is None or roleplay is None or not choices.has_robot:
        return None
    talk = rules.talk(roleplay, turns_of(session.id), session.lang)
    rubric = rubric_of(course, session, roleplay)
    boundary = secrets.token_hex(16)
    messages = ask_coach(roleplay, rubric, talk, lang=session.lang, boundary=boundary)
    endpoint = Endpoint(choices.robot_url, asked.model, choices.robot_key)
    db.unit().close()  # nothing is written yet, and no connection may wait for the robot
    try:
        answer = chat.complete(endpoint, messages, timeout=COACH_PATIENCE, most_tokens=COACH_TOKENS)
        found = chat.read_json(answer)
    except ChatError as error:
        log.warning("the AI coach gave nothing: %s", error)
        return None
    lines = {turn.number: turn.line for turn in talk.exchanges}
    return believe(found, {criterion.id for criterion in rubric.criteria}, lines)
