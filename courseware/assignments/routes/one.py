"""One assignment: each person's state, and what can be changed for everybody or for those who are ticked."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.assignments import actions, queries
from courseware.assignments.forms import ExtensionForm, TicksForm
from courseware.assignments.routes.base import ask_first, bp, check_token, is_many, title_maker
from courseware.assignments.rules import place_of
from courseware.content import current
from courseware.web.access import trainers_and_managers
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.zone import today


@bp.get("/assignments/<int:number>")
@trainers_and_managers
def assignment(number: int) -> Any:
    return _page(number, ExtensionForm(formdata=None))


@bp.post("/assignments/<int:number>/extensions")
@trainers_and_managers
def extend(number: int) -> Any:
    queries.get_assignment_for(current_user, number)
    form, people = ExtensionForm(), _ticked()
    good = form.validate()
    if good and form.day < today():
        form.refuse("due_on", "The due date lies in the past.")
        good = False
    if good and people == []:
        form.refuse("words", "Tick at least one person.")
        good = False
    if not good:
        return _page(number, form, status=422)
    if is_many(count := actions.how_many_owe(number, people)):
        return ask_first(count, f"/assignments/{number}")
    words = form.words.data or ""
    actions.extend(current_user, current.course(), number, form.day, people=people, words=words)
    flash(t("The due date has been moved. Everybody concerned has been told."), "good")
    return redirect(f"/assignments/{number}", 303)


@bp.post("/assignments/<int:number>/cancellations")
@trainers_and_managers
def cancel(number: int) -> Any:
    queries.get_assignment_for(current_user, number)
    check_token()
    people = _ticked()
    if people == []:
        return _nobody(number)
    if is_many(count := actions.how_many_owe(number, people)):
        return ask_first(count, f"/assignments/{number}")
    actions.cancel(current_user, current.course(), number, people)
    flash(t("Cancelled. What was done stays done."), "good")
    return redirect(f"/assignments/{number}", 303)


@bp.post("/assignments/<int:number>/reminders")
@trainers_and_managers
def remind(number: int) -> Any:
    queries.get_assignment_for(current_user, number)
    check_token()
    people = _ticked()
    if people == []:
        return _nobody(number)
    if is_many(count := actions.how_many_owe(number, people)):
        return ask_first(count, f"/assignments/{number}")
    told = actions.remind(current_user, current.course(), number, people)
    flash(t("{n} people have been reminded.", n=told), "good")
    return redirect(f"/assignments/{number}", 303)


def _ticked() -> list[int] | None:
    """The people who were ticked, where the request is about those; none where it is about everybody."""
    return TicksForm().ticked if request.form.get("some") == "1" else None


def _nobody(number: int) -> Any:
    form = ExtensionForm(formdata=None)
    form.process()
    form.form_errors.append(t("Tick at least one person."))
    return _page(number, form, status=422)


def _page(number: int, form: ExtensionForm, status: int = 200) -> Any:
    detail = queries.detail_for(current_user, number)
    row = detail.row
    return render(
        "assignments/assignment.html",
        status=status,
        row=row,
        detail=detail,
        title=title_maker([row])(row),
        where=None if row.kind == "task" else place_of(row.kind, row.item),
        form=form,
        ticked=TicksForm().ticked,
    )
