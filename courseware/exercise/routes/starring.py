"""Lines worth showing: starred on a form, gathered on a trainer's page of the class."""

from typing import Any

from flask import redirect, request, url_for
from flask_login import current_user

from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Forbidden, Refused
from courseware.exercise import queries
from courseware.exercise.actions import starring as actions
from courseware.exercise.queries import Seen
from courseware.exercise.queries import starring as stars
from courseware.exercise.routes.base import bp, exercise
from courseware.exercise.routes.desk import keep_typed
from courseware.exercise.rules import starring
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import Sheet
from courseware.exercise.types.starring import ShownLine, StarRow, Stars
from courseware.web import access, locale
from courseware.web.render import render


def stars_on(seen: Seen, definition: ExerciseDefinition, sheet: Sheet) -> Stars:
    """The stars of the last round for those who see the form; who may set more gets the address to send them to."""
    places: dict[str, bool] = {}
    for star, place in _standing(seen, definition):
        places[place] = places.get(place, False) or star.by_id == current_user.id
    lines = starring.lines_of(sheet)
    words = {place: lines[place] for place in places if place in lines}
    action = f"/submissions/{seen.row.id}/stars"
    return Stars(places, words, stars.may_star(current_user, seen), action)


@bp.post("/submissions/<int:submission_id>/stars")
@access.signed_in
def star_line(submission_id: int) -> Any:
    """Set a star, or take one's own away."""
    seen = queries.get_submission_for(current_user, submission_id)
    if not stars.may_star(current_user, seen):
        raise Forbidden("Only a reviewer or trainer of its owner can star lines of this form.")
    place = request.form.get("place", "")
    definition = queries.definition_of(seen.row)
    if seen.relation == "reviewer" and "summary" in request.form:  # the desk, without a script
        keep_typed(seen.row, definition)
    words = queries.handed_in(submission_id)
    if words is None or place not in starring.lines_of(_sheet(definition, words.answers)):
        raise Refused("This form has no such line.")
    mine = [
        star.id
        for star, where in _standing(seen, definition)
        if where == place and star.by_id == current_user.id
    ]
    if mine:
        actions.unstar(current_user, seen.row, mine)
    else:
        actions.star(current_user, seen.row, place)
    if request.accept_mimetypes.best == "application/json":
        return {"starred": not mine}
    key = starring.field_of(place)
    return redirect(f"{url_for('.submission', submission_id=submission_id)}#f-{key}", 303)


@bp.get("/exercises/<exercise_id>/lines")
@access.trainers
def lines(exercise_id: str) -> Any:
    """The starred lines of the people whose classes one trains, by field; without names until they are asked for."""
    definition = exercise(exercise_id)
    found: dict[str, list[ShownLine]] = {}
    for form in stars.starred_forms(current_user, exercise_id):
        sheets = {n: _sheet(definition, answers) for n, answers in form.rounds.items()}
        last = starring.lines_of(sheets[max(sheets)]) if sheets else {}
        for place in dict.fromkeys(place for _, place in starring.standing(form.stars, sheets)):
            line = ShownLine(form.submission_id, form.owner, last[place])
            found.setdefault(starring.field_of(place), []).append(line)
    return render(
        "exercise/lines.html",
        exercise=definition,
        groups=[(f, found[f.key]) for f in definition.fields if f.key in found],
        with_names=request.args.get("names") == "1",
    )


def _standing(seen: Seen, definition: ExerciseDefinition) -> list[tuple[StarRow, str]]:
    given = stars.stars_of(seen.row.id)
    if not given:
        return []
    rounds = {r.round: r.answers for r in queries.revisions(seen.row.id, "submitted")}
    return starring.standing(given, {n: _sheet(definition, a) for n, a in rounds.items()})


def _sheet(definition: ExerciseDefinition, answers: Any) -> Sheet:
    return draw(definition, answers, locale.lang())
