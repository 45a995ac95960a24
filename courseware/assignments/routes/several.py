"""Several assignments at once: move the date, remind, cancel."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect
from flask_login import current_user

from courseware.assignments import actions, queries
from courseware.assignments.forms import ExtensionForm, TicksForm
from courseware.assignments.routes.asking import list_page
from courseware.assignments.routes.base import ask_first, bp, check_token, is_many
from courseware.content import current
from courseware.web.access import trainers_and_managers
from courseware.web.locale import t
from courseware.web.zone import today


@bp.post("/assignments/extensions")
@trainers_and_managers
def extend_several() -> Any:
    form = ExtensionForm()
    good = form.validate()
    if good and form.day < today():
        form.refuse("due_on", "The due date lies in the past.")
        good = False
    if not good:
        return list_page(form, status=422)
    me, course, words = current_user, current.course(), form.words.data or ""
    return _do(lambda number: actions.extend(me, course, number, form.day, words=words))


@bp.post("/assignments/reminders")
@trainers_and_managers
def remind_several() -> Any:
    check_token()
    me, course = current_user, current.course()
    return _do(lambda number: actions.remind(me, course, number))


@bp.post("/assignments/cancellations")
@trainers_and_managers
def cancel_several() -> Any:
    check_token()
    me, course = current_user, current.course()
    return _do(lambda number: actions.cancel(me, course, number))


def _do(deed: Callable[[int], int]) -> Any:
    ids = TicksForm().ticked
    rows = [queries.find_assignment_for(current_user, number) for number in ids]
    mine = [row.id for row in rows if row is not None]
    if not mine:
        form = ExtensionForm(formdata=None)
        form.form_errors.append(t("Tick at least one assignment."))
        return list_page(form, status=422)
    count = sum(actions.how_many_owe(number) for number in mine)
    if is_many(count):
        return ask_first(count, "/assignments")
    changed = actions.change_several(current_user, current.course(), mine, deed)
    if changed.done:
        words = t("{n} assignments changed; {m} people have been told.",
                  n=changed.done, m=changed.people)  # fmt: skip
        flash(words, "good")
    for title, sentence in changed.left_out:
        flash(t("Not changed: {title}. {why}", title=title, why=sentence), "warn")
    return redirect("/assignments", 303)
