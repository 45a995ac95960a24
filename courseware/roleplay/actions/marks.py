"""Marks by the learner and by colleagues: append-only, they decide nothing; and asking a colleague."""

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring.queries.own import titles_of
from courseware.content.definitions import Course
from courseware.errors import Conflict, Forbidden, Refused
from courseware.journal import actions as journal
from courseware.notices.actions import tell
from courseware.review.actions import add_marks
from courseware.review.types import Verdict
from courseware.roleplay.actions.judging import check_marks
from courseware.roleplay.models import Session
from courseware.roleplay.queries import KIND
from courseware.roleplay.queries.marks import colleagues_of


def give_marks(me: Me, course: Course, session_id: int, verdict: Verdict, *, role: str) -> None:
    """Marks of the owner (`self`) or of a colleague (`peer`) who may see the talk: the caller has made sure.

    The newest of each person counts; the earlier ones stay.
    """
    session = db.load(Session, session_id)
    if (session.person_id == me.id) != (role == "self"):
        raise Forbidden("You cannot give these marks.")
    if session.ended_at is None:
        raise Conflict("Play the role-play to its end first; then it can be marked.")
    check_marks(verdict)
    review = add_marks(me, (KIND, session_id), verdict, role=role, owner_id=session.person_id)
    if role == "peer":
        tell(
            session.person_id,
            "{name} has marked your role-play “{title}”.",
            f"/sessions/{session_id}#side-by-side",
            key=f"session-peer:{review.id}",
            name=me.name,
            title=_title(course, session.roleplay),
        )


def ask_colleague(
    me: Me, course: Course, session_id: int, *, colleague_id: int, href: str, key: str
) -> None:
    """Ask one colleague to read a talk and mark it: a notice with a link that only opens for this person."""
    session = db.load(Session, session_id)
    if session.person_id != me.id:
        raise Forbidden("Only the person who plays this role-play can do that.")
    if session.ended_at is None:
        raise Conflict("Play the role-play to its end first; then it can be marked.")
    if colleague_id not in {colleague.id for colleague in colleagues_of(me.id)}:
        raise Refused("Choose somebody of your class or team.")
    tell(
        colleague_id,
        "{name} asks you to read a role-play and mark it: “{title}”.",
        href,
        key=key,
        name=me.name,
        title=_title(course, session.roleplay),
    )
    journal.record(
        me.id,
        "asked a colleague",
        (KIND, session_id),
        about=colleague_id,
        roleplay=session.roleplay,
    )


def _title(course: Course, roleplay_id: str) -> dict[str, str]:
    found = course.roleplays.get(roleplay_id)
    title = found.title if found else titles_of(course, [roleplay_id]).get(roleplay_id)
    return {"zh": title.zh, "en": title.en} if title else {"zh": roleplay_id, "en": roleplay_id}
