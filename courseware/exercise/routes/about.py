"""Forms about a person: choosing whom, answering what was shared, and rounds of answers without names."""

from datetime import date
from typing import Any

from flask import current_app, flash, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from courseware.content import current
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Conflict, Forbidden, NotFound, Refused
from courseware.exercise import queries
from courseware.exercise.actions import about as actions
from courseware.exercise.queries import Seen
from courseware.exercise.queries import about as reading
from courseware.exercise.routes.base import bp, counter, exercise
from courseware.exercise.rules import about as rules
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import SubmissionRow
from courseware.exercise.types.about import Together
from courseware.kit import clock
from courseware.web import access, locale
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.zone import today


@bp.post("/exercises/<exercise_id>/about")
@access.signed_in
def begin_about(exercise_id: str) -> Response:
    definition = _about_a_person(exercise_id)
    person = counter(request.form.get("person"))
    found = actions.open_about(current_user, definition, "", person_id=person)
    return redirect(f"/submissions/{found}", 303)


@bp.post("/submissions/<int:submission_id>/replies")
@access.signed_in
def reply(submission_id: int) -> Response:
    seen = queries.get_submission_for(current_user, submission_id)
    if seen.relation != "about":
        raise Forbidden("Only the person whom this is about can answer it.")
    words = request.form.get("reply", "")
    actions.reply(current_user, current.course(), submission_id, words)
    flash(t("Your answer is sent. You can change it for a day."), "good")
    return redirect(f"/submissions/{submission_id}#reply", 303)


@bp.post("/exercises/<exercise_id>/rounds")
@access.signed_in
def open_round(exercise_id: str) -> Response:
    definition = _about_a_person(exercise_id)
    asked = {counter(one) for one in request.form.getlist("people")}
    found = actions.open_round(
        current_user, definition, counter(request.form.get("about")), asked=asked,
        due_on=_date(request.form.get("due_on", "")),
    )  # fmt: skip
    flash(t("They are asked now. You see their answers once the round is closed."), "good")
    return redirect(f"/feedback/{found}", 303)


@bp.get("/feedback/<int:round_id>")
@access.signed_in
def feedback(round_id: int) -> Any:
    found, relation = reading.get_round_for(current_user, round_id)
    definition = exercise(found.exercise)
    over = rules.is_over(found, today())
    reads = relation in ("opener", "about")
    answers = reading.answers_of(round_id) if reads else []
    number = reading.own_answer(current_user.id, round_id)
    return render(
        "exercise/feedback.html",
        round=found,
        exercise=definition,
        relation=relation,
        is_over=over,
        asked=reading.asked_in(round_id) if reads else 0,
        least=rules.LEAST,
        # While it is open, how many have answered would tell who has just done so.
        is_enough=len(answers) >= rules.LEAST,
        summary=_summary(definition, round_id, answers) if over and reads else [],
        mine=queries.submission(number) if number else None,
    )


@bp.post("/feedback/<int:round_id>/answers")
@access.signed_in
def begin_answer(round_id: int) -> Response:
    found, relation = reading.get_round_for(current_user, round_id)
    if relation != "asked":
        raise Forbidden("Only those who were asked can answer.")
    number = actions.begin_answer(current_user, exercise(found.exercise), found)
    return redirect(f"/submissions/{number}", 303)


@bp.post("/feedback/<int:round_id>/closures")
@access.signed_in
def close_round(round_id: int) -> Response:
    found, relation = reading.get_round_for(current_user, round_id)
    if relation != "opener":
        raise Forbidden("Only the person who opened this round can close it.")
    if found.closed_at is not None:
        raise Conflict("This round is closed; no more answers are taken.")
    actions.close_round(current_user, current.course(), round_id)
    return redirect(f"/feedback/{round_id}", 303)


def about_parts(definition: ExerciseDefinition) -> dict[str, Any]:
    """What the page of a form about a person offers: whom to write about, whom to ask about whom, what was shared."""
    if definition.filled_by not in reading.KINDS:
        return {"about_a_person": False}
    subjects = reading.people_for_rounds(current_user, definition)
    chosen = counter(request.args.get("about"))
    person = next((p for p in subjects if p.id == chosen), None)
    return {
        "about_a_person": True,
        "people": reading.people_for(current_user, definition),
        "subjects": subjects,
        "subject": person,
        "candidates": reading.may_be_asked(current_user, person.id) if person else [],
        "least": rules.LEAST,
        "today": today(),
        "feedback_rounds": [
            (row, relation, rules.is_over(row, today()))
            for row, relation in reading.rounds_of(current_user, definition.id)
        ],
        "shared": _rows(reading.shared_about(current_user.id, definition.id)),
    }


def about_me() -> dict[str, Any]:
    """For the list of forms: what was shared about me, and rounds that ask for my answer or are about me."""
    titles = {k: e.title[locale.lang()] for k, e in current.course().exercises.items()}
    rounds = [
        (row, relation, titles.get(row.exercise, row.exercise))
        for row, relation in reading.rounds_of(current_user)
        if relation != "asked" or not rules.is_over(row, today())
    ]
    shared = _rows(reading.shared_about(current_user.id)[:10])
    return {
        "concerning": rounds[:10],
        "shared": [(row, titles.get(row.exercise, row.exercise)) for row in shared],
    }


def reply_parts(seen: Seen) -> dict[str, Any]:
    """What the page of a shared form says about its answer."""
    row = seen.row
    may = seen.relation == "about" and rules.may_reply(row.replied_at, clock.now())
    return {"may_reply": may, "is_about_me": seen.relation == "about"}


def _about_a_person(exercise_id: str) -> ExerciseDefinition:
    definition = exercise(exercise_id)
    if definition.filled_by not in reading.KINDS:
        raise NotFound
    return definition


def _summary(
    definition: ExerciseDefinition, round_id: int, answers: list[dict[str, Any]]
) -> list[Together]:
    sheets = [draw(definition, one, locale.lang()) for one in answers]
    return rules.summary(sheets, f"{current_app.secret_key!s}:{round_id}:".encode())


def _rows(numbers: list[int]) -> list[SubmissionRow]:
    found = [queries.submission(number) for number in numbers]
    return [row for row in found if row is not None]


def _date(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused("Write a date such as 2026-09-30.") from None
