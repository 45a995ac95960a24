"""A talk is handed in and marked."""

from courseware import db
from courseware.accounts.types import Me
from courseware.content.definitions import Course
from courseware.errors import Conflict, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell
from courseware.review.actions import give_verdict, wait_for_review
from courseware.review.types import Verdict
from courseware.roleplay import rules
from courseware.roleplay.actions.base import definition_of, own_session, record
from courseware.roleplay.models import Session
from courseware.roleplay.queries import (
    KIND,
    get_session_for,
    markers_of,
    named_marker,
)
from courseware.roleplay.queries.marks import own_marks_of
from courseware.roleplay.rules.marks import (
    GIVE_A_REASON,
    NO_EVIDENCE,
    needs_reason,
    without_evidence,
)


def hand_in(me: Me, session_id: int) -> bool:
    """Show an ended session to trainer and manager, and ask for a mark; whether somebody is there to mark it."""
    session = own_session(me, session_id)
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
    roleplay = definition_of(course, session)
    check_marks(verdict)
    outcome = rules.judge_by_trainer(verdict.marks, pass_mark=roleplay.pass_mark)
    others = [session.marks or {}, own_marks_of(session_id)]
    if not verdict.summary and needs_reason(
        verdict.marks, outcome, others=others, passed=session.passed
    ):
        raise Refused(GIVE_A_REASON)
    give_verdict(me, (KIND, session_id), verdict)
    record(course, session, roleplay, outcome)
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
