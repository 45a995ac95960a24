"""The editor of a definition: its text, its checks and picture, trying, publishing, the file."""

from typing import Any

from flask import Response, flash, jsonify, redirect, request
from flask_login import current_user

from courseware.authoring.actions import own as actions
from courseware.authoring.forms import TextForm
from courseware.authoring.queries import own as queries
from courseware.authoring.routes.base import ONE, bp, findings, list_of, to_one
from courseware.authoring.routes.words import WORDS
from courseware.authoring.rules.kinds import KINDS, PLACES, Found, read_text
from courseware.authoring.rules.own import MOST_BYTES, is_too_long
from courseware.authoring.types import OwnRow, Stale
from courseware.cohorts.queries import cohorts_for
from courseware.content import current
from courseware.errors import Refused
from courseware.kit import clock
from courseware.web import filters
from courseware.web.access import trainers_and_authors
from courseware.web.downloads import download
from courseware.web.forms import choices
from courseware.web.locale import lang, t
from courseware.web.render import render


@bp.get(ONE)
@trainers_and_authors
def editor(place: str, own_id: int) -> Response:
    return _editor(queries.get_for(current_user, PLACES[place].kind, own_id))


@bp.put(ONE)
@trainers_and_authors
def autosave(place: str, own_id: int) -> Any:
    queries.get_to_write(current_user, PLACES[place].kind, own_id)
    text, counter = _from_script()
    saved = actions.save_draft(current_user, own_id, text, counter=counter)
    if isinstance(saved, Stale):
        error = t(PLACES[place].stale)
        data = {"yaml": saved.text}
        return jsonify(error=error, counter=saved.counter, data=data, by=""), 409
    now = clock.now().astimezone(filters.zone())
    return jsonify(counter=saved, saved_at=f"{now:%H:%M}")


@bp.post(ONE)
@trainers_and_authors
def save(place: str, own_id: int) -> Response:
    """Saving and checking by a button, where there is no script."""
    refused = _save_text(place, own_id)
    return refused or to_one(PLACES[place], own_id)


@bp.post(f"{ONE}/checks")
@trainers_and_authors
def check(place: str, own_id: int) -> Response:
    """What the checks say of a text, and its picture: a part of the page; nothing is saved."""
    row = queries.get_for(current_user, PLACES[place].kind, own_id)
    form = TextForm()
    if is_too_long(form.text):
        raise Refused(PLACES[place].too_long, n=MOST_BYTES // 1000)
    found = _read(row, form.text)
    return render("authoring/_findings.html", **findings(found))


@bp.post(f"{ONE}/trials")
@trainers_and_authors
def try_it(place: str, own_id: int) -> Response:
    refused = _save_text(place, own_id)
    if refused is not None:
        return refused
    row = queries.get_to_write(current_user, PLACES[place].kind, own_id)
    if not queries.read_draft(current.course(), row).is_playable:
        flash(str(WORDS[place]["unusable"]), "bad")
        return to_one(PLACES[place], own_id)
    return redirect(f"{PLACES[place].home}{row.name}", 303)  # type: ignore[return-value]  # werkzeug's class


@bp.post(f"{ONE}/versions")
@trainers_and_authors
def publish(place: str, own_id: int) -> Response:
    row = queries.get_to_write(current_user, PLACES[place].kind, own_id)
    form = TextForm()
    form.cohorts.choices = choices((row.id, row.name) for row in cohorts_for(current_user))
    if not form.validate_on_submit():
        return _editor(row, form=form, status=422)
    found = _read(row, form.text)
    if not found.is_green or not form.cohorts.data:
        form.form_errors.append(
            t("Choose at least one class.")
            if found.is_green
            else t("Mend what the checks found; then it can be published.")
        )
        return _editor(row, form=form, status=422)
    saved = actions.save_draft(current_user, own_id, form.text, counter=form.counter.data or 0)
    if isinstance(saved, Stale):
        return _both(row, form, saved)
    number = actions.publish(current_user, current.course(), own_id, form.cohorts.data)
    flash(t("Published as version {n}. The class has been told.", n=number), "good")
    return to_one(PLACES[place], own_id)


@bp.post(f"{ONE}/audiences/<int(max=2147483647):cohort_id>/withdrawals")
@trainers_and_authors
def withdraw(place: str, own_id: int, cohort_id: int) -> Response:
    queries.get_to_write(current_user, PLACES[place].kind, own_id)
    actions.withdraw(current_user, own_id, cohort_id)
    flash(str(WORDS[place]["withdrawn"]), "good")
    return to_one(PLACES[place], own_id)


@bp.post(f"{ONE}/removals")
@trainers_and_authors
def remove(place: str, own_id: int) -> Response:
    queries.get_to_write(current_user, PLACES[place].kind, own_id)
    actions.remove(current_user, own_id)
    flash(str(WORDS[place]["removed"]), "good")
    return redirect(list_of(PLACES[place]), 303)  # type: ignore[return-value]  # werkzeug's class


@bp.get(f"{ONE}/file")
@trainers_and_authors
def export(place: str, own_id: int) -> Response:
    """The very file that the module's folder would hold."""
    row = queries.get_for(current_user, PLACES[place].kind, own_id)
    return download(row.draft.encode(), f"{row.name}.yaml")


def _save_text(place: str, own_id: int) -> Response | None:
    """Save what a plain form sent; a page to answer with where it could not be saved."""
    row = queries.get_to_write(current_user, PLACES[place].kind, own_id)
    form = TextForm()
    form.cohorts.choices = choices((row.id, row.name) for row in cohorts_for(current_user))
    if not form.validate_on_submit():
        return _editor(row, form=form, status=422)
    saved = actions.save_draft(current_user, own_id, form.text, counter=form.counter.data or 0)
    return _both(row, form, saved) if isinstance(saved, Stale) else None


def _both(row: OwnRow, form: TextForm, stale: Stale) -> Response:
    """A stale draft of a plain form: what was sent stays in the field, the newer text stands below it."""
    form.counter.raw_data = None
    form.counter.data = stale.counter
    return _editor(row, form=form, status=409, theirs=stale.text)


def _editor(
    row: OwnRow, *, form: TextForm | None = None, status: int = 200, theirs: str | None = None
) -> Response:
    course = current.course()
    if form is None:
        form = TextForm(formdata=None, yaml=row.draft, counter=row.counter)
    found = _read(row, form.text)
    title = found.sketch.title[lang()] if found.sketch is not None else row.name
    kind = KINDS[row.kind]
    return render(
        "authoring/editor.html",
        status=status,
        row=row,
        kind=kind,
        words=WORDS[kind.place],
        form=form,
        title=title or row.name,
        module=course.by_slug.get(row.module),
        theirs=theirs,
        cohorts=cohorts_for(current_user) if row.may_write else [],
        audiences=queries.audiences_of(row.id),
        versions=queries.versions_of(row.id),
        rows=max(20, min(40, form.text.count("\n") + 2)),
        **findings(found),
    )


def _read(row: OwnRow, text: str) -> Found:
    return read_text(current.course(), text, kind=row.kind, name=row.name, module=row.module)


def _from_script() -> tuple[str, int]:
    sent = request.get_json(silent=True)
    data = sent.get("data") if isinstance(sent, dict) else None
    text = data.get("yaml") if isinstance(data, dict) else None
    counter = sent.get("counter") if isinstance(sent, dict) else None
    if not isinstance(text, str) or not isinstance(counter, int):
        raise Refused("The server did not understand this request. Nothing was changed.")
    return text, counter
