"""Pages to choose from: the scenarios, a library of objections, one scenario; and its beginning."""

from flask import Response, g
from flask_login import current_user

from courseware.authoring.queries.own import own_roleplays_for
from courseware.content import current
from courseware.errors import NotFound
from courseware.learning import queries as learning
from courseware.roleplay import actions, queries, rules
from courseware.roleplay.forms import StartForm
from courseware.roleplay.queries.partners import partners_of
from courseware.roleplay.routes.base import (
    INDUSTRY_NAMES,
    OBJECTION_NAMES,
    bp,
    criterion_names,
    find_roleplay,
    own_of,
    rubric_of,
    to_session,
)
from courseware.roleplay.routes.pairs import open_rooms
from courseware.roleplay.rules.own import own_cards
from courseware.web.access import signed_in
from courseware.web.locale import lang
from courseware.web.render import render


@bp.get("/roleplays")
@signed_in
def index() -> Response:
    course = current.course()
    sessions = queries.sessions_of(current_user.id)
    advice = rules.advise(tuple(course.roleplays.values()), sessions)
    return render(
        "roleplay/index.html",
        own=own_cards(own_roleplays_for(current_user, course), course, sessions),
        shelves=rules.shelves(course, sessions, queries.asked_of(current_user.id)),
        advice=advice,
        advised=course.roleplays[advice.roleplay] if advice else None,
        criterion_names=criterion_names(),
        industry_names=INDUSTRY_NAMES,
        **open_rooms(),
    )


@bp.get("/roleplays/library/<industry>")
@signed_in
def library(industry: str) -> Response:
    course = current.course()
    if industry not in course.objections:
        raise NotFound
    return render(
        "roleplay/library.html",
        library=course.objections[industry],
        industries=[each for each in rules.INDUSTRIES if each in course.objections],
        industry_names=INDUSTRY_NAMES,
        objection_names=OBJECTION_NAMES,
    )


@bp.get("/roleplays/<roleplay_id>")
@signed_in
def scenario(roleplay_id: str) -> Response:
    roleplay = find_roleplay(roleplay_id)
    course = current.course()
    learning.require_open(current_user, course, roleplay.module)
    trained = rules.criteria_of(roleplay)
    return render(
        "roleplay/scenario.html",
        roleplay=roleplay,
        own=own_of(roleplay_id),
        has_robot=g.organisation.has_robot,
        module=course.by_slug[roleplay.module],
        criteria=[c for c in rubric_of(roleplay).criteria if c.id in trained],
        sessions=queries.sessions_of(current_user.id, roleplay.id),
        asked=queries.asked_of(current_user.id).get(roleplay.id),
        partners=partners_of(current_user.id),
        industry_names=INDUSTRY_NAMES,
    )


@bp.post("/roleplays/<roleplay_id>/sessions")
@signed_in
def start(roleplay_id: str) -> Response:
    roleplay = find_roleplay(roleplay_id)
    learning.require_open(current_user, current.course(), roleplay.module)
    asked = queries.asked_of(current_user.id).get(roleplay.id)
    form = StartForm()
    obligation_id = asked.id if asked and form.assigned.data else None
    has_robot = bool(form.robot.data) and g.organisation.has_robot and obligation_id is None
    session_id = actions.start_session(
        current_user,
        roleplay,
        lang=lang(),
        obligation_id=obligation_id,
        mode="robot" if has_robot else "alone",
    )
    return to_session(session_id)
