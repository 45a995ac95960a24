"""What the pages of practice share."""

from flask import Blueprint, Response, redirect
from flask_login import current_user

from courseware.authoring.queries.own import own_roleplay_for
from courseware.authoring.rules.own import PREFIX
from courseware.authoring.types import PublishedRoleplay
from courseware.content import current, industries
from courseware.content.definitions import RoleplayDefinition, RubricDefinition
from courseware.errors import NotFound
from courseware.roleplay import queries, rules
from courseware.roleplay.queries.sessions import rubric_of as find_rubric
from courseware.roleplay.rules.practice import INDUSTRIES
from courseware.roleplay.types import SessionRow, Talk
from courseware.web.locale import lazy

bp = Blueprint("roleplay", __name__)

SESSION = "/sessions/<int(max=2147483647):session_id>"
INDUSTRY_NAMES = {key: lazy(industries.INDUSTRY_NAMES[key]) for key in INDUSTRIES}
OBJECTION_NAMES = {
    "price": lazy("Price"),
    "timing": lazy("Timing"),
    "authority": lazy("Authority to decide"),
    "incumbent": lazy("Present supplier"),
    "trust": lazy("Trust"),
    "integration": lazy("Fitting in"),
    "no-need": lazy("No need"),
    "own": lazy("This industry alone"),
}


def talk_of(row: SessionRow) -> tuple[RoleplayDefinition | None, Talk | None]:
    roleplay = queries.definition_of(current.course(), row)
    if roleplay is None:
        return None, None
    return roleplay, rules.talk(roleplay, queries.turns_of(row.id), row.lang)


def find_roleplay(roleplay_id: str) -> RoleplayDefinition:
    found = present(roleplay_id)
    if found is None:
        raise NotFound
    return found


def present(roleplay_id: str) -> RoleplayDefinition | None:
    """A scenario as it can be begun now: the course's, else one that was written here for me."""
    own = own_of(roleplay_id)
    return own.definition if own else current.course().roleplays.get(roleplay_id)


def own_of(roleplay_id: str) -> PublishedRoleplay | None:
    """A scenario written here, if I may play it; it cannot hide one of the course."""
    course = current.course()
    if not roleplay_id.startswith(PREFIX) or roleplay_id in course.roleplays:
        return None
    return own_roleplay_for(current_user, course, roleplay_id)


def rubric_of(roleplay: RoleplayDefinition) -> RubricDefinition:
    return current.course().rubrics[roleplay.rubric]


def pinned_rubric(row: SessionRow, roleplay: RoleplayDefinition) -> RubricDefinition:
    """The rubric as it was when the session began."""
    return find_rubric(current.course(), row, roleplay)


def criterion_names() -> dict[str, object]:
    return {c.id: c.name for rubric in current.course().rubrics.values() for c in rubric.criteria}


def to_session(session_id: int, anchor: str = "") -> Response:
    return redirect(f"/sessions/{session_id}{anchor}", 303)  # type: ignore[return-value]  # werkzeug's class
