"""The only writer of sessions and turns: start, say, end, hand in, mark."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course, Node, RoleplayDefinition
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
from courseware.roleplay.queries import KIND, get_session_for, markers_of, named_marker
from courseware.roleplay.types import Feeling, Said, Sent

CHANGED = "This scenario has changed since you began. What you said is kept; please start afresh."


def start_session(
    me: Me, roleplay: RoleplayDefinition, *, lang: str, obligation_id: int | None = None
) -> int:
    """Begin a scenario and return the session's id; one begun a moment ago and still untouched is taken again."""
    untouched = _untouched(me.id, roleplay, lang=lang, obligation_id=obligation_id)
    if untouched is not None:
        return untouched
    reached = rules.hear(roleplay.nodes, roleplay.start)
    session = Session(
        person_id=me.id,
        roleplay=roleplay.id,
        title=roleplay.title[lang],
        customer=roleplay.persona.name[lang],
        lang=lang,
        version=roleplay.digest.version,
        text=roleplay.digest.text,
        node=reached.node.id,
        opening=[line[lang] for line in reached.heard],
        obligation_id=obligation_id,
        started_at=clock.now(),
    )
    db.write().add(session)
    db.write().flush()
    journal.record(me.id, "began", (KIND, session.id), roleplay=roleplay.id)
    return session.id


def take_choice(me: Me, course: Course, session_id: int, sent: Sent) -> bool:
    """Say the chosen line; False when this turn was already taken with another, which stands."""
    session, node, taken = _at_turn(me, course, session_id, sent)
    if node is None:
        return taken
    said = rules.choose(node, sent.choice)
    if said is None:
        raise Refused("Please choose one of the replies that are offered.")
    choice = next(c for c in node.choices if c.id == sent.choice)
    turn = _new_turn(session, node, sent)
    turn.choice, turn.line, turn.coach = (
        choice.id,
        choice.line[session.lang],
        choice.coach[session.lang],
    )
    _go_on(course, session, turn, said)
    return True


def say_line(me: Me, course: Course, session_id: int, sent: Sent) -> bool:
    """Say a line in one's own words; False when this turn was already taken with another, which stands."""
    session, node, taken = _at_turn(me, course, session_id, sent)
    if node is None:
        return taken
    if node.kind != "speak":
        raise Refused("Please choose one of the replies that are offered.")
    line = sent.line.strip()
    if not line or len(line) > rules.LONGEST_LINE:
        raise Refused(
            "Say something in at most {n} characters; nothing was lost.", n=rules.LONGEST_LINE
        )
    turn = _new_turn(session, node, sent)
    turn.line = line
    turn.model = node.model[session.lang] if node.model else None
    _go_on(course, session, turn, rules.listen(node, line, session.lang))
    return True


def hand_in(me: Me, session_id: int) -> bool:
    """Show an ended session to trainer and manager, and ask for a mark; whether somebody is there to mark it."""
    session = db.load(Session, session_id)
    if session.ended_at is None:
        raise Conflict("Play the role-play to its end first; then you can hand it in.")
    row = get_session_for(me, session_id).session
    has_marker = bool(markers_of(row))
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
    roleplay = course.roleplays.get(session.roleplay)
    if roleplay is None:
        raise Conflict("This scenario is no longer in the course, so it cannot be marked.")
    if not verdict.marks:
        raise Refused("Mark at least one criterion.")
    give_verdict(me, (KIND, session_id), verdict)
    outcome = rules.judge_by_trainer(verdict.marks, pass_mark=roleplay.pass_mark)
    _record(course, session, passed=outcome.passed, score=outcome.score)
    tell(
        session.person_id,
        "{name} has marked your role-play “{title}”.",
        f"/sessions/{session.id}",
        key=f"session-marked:{session.id}",
        name=me.name,
        title=session.title,
    )


def _untouched(
    person_id: int, roleplay: RoleplayDefinition, *, lang: str, obligation_id: int | None
) -> int | None:
    has_turns = select(Turn.id).where(Turn.session_id == Session.id).exists()
    query = select(Session.id).where(
        Session.person_id == person_id,
        Session.roleplay == roleplay.id,
        Session.lang == lang,
        Session.text == roleplay.digest.text,
        Session.version == roleplay.digest.version,
        Session.obligation_id.is_not_distinct_from(obligation_id),
        Session.ended_at.is_(None),
        ~has_turns,
    )
    return db.write().scalar(query.order_by(Session.id.desc()).limit(1))


def _at_turn(
    me: Me, course: Course, session_id: int, sent: Sent
) -> tuple[Session, Node | None, bool]:
    """The locked session and the node to answer at; no node when this turn is already there (by the same press?)."""
    session = db.load(Session, session_id)
    if session.person_id != me.id:
        raise NotFound
    latest = _latest(session_id)
    number = latest.number + 1 if latest else 1
    if sent.number < number:
        return session, None, _same_press(session_id, sent)
    if session.ended_at is not None or sent.number > number:
        raise Conflict("This page is out of date. Nothing was lost: reload it and go on.")
    roleplay = course.roleplays.get(session.roleplay)
    node = rules.waits(roleplay.nodes, session.node) if roleplay else None
    if node is None:
        raise Conflict(CHANGED)
    return session, node, True


def _latest(session_id: int) -> Turn | None:
    query = select(Turn).where(Turn.session_id == session_id).order_by(Turn.number.desc()).limit(1)
    return db.write().scalar(query)


def _same_press(session_id: int, sent: Sent) -> bool:
    query = select(Turn).where(Turn.session_id == session_id, Turn.number == sent.number)
    turn = db.write().scalars(query).one()
    if turn.choice is not None:
        return turn.choice == sent.choice
    return turn.token == sent.token or turn.line == sent.line.strip()


def _new_turn(session: Session, node: Node, sent: Sent) -> Turn:
    return Turn(
        session_id=session.id,
        number=sent.number,
        node=node.id,
        token=sent.token,
        at=clock.now(),
    )


def _go_on(course: Course, session: Session, turn: Turn, said: Said) -> None:
    """Write the turn down, hear the customer's answer, and end where the talk ends."""
    roleplay = course.roleplays[session.roleplay]
    latest = _latest(session.id)
    before = Feeling(latest.mood, latest.trust) if latest else Feeling()
    after = rules.feel(before, said)
    reached = rules.hear(roleplay.nodes, said.next)
    turn.marks = dict(said.marks)
    turn.found = {c: list(words) for c, words in said.found.items()}
    turn.mood, turn.trust = after.mood, after.trust
    turn.answer = [line[session.lang] for line in reached.heard]
    db.write().add(turn)
    session.node = reached.node.id
    db.write().flush()
    if reached.node.kind == "end":
        _end(course, session, reached.node)


def _end(course: Course, session: Session, node: Node) -> None:
    """The talk is over: only now does it count."""
    roleplay = course.roleplays[session.roleplay]
    turns = db.write().scalars(
        select(Turn.marks).where(Turn.session_id == session.id).order_by(Turn.number)
    )
    result = node.result or "bad"
    outcome = rules.judge(turns.all(), result=result, pass_mark=roleplay.pass_mark)
    session.ended_at, session.result = clock.now(), result
    session.score, session.passed, session.marks = (
        outcome.score,
        outcome.passed,
        dict(outcome.marks),
    )
    summary = node.summary[session.lang] if node.summary else ""
    session.ending = {"summary": summary, "lesson": node.lesson}
    _record(course, session, passed=outcome.passed, score=outcome.score)


def _record(course: Course, session: Session, *, passed: bool, score: float) -> None:
    roleplay = course.roleplays[session.roleplay]
    done = Done(
        session.person_id,
        "roleplay",
        session.roleplay,
        roleplay.module,
        passed=passed,
        score=score,
        source=(KIND, session.id),
        version=session.version,
    )
    record_step(course, done)
