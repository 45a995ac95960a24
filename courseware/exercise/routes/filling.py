"""The form as its owner fills it in: the page, autosave, handing in, taking back."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import flash, jsonify, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from courseware.authoring.rules import digest_of
from courseware.content import current
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Forbidden, NotFound
from courseware.exercise import actions, queries
from courseware.exercise.queries import Seen, examples
from courseware.exercise.queries.versions import rubric_judged_by
from courseware.exercise.routes import files, reviewing, together
from courseware.exercise.routes.about import reply_parts
from courseware.exercise.routes.base import (
    bp,
    counter,
    form_shown,
    form_values,
    latest_comments,
    marks_in,
    rounds,
    rubric_of,
    script_values,
)
from courseware.exercise.routes.choosing import to_choose_from
from courseware.exercise.routes.hinting import hints_by_field
from courseware.exercise.routes.offering import answer_to_offer, offered_on, sources_named
from courseware.exercise.routes.starring import stars_on
from courseware.exercise.rules import answers as shapes
from courseware.exercise.rules import judging, smart
from courseware.exercise.rules.chain import CHAIN
from courseware.exercise.rules.drawing import Remarks, computed_texts, draw
from courseware.exercise.rules.layouts import quadrants
from courseware.exercise.rules.migrating import migrate
from courseware.exercise.rules.together import parted
from courseware.exercise.types import DraftRow, Problem, Saved, Stale, SubmissionRow
from courseware.exercise.types.together import Clash, Merged
from courseware.review import queries as reviews
from courseware.web import access, filters, locale
from courseware.web.locale import t
from courseware.web.render import render, render_text


@bp.get("/submissions/<int:submission_id>")
@access.signed_in
def submission(submission_id: int) -> Any:
    seen = queries.get_submission_for(current_user, submission_id)
    if seen.relation == "owner" and seen.row.is_editable:
        return _form(seen.row, queries.draft(submission_id), ())
    if seen.relation == "reviewer":
        return reviewing.review_page(seen.row)
    return _read(seen)


@bp.put("/submissions/<int:submission_id>/draft")
@access.signed_in
def autosave(submission_id: int) -> Any:
    row = _owned(submission_id)
    if not row.is_editable:
        closed = t("This form is with its reviewer now and cannot be changed.")
        return jsonify(error=closed), 410
    definition = queries.form_sent(row, form_shown())
    sent, based_on = script_values()
    found = shapes.read_answers(definition, sent)
    marks = marks_in(sent, rubric_of(definition))
    result = actions.save_draft(
        current_user, submission_id, found, marks=marks, counter=based_on, form=form_shown(),
        digests=together.digests_sent(),
    )  # fmt: skip
    if isinstance(result, Clash):
        return together.clash_answer(result)
    if isinstance(result, Stale):
        return _stale(result), 409
    now = parted(result.content)[0] if isinstance(result, Merged) else _allowed(row, found)
    with locale.for_reader():
        sheet = draw(definition, now, locale.lang())
        return jsonify(
            **(together.merged_parts(result) if isinstance(result, Merged) else {}),
            counter=result.counter,
            saved_at=_clock_time(result.at),
            computed=computed_texts(sheet) | hints_by_field(definition, found),
            checks={c.id: c.state for c in sheet.checks},
            pictures=render_text("exercise/_pictures.html", sheet=sheet),
        )


@bp.post("/submissions/<int:submission_id>/draft")
@access.signed_in
def save(submission_id: int) -> Any:
    """Saving by a button, and adding a row, where there is no script."""
    row = _owned(submission_id)
    sent = form_values() | files.received(submission_id)
    found, result = _save(row, sent)
    if isinstance(result, Stale):
        return _both(row, found)
    answered = answer_to_offer(submission_id, sent, result.counter)
    if answered:
        here = url_for(".submission", submission_id=submission_id)
        return redirect(f"{here}#f-{answered}", 303)
    add = sent.get("add_row", "") or sent.get("file", "")
    if not sent.get("add_row"):
        flash(t("Your draft is saved."), "good")
    address = url_for(".submission", submission_id=submission_id, add=add or None)
    return redirect(f"{address}#f-{add}" if add else address, 303)


@bp.post("/submissions/<int:submission_id>/handovers")
@access.signed_in
def hand_in(submission_id: int) -> Any:
    row = _owned(submission_id)
    here = redirect(url_for(".submission", submission_id=submission_id), 303)
    if not row.is_editable:
        return here
    definition, sent = queries.definition_of(row), form_values()
    if queries.form_sent(row, form_shown()).digest != definition.digest:
        found, result = _save(row, sent)
        flash(
            t("This form has changed since you opened it. Please look at it and hand it in again.")
        )
        return _both(row, found) if isinstance(result, Stale) else here
    found, marks = shapes.read_answers(definition, sent), marks_in(sent, rubric_of(definition))
    based_on = counter(sent.get("counter"))
    merged = _allowed(row, found)
    if row.group_id is not None:
        outcome = together.preview(row, found, marks)
        if outcome.conflicts:
            return _both(row, _save(row, sent)[0])
        merged, marks = parted(outcome.content)
    wrong = _problems(definition, merged, marks)
    if wrong or judging.blocks(judging.check(definition, merged, locale.lang())):
        own = replace(queries.draft(submission_id), answers=merged, marks=marks)
        return _form(row, own, wrong, status=422)
    handed = actions.submit(
        current_user, current.course(), submission_id, found, marks=marks, counter=based_on,
        digests=together.digests_sent(),
    )  # fmt: skip
    if isinstance(handed, Stale):
        return _both(row, found)
    flash(_handed_in(row), "good")
    return here


@bp.post("/submissions/<int:submission_id>/withdrawals")
@access.signed_in
def take_back(submission_id: int) -> Response:
    _owned(submission_id)
    actions.take_back(current_user, submission_id)
    flash(t("The form is yours again. Hand it in when it is ready."), "info")
    return redirect(url_for(".submission", submission_id=submission_id), 303)


@bp.get("/submissions/<int:submission_id>/revisions/<int:revision_id>")
@access.signed_in
def revision(submission_id: int, revision_id: int) -> Any:
    """A version that lost against a newer one; only its owner sees it."""
    row = _owned(submission_id)
    kept = [r for r in queries.revisions(row.id, "conflict") if r.id == revision_id]
    if not kept:
        raise NotFound
    definition = queries.definition_of(row)
    sheet = draw(definition, kept[0].answers, locale.lang())
    left = migrate(definition, definition, kept[0].answers, {}).appendix
    return render("exercise/revision.html", row=row, sheet=sheet, revision=kept[0], appendix=left)


def _handed_in(row: SubmissionRow) -> str:
    if row.round360_id is not None:
        return t("Thank you. Your answer counts; nobody is told that it is yours.")
    if row.about is not None:
        return t("Shared. {name} sees it now and can answer.", name=row.about)
    return t("Handed in. You can take it back until somebody reviews it.")


def _owned(submission_id: int) -> SubmissionRow:
    seen = queries.get_submission_for(current_user, submission_id)
    if seen.relation != "owner":
        raise Forbidden("Only the person whose form this is can change it.")
    return seen.row


def _save(row: SubmissionRow, sent: Mapping[str, Any]) -> tuple[dict[str, Any], Saved | Stale]:
    """Save what a plain form sent, read by the version that its page showed."""
    definition = queries.form_sent(row, form_shown())
    found, marks = shapes.read_answers(definition, sent), marks_in(sent, rubric_of(definition))
    based_on = counter(sent.get("counter"))
    result = actions.save_draft(
        current_user, row.id, found, marks=marks, counter=based_on, form=form_shown(),
        digests=together.digests_sent(),
    )  # fmt: skip
    return found, result


def _allowed(row: SubmissionRow, found: Mapping[str, Any]) -> dict[str, Any]:
    """What the draft becomes by what was sent: while mending, only the returned fields change."""
    only = frozenset(row.mend) if row.state == "returned" else None
    return shapes.merge(queries.draft(row.id).answers, found, only)


def _problems(
    definition: ExerciseDefinition, answers: Mapping[str, Any], marks: Mapping[str, int]
) -> list[Problem]:
    wrong = judging.problems(definition, answers)
    if definition.done_when == "self_checked":
        wrong += judging.rubric_problems(rubric_of(definition), marks)
    return wrong


@locale.for_reader()
def _form(
    row: SubmissionRow,
    own: DraftRow,
    wrong: Any,
    *,
    status: int = 200,
    mine: Mapping[str, Any] | None = None,
) -> Any:
    definition = queries.definition_of(row)
    advice = smart.hints(definition, own.answers)
    sheet = draw(definition, own.answers, locale.lang(), Remarks(wrong, advice, row.carried))
    said = reviews.reviews_of(("submission", row.id))
    lang = locale.lang()
    return render(
        "exercise/fill.html",
        status=status,
        row=row,
        exercise=definition,
        rubric=rubric_of(definition),
        sheet=sheet,
        quadrants=quadrants(sheet) if definition.layout == "swot" else [],
        draft=own,
        formulas=json.dumps(judging.formulas_of(definition, own.answers)),
        blocked=status == 422,
        mark_problems={p.place for p in wrong if p.place.startswith("mark-")},
        mend=set(row.mend) if row.state == "returned" else None,
        form=digest_of(definition.digest),
        stars=stars_on(Seen(row, "owner"), definition, sheet),
        **to_choose_from(definition),
        together=together.page_parts(row),
        reviews=said,
        comments=latest_comments(said),
        carried=sources_named(row.carried),
        offered=offered_on(row, definition, own.answers),
        losing=queries.revisions(row.id, "conflict")[-3:],
        mine=draw(definition, mine, lang) if mine is not None else None,
        add=request.args.get("add", ""),
    )


def _both(row: SubmissionRow, found: Mapping[str, Any]) -> Any:
    """A stale draft of a plain form: the newest is shown, what was sent stands beside it and is kept."""
    return _form(row, queries.draft(row.id), (), status=409, mine=found)


def _read(seen: Seen) -> Any:
    row = seen.row
    definition = queries.definition_of(row)
    words = queries.handed_in(row.id)
    said = reviews.reviews_of(("submission", row.id))
    sheet = draw(definition, words.answers if words else {}, locale.lang())
    return render(
        "exercise/read.html",
        row=row,
        exercise=definition,
        rubric=rubric_judged_by(row.id, definition),
        sheet=sheet,
        quadrants=quadrants(sheet) if definition.layout == "swot" else [],
        stars=stars_on(seen, definition, sheet),
        may_propose=examples.may_become_one(current_user, row.id),
        marks=words.marks if words else {},
        reviews=said,
        comments=latest_comments(said),
        rounds=rounds(row, definition, said),
        is_owner=seen.relation == "owner",
        in_chain=row.exercise in CHAIN and row.about_id is None,
        **reply_parts(seen),
        appendix=queries.draft(row.id).appendix if seen.relation == "owner" else {},
    )


def _stale(stale: Stale) -> Response:
    marks = {f"mark.{key}": str(mark) for key, mark in stale.marks.items()}
    return jsonify(
        error=t("This form was changed in another window. Both versions are kept."),
        counter=stale.counter,
        data=shapes.flat(stale.answers) | marks,
        by=current_user.name,
        saved_at=_clock_time(stale.at),
    )


def _clock_time(at: Any) -> str:
    return f"{at.astimezone(filters.zone()):%H:%M}"
