"""The only writer of sessions and turns: start, say, end, hand in, mark."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring import actions as authoring
from courseware.authoring.queries.own import counts_for
from courseware.authoring.rules import digest_of
from courseware.authoring.rules.own import PREFIX
from courseware.content import current
from courseware.content.definitions import Course, Digest, Node, RoleplayDefinition
from courseware.errors import Conflict, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.learning.actions import record_step
from courseware.learning.types import Done
from courseware.notices.actions import tell
from courseware.review.actions import give_verdict, wait_for_review
from courseware.review.types import Verdict
from courseware.roleplay import rules
from courseware.roleplay.models import Session, Turn
from courseware.roleplay.queries import (
    KIND,
    get_session_for,
    markers_of,
    named_marker,
    pinned,
    turns_of,
)
from courseware.roleplay.queries.marks import own_marks_of
from courseware.roleplay.queries.sessions import rubric_of
from courseware.roleplay.rules.findings import with_findings
from courseware.roleplay.rules.marks import (
    GIVE_A_REASON,
    NO_EVIDENCE,
    needs_reason,
    without_evidence,
)
from courseware.roleplay.types import Outcome, Said, Sent, Talk

LOST = "The words of this scenario are no longer kept. Your result stands; please start afresh."


@dataclass(frozen=True, slots=True)
class _Stage:
    """A session that is being played, and where its talk stands."""

    course: Course
    session: Session
    roleplay: RoleplayDefinition
    talk: Talk


def start_session(
    me: Me,
    roleplay: RoleplayDefinition,
    *,
    lang: str,
    obligation_id: int | None = None,
    mode: str = "alone",
) -> int:
    """Begin a scenario and return the session's id; one begun before and still untouched is taken again."""
    authoring.keep("roleplay", [roleplay])
    untouched = _untouched(me.id, roleplay, (lang, mode, obligation_id))
    if untouched is not None:
        return untouched
    return begin_session(me.id, roleplay, lang=lang, obligation_id=obligation_id, mode=mode)


def begin_session(
    person_id: int,
    roleplay: RoleplayDefinition,
    *,
    lang: str,
    obligation_id: int | None = None,
    mode: str = "alone",
) -> int:
    """A new session of a scenario whose words are kept; its id."""
    session = Session(
        person_id=person_id,
        roleplay=roleplay.id,
        lang=lang,
        version=roleplay.digest.version,
        text=roleplay.digest.text,
        rubric=pin_rubric(roleplay),
        mode=mode,
        obligation_id=obligation_id,
        started_at=clock.now(),
    )
    db.write().add(session)
    db.write().flush()
    journal.record(person_id, "began", (KIND, session.id), roleplay=roleplay.id)
    return session.id


def pin_rubric(roleplay: RoleplayDefinition) -> str:
    """Keep the words of the rubric as it is today; its digest, by which a talk is marked to its end."""
    rubric = current.course().rubrics[roleplay.rubric]
    authoring.keep("rubric", [rubric])
    return digest_of(rubric.digest)


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


def hand_in(me: Me, session_id: int) -> bool:
    """Show an ended session to trainer and manager, and ask for a mark; whether somebody is there to mark it."""
    session = _own(me, session_id)
    if session.ended_at is None:
        raise Conflict("Play the role-play to its end first; then you can hand it in.")
    has_marker = bool(markers_of(get_session_for(me, session_id).session))
    if session.handed_in_at is not None:
        return has_marker
    session.handed_in_at = clock.now()
    if has_marker:
        named = named_marker(session.obligation_id)
        wait_for_review((KIND, session.id), me.id, session.roleplay, round=1, reviewer_id=named)
    journal.record(me.id, "handed in", (KIND, session.id), roleplay=session.roleplay)
    return has_marker


def mark_session(me: Me, course: Course, session_id: int, verdict: Verdict) -> None:
    """A trainer's marks, which decide: recorded as a review and as a step of the learner; the learner is told."""
    session = db.load(Session, session_id)
    roleplay = _definition(course, session)
    check_marks(verdict)
    outcome = rules.judge_by_trainer(verdict.marks, pass_mark=roleplay.pass_mark)
    others = [session.marks or {}, own_marks_of(session_id)]
    if not verdict.summary and needs_reason(
        verdict.marks, outcome, others=others, passed=session.passed
    ):
        raise Refused(GIVE_A_REASON)
    give_verdict(me, (KIND, session_id), verdict)
    _record(course, session, roleplay, outcome)
    tell(
        session.person_id,
        "{name} has marked your role-play “{title}”.",
        f"/sessions/{session.id}",
        key=f"session-marked:{session.id}",
        name=me.name,
        title={"zh": roleplay.title.zh, "en": roleplay.title.en},
    )


def check_marks(verdict: Verdict) -> None:
    """Marks, and something that each of them rests on."""
    if not verdict.marks:
        raise Refused("Mark at least one criterion.")
    if without_evidence(verdict.marks, verdict.comments):
        raise Refused(NO_EVIDENCE)


def _untouched(
    person_id: int, roleplay: RoleplayDefinition, wanted: tuple[str, str, int | None]
) -> int | None:
    lang, mode, obligation_id = wanted
    has_turns = select(Turn.id).where(Turn.session_id == Session.id).exists()
    query = select(Session.id).where(
        Session.person_id == person_id,
        Session.roleplay == roleplay.id,
        Session.lang == lang,
        Session.mode == mode,
        Session.text == roleplay.digest.text,
        Session.version == roleplay.digest.version,
        Session.rubric == pin_rubric(roleplay),
        Session.obligation_id.is_not_distinct_from(obligation_id),
        Session.ended_at.is_(None),
        ~has_turns,
    )
    return db.write().scalar(query.order_by(Session.id.desc()).limit(1))


def _own(me: Me, session_id: int) -> Session:
    session = db.load(Session, session_id)
    if session.person_id != me.id:
        raise NotFound
    return session


def _definition(course: Course, session: Session) -> RoleplayDefinition:
    found = pinned(course, session.roleplay, Digest(session.version, session.text))
    if found is None:
        raise Conflict(LOST)
    return found


def _stage(me: Me, course: Course, session_id: int) -> _Stage:
    session = _own(me, session_id)  # its row lock keeps two windows apart
    if session.mode == "pair":
        raise Conflict("A talk of a pair goes on in its room, on both devices.")
    return _stage_of(course, session)


def _stage_of(course: Course, session: Session) -> _Stage:
    roleplay = _definition(course, session)
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
        _record(stage.course, session, roleplay, outcome)


def _record(
    course: Course, session: Session, roleplay: RoleplayDefinition, outcome: Outcome
) -> None:
    is_own = roleplay.id.startswith(PREFIX) and roleplay.id not in course.roleplays
    if is_own and not counts_for(session.person_id, roleplay.id):
        return  # its author tries it
    done = Done(
        session.person_id,
        "roleplay",
        roleplay.id,
        roleplay.module,
        passed=outcome.passed,
        score=outcome.score,
        source=(KIND, session.id),
        version=session.version,
    )
    record_step(course, done)
