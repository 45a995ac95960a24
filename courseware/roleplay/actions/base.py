"""What the writers of talks share: whose talk, in which words, and the step that counts."""

from courseware import db
from courseware.accounts.types import Me
from courseware.authoring.queries.own import counts_for
from courseware.authoring.rules.own import PREFIX
from courseware.content.definitions import Course, Digest, RoleplayDefinition
from courseware.errors import Conflict, NotFound
from courseware.learning.actions import record_step
from courseware.learning.types import Done
from courseware.roleplay.models import Session
from courseware.roleplay.queries import (
    KIND,
    pinned,
)
from courseware.roleplay.types import Outcome

LOST = "The words of this scenario are no longer kept. Your result stands; please start afresh."


def own_session(me: Me, session_id: int) -> Session:
    session = db.load(Session, session_id)
    if session.person_id != me.id:
        raise NotFound
    return session


def definition_of(course: Course, session: Session) -> RoleplayDefinition:
    found = pinned(course, session.roleplay, Digest(session.version, session.text))
    if found is None:
        raise Conflict(LOST)
    return found


def record(
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
