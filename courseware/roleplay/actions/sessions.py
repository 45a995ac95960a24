"""A talk goes on, line by line, to its end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course, Node, RoleplayDefinition
from courseware.errors import Conflict, Refused
from courseware.kit import clock
from courseware.roleplay import rules
from courseware.roleplay.actions.base import definition_of, own_session, record
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.queries import (
    turns_of,
)
from courseware.roleplay.queries.sessions import rubric_of
from courseware.roleplay.rules.findings import with_findings
from courseware.roleplay.types import Said, Sent, Talk


@dataclass(frozen=True, slots=True)
class _Stage:
    """A session that is being played, and where its talk stands."""

    course: Course
    session: Session
    roleplay: RoleplayDefinition
    talk: Talk


def take_choice(me: Me, course: Course, session_id: int, sent: Sent) -> bool:
    """Say the chosen line, or own words that it came nearest to; False when this turn was already taken with another.

    The customer answers the offered line: a written scenario knows no other answers.
    """
    stage = _stage(me, course, session_id)
    if _is_taken(stage, sent):
        return _same_press(session_id, sent)
    said = rules.choose(stage.talk.node, sent.choice)
    if said is None:
        raise Refused("Please choose one of the replies that are offered.")
    line = sent.line.strip()
    if len(line) > rules.LONGEST_LINE:
        raise Refused("Say something, in at most {n} characters.", n=rules.LONGEST_LINE)
    turn = _new_turn(stage.session, stage.talk.node, sent)
    turn.choice, turn.line = sent.choice, line or None
    _go_on(stage, turn, said)
    return True


def say_line(me: Me, course: Course, session_id: int, sent: Sent) -> bool:
    """Say a line in one's own words; False when this turn was already taken with another, which stands."""
    stage = _stage(me, course, session_id)
    if _is_taken(stage, sent):
        return _same_press(session_id, sent)
    line = sent.line.strip()
    if stage.talk.node.kind != "speak":
        raise Refused("Please choose one of the replies that are offered.")
    if not line or len(line) > rules.LONGEST_LINE:
        raise Refused("Say something, in at most {n} characters.", n=rules.LONGEST_LINE)
    turn = _new_turn(stage.session, stage.talk.node, sent)
    turn.line = line
    _go_on(stage, turn, rules.listen(stage.talk.node, line, stage.session.lang))
    return True


def report_turn(course: Course, session_id: int, sent: Sent) -> str:
    """Write down what was said aloud in a pair, as one of the two reports it; the node that follows."""
    stage = _stage_of(course, db.load(Session, session_id))
    node, line = stage.talk.node, sent.line.strip()
    said = rules.choose(node, sent.choice)
    if node.kind == "speak" and line and len(line) <= rules.LONGEST_LINE:
        said = rules.listen(node, line, stage.session.lang)
    if said is None:
        raise Refused("Please choose one of the replies that are offered.")
    turn = _new_turn(stage.session, node, replace(sent, number=len(stage.talk.exchanges) + 1))
    turn.choice, turn.line = sent.choice or None, line or None
    _go_on(stage, turn, said)
    return said.next


def _stage(me: Me, course: Course, session_id: int) -> _Stage:
    session = own_session(me, session_id)  # its row lock keeps two windows apart
    if session.mode == "pair":
        raise Conflict("A talk of a pair goes on in its room, on both devices.")
    return _stage_of(course, session)


def _stage_of(course: Course, session: Session) -> _Stage:
    roleplay = definition_of(course, session)
    return _Stage(
        course, session, roleplay, rules.talk(roleplay, turns_of(session.id), session.lang)
    )


def _is_taken(stage: _Stage, sent: Sent) -> bool:
    """Whether the turn that the page showed is already there; Conflict for one that cannot come yet."""
    taken = len(stage.talk.exchanges)
    if sent.number > taken + 1 or (sent.number > taken and stage.session.ended_at is not None):
        raise Conflict("This page is out of date. Nothing was lost: reload it and go on.")
    return sent.number <= taken


def _same_press(session_id: int, sent: Sent) -> bool:
    query = select(Turn).where(Turn.session_id == session_id, Turn.number == sent.number)
    turn = db.write().scalars(query).first()
    if turn is None:
        raise Conflict("This page is out of date. Nothing was lost: reload it and go on.")
    if turn.choice is not None:
        is_same_page = bool(turn.line) and turn.token == sent.token  # whose choice a robot found
        same_words = (turn.line or "") == sent.line.strip()
        return same_words and (turn.choice == sent.choice or is_same_page)
    return turn.token == sent.token or turn.line == sent.line.strip()


def _new_turn(session: Session, node: Node, sent: Sent) -> Turn:
    return Turn(
        session_id=session.id,
        number=sent.number,
        node=node.id,
        token=sent.token,
        reply=sent.reply,
        at=clock.now(),
    )


def _go_on(stage: _Stage, turn: Turn, said: Said) -> None:
    """Write the turn down; end where the talk ends."""
    if turn.line:
        criteria = rubric_of(stage.course, stage.session, stage.roleplay).criteria
        said = with_findings(
            said, turn.line, talk=stage.talk, criteria=criteria, lang=stage.session.lang
        )
    after = rules.feel(stage.talk.feeling, said)
    turn.marks = dict(said.marks)
    turn.found = {criterion: list(words) for criterion, words in said.found.items()}
    turn.mood, turn.trust = after.mood, after.trust
    db.write().add(turn)
    db.write().flush()
    node = rules.hear(stage.roleplay.nodes, said.next).node
    if node.kind == "end":
        earned = [exchange.marks for exchange in stage.talk.exchanges]
        _end(stage, node.result or "bad", [*earned, said.marks])


def _end(stage: _Stage, result: str, earned: list[Mapping[str, int]]) -> None:
    """The talk is over: only now does it count."""
    session, roleplay = stage.session, stage.roleplay
    outcome = rules.judge(earned, result=result, pass_mark=roleplay.pass_mark)
    session.ended_at, session.result = clock.now(), result
    session.score, session.passed = outcome.score, outcome.passed
    session.marks = dict(outcome.marks)
    if session.mode != "pair":  # practice: there a partner decides what was said
        record(stage.course, session, roleplay, outcome)
