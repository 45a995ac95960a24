"""The list of forms by module, and the page of one form."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from courseware.authoring.queries.own import own_exercises_for
from courseware.content import current
from courseware.content.definitions import ExerciseDefinition, ModuleDefinition
from courseware.errors import Refused
from courseware.exercise import actions, queries
from courseware.exercise.queries import Asked, examples
from courseware.exercise.routes.about import about_me, about_parts
from courseware.exercise.routes.base import bp, exercise, own_of, rubric_of
from courseware.exercise.routes.together import begin_together, groups_and_forms
from courseware.exercise.rules.carrying import sources_needed
from courseware.exercise.rules.chain import is_begun
from courseware.exercise.rules.drawing import draw
from courseware.exercise.rules.repeating import periods
from courseware.exercise.types import SubmissionRow
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.web import access, locale
from courseware.web.render import render


@dataclass(frozen=True, slots=True)
class Line:
    """A form in the list: where its reader stands with it."""

    definition: ExerciseDefinition
    newest: SubmissionRow | None
    accepted: SubmissionRow | None
    due_at: datetime | None
    asked_by: str | None
    is_late: bool


@bp.get("/exercises")
@access.signed_in
def exercises() -> Any:
    course = current.course()
    mine = queries.submissions_of(current_user.id)
    asked = {a.item: a for a in reversed(queries.asked_of(current_user.id))}
    groups: list[tuple[ModuleDefinition, list[Line]]] = [
        (module, [_line(d, mine, asked.get(d.id)) for d in module.exercises])
        for module in course.modules
        if module.exercises
    ]
    own = [
        (each, _line(each.definition, mine, None))
        for each in own_exercises_for(current_user, course)
    ]
    return render("exercise/list.html", chain=is_begun(mine), groups=groups, own=own, **about_me())


@bp.get("/exercises/<exercise_id>")
@access.signed_in
def one_exercise(exercise_id: str) -> Any:
    definition = exercise(exercise_id)
    learning.require_open(current_user, current.course(), definition.module)
    lang = locale.lang()
    sources = queries.sources_for(current_user.id, sources_needed(definition))
    titles = {k: e.title[lang] for k, e in current.course().exercises.items()}
    mine = queries.submissions_of(current_user.id, exercise_id)
    return render(
        "exercise/about.html",
        exercise=definition,
        module=current.course().by_slug[definition.module],
        rubric=rubric_of(definition),
        example=draw(definition, definition.example.get(lang, {}), lang),
        mine=mine,
        open_one=next((s for s in mine if s.is_editable), None),
        asked=queries.asked_of(current_user.id, exercise_id),
        colleagues=examples.published_for(current_user, exercise_id),
        is_trainer=current_user.is_trainer,
        periods=periods_of(definition),
        sources=[(titles.get(s.exercise, s.exercise), s) for s in sources.values()],
        now=clock.now(),
        own=own_of(exercise_id),
        **groups_and_forms(definition),
        **about_parts(definition),
    )


@bp.post("/exercises/<exercise_id>/submissions")
@access.signed_in
def begin(exercise_id: str) -> Response:
    definition = exercise(exercise_id)
    learning.require_open(current_user, current.course(), definition.module)
    allowed = periods_of(definition)
    period = request.form.get("period") or allowed[0]
    if period not in allowed:
        raise Refused("Choose one of the periods offered.")
    found = begin_together(definition, period)
    found = found or actions.open_submission(current_user, definition, period)
    return redirect(url_for("exercise.submission", submission_id=found), 303)


def periods_of(definition: ExerciseDefinition) -> tuple[str, ...]:
    """The periods this form may be about now, the likeliest first."""
    organisation = g.organisation
    today = clock.local_day(clock.now(), organisation.time_zone)
    return periods(definition.repeats, today, organisation.fiscal_month)


def _line(definition: ExerciseDefinition, mine: list[SubmissionRow], asked: Asked | None) -> Line:
    own = [s for s in mine if s.exercise == definition.id]
    due = asked.due_at if asked else None
    return Line(
        definition=definition,
        newest=own[0] if own else None,
        accepted=next((s for s in own if s.accepted_at), None),
        due_at=due,
        asked_by=asked.asked_by if asked else None,
        is_late=due is not None and due < clock.now(),
    )
