"""Pages of a learner's skills: criterion by industry, what each cell rests on, what to practise next."""

from dataclasses import replace

from flask import Response, request
from flask_login import current_user

from courseware.authoring.queries.own import own_roleplays_for
from courseware.content import current
from courseware.content.definitions import Course
from courseware.errors import NotFound
from courseware.roleplay.queries.drills import drill_history
from courseware.roleplay.queries.skills import get_learner_for, played_by, proofs_of
from courseware.roleplay.routes.base import INDUSTRY_NAMES, OBJECTION_NAMES, bp
from courseware.roleplay.rules import skills as rules
from courseware.web.access import signed_in
from courseware.web.locale import HTML_LANG
from courseware.web.render import render


@bp.get("/roleplays/skills")
@signed_in
def skills() -> Response:
    course, (person_id, name) = _course(), _learner()
    sessions = played_by(person_id, shared_only=bool(name))
    picture = rules.picture_of(course, sessions)
    advice = rules.practise_next(course, picture, sessions)
    return render(
        "roleplay/skills.html",
        picture=picture,
        advice=advice,
        advised=course.roleplays[advice.roleplay] if advice else None,
        drilled=[] if name else rules.drilled(drill_history(person_id)),
        learner=name,
        person=f"?person={person_id}" if name else "",
        criterion_names={row.criterion.id: row.criterion.name for row in picture.rows},
        industry_names=INDUSTRY_NAMES,
        objection_names=OBJECTION_NAMES,
        counted=rules.COUNTED,
    )


@bp.get("/roleplays/skills/<industry>/<criterion_id>")
@signed_in
def skill(industry: str, criterion_id: str) -> Response:
    course, (person_id, name) = _course(), _learner()
    criterion = next((c for c in rules.skills_of(course) if c.id == criterion_id), None)
    if criterion is None or all(r.industry != industry for r in course.roleplays.values()):
        raise NotFound
    key = (industry, criterion.id)
    sessions = played_by(person_id, shared_only=bool(name))
    return render(
        "roleplay/skill.html",
        criterion=criterion,
        industry=industry,
        cell=rules.cell_of(sessions, course.roleplays, key, is_trained=True),
        proofs=proofs_of(course, rules.counted(sessions, course.roleplays, key), criterion.id),
        roleplays=course.roleplays,
        trains=rules.trains_for(course, key),
        learner=name,
        person=f"?person={person_id}" if name else "",
        industry_names=INDUSTRY_NAMES,
        html_langs=HTML_LANG,
    )


def _course() -> Course:
    """The course with the scenarios written here for me: they train skills like any other."""
    course = current.course()
    own = {each.definition.id: each.definition for each in own_roleplays_for(current_user, course)}
    return replace(course, roleplays={**course.roleplays, **own})


def _learner() -> tuple[int, str]:
    """Whose picture it is: one's own, or that of the learner a trainer asks for."""
    wanted = request.args.get("person", "")
    if wanted and (not wanted.isascii() or not wanted.isdigit() or len(wanted) > 9):
        raise NotFound
    return get_learner_for(current_user, int(wanted) if wanted else None)
