"""Model examples: a trainer prepares a copy without names, its author agrees, the class learns from it."""

from collections.abc import Mapping
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from courseware.content import current
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Forbidden, NotFound
from courseware.exercise import queries
from courseware.exercise.actions import examples as actions
from courseware.exercise.queries import examples
from courseware.exercise.routes.base import bp, exercise, form_values
from courseware.exercise.rules import answers as shapes
from courseware.exercise.rules.anonymising import DROPPED, anonymise, left_over, words_in
from courseware.exercise.rules.drawing import draw
from courseware.exercise.rules.layouts import quadrants
from courseware.exercise.types import SubmissionRow
from courseware.exercise.types.examples import ExampleSeen, Known, Proposal
from courseware.web import access, locale
from courseware.web.locale import t
from courseware.web.render import render

LONGEST = 1_000


@bp.get("/submissions/<int:submission_id>/model-examples")
@access.trainers
def prepare_example(submission_id: int) -> Any:
    """The copy to be checked and changed before the author is asked."""
    row, definition, words = _source(submission_id)
    copy = anonymise(definition, words, _known(row, words), locale.lang())
    return _copy_page(row, definition, {"answers": copy, "why": "", "cohort": ""})


@bp.post("/submissions/<int:submission_id>/model-examples")
@access.trainers
def propose_example(submission_id: int) -> Any:
    row, definition, words = _source(submission_id)
    sent = _sent(definition)
    classes = {str(c.id): c for c in examples.classes_to_show_to(current_user)}
    chosen = classes.get(sent["cohort"])
    if chosen is None or not sent["why"]:
        told = "Choose a class." if chosen is None else "Say why this form is a good example."
        return _copy_page(row, definition, sent, refused=t(told), status=422)
    betrays = left_over(sent["answers"], _known(row, words | sent["answers"]))
    if betrays and not request.form.get("anyway"):
        return _copy_page(row, definition, sent, betrays=betrays, status=422)
    proposal = Proposal(submission_id, chosen.id, sent["answers"], sent["why"])
    made = actions.propose(current_user, current.course(), proposal)
    flash(t("{name} has been asked. Nobody else sees the copy yet.", name=row.owner), "good")
    return redirect(url_for(".model_example", example_id=made), 303)


@bp.get("/model-examples/<int:example_id>")
@access.signed_in
def model_example(example_id: int) -> Any:
    return _page(examples.get_example_for(current_user, example_id))


@bp.post("/model-examples/<int:example_id>")
@access.trainers
def change_example(example_id: int) -> Any:
    """The trainer changes the copy while the author is being asked."""
    seen = _as(example_id, "trainer")
    sent = _sent(exercise(seen.row.exercise))
    actions.change_copy(current_user, seen.row, sent["answers"], sent["why"])
    flash(t("The copy is saved."), "good")
    return _back(example_id)


@bp.post("/model-examples/<int:example_id>/consents")
@access.signed_in
def agree(example_id: int) -> Response:
    actions.agree(current_user, _as(example_id, "author").row, request.form.get("seen", ""))
    flash(t("Thank you. You can withdraw your consent on this page at any time."), "good")
    return _back(example_id)


@bp.post("/model-examples/<int:example_id>/refusals")
@access.signed_in
def refuse(example_id: int) -> Response:
    actions.refuse(current_user, _as(example_id, "author").row)
    flash(t("Your form stays yours; nobody in the class sees it."), "good")
    return _back(example_id)


@bp.post("/model-examples/<int:example_id>/publications")
@access.trainers
def publish(example_id: int) -> Response:
    actions.publish(current_user, _as(example_id, "trainer").row)
    flash(t("Published: the class sees it on the page of the form."), "good")
    return _back(example_id)


@bp.post("/model-examples/<int:example_id>/withdrawals")
@access.signed_in
def withdraw(example_id: int) -> Response:
    seen = examples.get_example_for(current_user, example_id)
    if seen.relation == "member":
        raise Forbidden("Only its author or a trainer can withdraw a model example.")
    actions.withdraw(current_user, seen.row)
    flash(t("Withdrawn: nobody in the class sees it any more."), "good")
    return _back(example_id)


def _source(submission_id: int) -> tuple[SubmissionRow, ExerciseDefinition, dict[str, Any]]:
    """An accepted form of somebody that `me` may propose, with its words; NotFound where there is none."""
    seen = queries.get_submission_for(current_user, submission_id)
    words = queries.handed_in(submission_id)
    if words is None or not examples.may_become_one(current_user, submission_id):
        raise NotFound
    return seen.row, queries.definition_of(seen.row), dict(words.answers)


def _known(row: SubmissionRow, words: Mapping[str, Any]) -> Known:
    companies = [name for name in (g.organisation.name_zh, g.organisation.name_en) if name]
    return Known(examples.people_named_in(words_in(words)), companies, author=row.owner)


def _sent(definition: ExerciseDefinition) -> dict[str, Any]:
    sent = form_values()
    found = shapes.read_answers(definition, sent)
    kept = {
        f.key: found[f.key]
        for f in definition.fields
        if f.key in found and f.type not in DROPPED and not shapes.is_empty(found[f.key])
    }
    why = str(sent.get("why") or "").strip()[:LONGEST]
    return {"answers": kept, "why": why, "cohort": str(sent.get("cohort") or "")}


def _copy_page(
    row: SubmissionRow, definition: ExerciseDefinition, sent: Mapping[str, Any], **more: Any
) -> Any:
    lang = locale.lang()
    return render(
        "exercise/example_copy.html",
        status=more.pop("status", 200),
        row=row,
        exercise=definition,
        sheet=draw(definition, sent["answers"], lang),
        sent=sent,
        dropped=DROPPED,
        classes=examples.classes_to_show_to(current_user),
        known=examples.examples_of(row.id),
        betrays=more.get("betrays", ()),
        refused=more.get("refused", ""),
    )


def _page(seen: ExampleSeen) -> Any:
    definition = exercise(seen.row.exercise)
    sheet = draw(definition, seen.row.answers, locale.lang())
    return render(
        "exercise/example.html",
        row=seen.row,
        relation=seen.relation,
        exercise=definition,
        sheet=sheet,
        dropped=DROPPED,
        quadrants=quadrants(sheet) if definition.layout == "swot" else [],
    )


def _as(example_id: int, relation: str) -> ExampleSeen:
    seen = examples.get_example_for(current_user, example_id)
    if seen.relation != relation:
        raise Forbidden("Only the author decides about the consent, only a trainer publishes.")
    return seen


def _back(example_id: int) -> Response:
    return redirect(url_for(".model_example", example_id=example_id), 303)
