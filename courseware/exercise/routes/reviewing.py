"""The same form as its reviewer sees it: comments and verdict by field, rubric, draft, lock."""

from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, request
from flask_login import current_user

from courseware.authoring.rules import digest_of
from courseware.content import current
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Forbidden
from courseware.exercise import actions, queries
from courseware.exercise.queries import Seen
from courseware.exercise.routes.base import (
    bp,
    counter,
    form_values,
    latest_comments,
    rounds,
    rubric_of,
    script_values,
)
from courseware.exercise.routes.desk import content_of, flat
from courseware.exercise.routes.starring import stars_on
from courseware.exercise.rules.drawing import draw
from courseware.exercise.rules.layouts import quadrants
from courseware.exercise.types import SubmissionRow
from courseware.kit import clock
from courseware.review import actions as desk
from courseware.review import queries as reviews
from courseware.review.types import Stale, Verdict
from courseware.web import access, filters, locale
from courseware.web.locale import t
from courseware.web.render import render

AGAIN = "The owner has handed this in again since you opened it. What you wrote is below; please look at the new words."


@bp.put("/submissions/<int:submission_id>/review-draft")
@access.signed_in
def save_review(submission_id: int) -> Any:
    """What the reviewer has typed; kept even when the owner has taken the form back meanwhile."""
    thing = ("submission", submission_id)
    if reviews.draft_of(current_user.id, thing) is None:
        queries.get_submission_for(current_user, submission_id)
    sent, based_on = script_values()
    row = queries.submission(submission_id)
    content = content_of(queries.definition_of(row), sent) if row else {}
    result = desk.save_draft(current_user, thing, content, counter=based_on)
    if isinstance(result, Stale):
        words = t("You have written more about this in another window.")
        data = flat(result.content)
        return jsonify(error=words, counter=result.counter, data=data, by=current_user.name), 409
    holder = reviews.lock_of(thing)
    if reviews.waiting_for(thing) and (holder is None or holder.reviewer_id == current_user.id):
        desk.take_lock(current_user, thing)
    at = f"{result.at.astimezone(filters.zone()):%H:%M}"
    return jsonify(counter=result.counter, saved_at=at)


@bp.post("/submissions/<int:submission_id>/locks")
@access.signed_in
def lock(submission_id: int) -> Any:
    _waiting(submission_id)
    held = desk.take_lock(current_user, ("submission", submission_id))
    return jsonify(until=held.until.isoformat())


@bp.post("/submissions/<int:submission_id>/returns")
@access.signed_in
def return_fields(submission_id: int) -> Any:
    row = _waiting(submission_id)
    definition = queries.definition_of(row)
    content = content_of(definition, form_values())
    if _is_of_another_round(row):
        return review_page(row, content=content, refused=t(AGAIN), status=409)
    missing = _missing(content)
    if missing:
        return review_page(row, content=content, refused=t(missing), status=422)
    verdict = _verdict(definition, content, "returned")
    actions.return_fields(current_user, current.course(), submission_id, verdict)
    flash(t("Returned to {name}. Only the marked fields can be changed.", name=row.owner), "good")
    return redirect("/reviews", 303)


@bp.post("/submissions/<int:submission_id>/acceptances")
@access.signed_in
def accept(submission_id: int) -> Any:
    row = _waiting(submission_id)
    definition = queries.definition_of(row)
    content = content_of(definition, form_values())
    if _is_of_another_round(row):
        return review_page(row, content=content, refused=t(AGAIN), status=409)
    verdict = _verdict(definition, content, "accepted")
    actions.accept(current_user, current.course(), submission_id, verdict)
    flash(
        t("Accepted: {title} by {name}.", title=definition.title[locale.lang()], name=row.owner),
        "good",
    )
    return redirect("/reviews", 303)


def review_page(
    row: SubmissionRow,
    *,
    content: Mapping[str, Any] | None = None,
    refused: str = "",
    status: int = 200,
) -> Any:
    """The reviewer's desk for the round that waits."""
    thing = ("submission", row.id)
    definition = queries.definition_of(row)
    words = queries.handed_in(row.id)
    said = reviews.reviews_of(thing)
    # What a reviewer has not sent is theirs alone.
    draft = None if current_user.is_support else reviews.draft_of(current_user.id, thing)
    holder = reviews.lock_of(thing)
    sheet = draw(definition, words.answers if words else {}, locale.lang())
    return render(
        "exercise/review.html",
        status=status,
        row=row,
        exercise=definition,
        rubric=rubric_of(definition),
        sheet=sheet,
        stars=stars_on(Seen(row, "reviewer"), definition, sheet),
        quadrants=quadrants(sheet) if definition.layout == "swot" else [],
        own_marks=words.marks if words else {},
        written=content
        if content is not None
        else (draft.content if draft else content_of(definition, {})),
        counter=draft.counter if draft else 0,
        drafted_at=draft.changed_at if draft else None,
        holder=holder if holder and holder.reviewer_id != current_user.id else None,
        comments=latest_comments(said),
        rounds=rounds(row, definition, said),
        refused=refused,
        now=clock.now(),
    )


def _waiting(submission_id: int) -> SubmissionRow:
    """The submission, if its round waits for `me`; 403 to those who may only read it."""
    seen = queries.get_submission_for(current_user, submission_id)
    if seen.relation != "reviewer":
        raise Forbidden(
            "This form does not wait for your review (any more). What you wrote is kept."
        )
    return seen.row


def _is_of_another_round(row: SubmissionRow) -> bool:
    """Whether the verdict was written on a page that showed an earlier round."""
    sent = request.form.get("round")
    return sent is not None and counter(sent) != row.round


def _missing(content: Mapping[str, Any]) -> str | None:
    if not content["mend"]:
        return "Tick at least one field that is to be mended."
    if any(key not in content["comments"] for key in content["mend"]):
        return "Say beside each field that you return what is to be mended."
    return None


def _verdict(definition: ExerciseDefinition, content: Mapping[str, Any], verdict: str) -> Verdict:
    rubric = rubric_of(definition)
    return Verdict(
        verdict=verdict,
        marks=content["marks"],
        comments=content["comments"],
        mend=content["mend"] if verdict == "returned" else (),
        summary=content["summary"],
        rubric=definition.rubric,
        rubric_version=digest_of(rubric.digest) if rubric else None,
    )
