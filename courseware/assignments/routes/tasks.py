"""A task on the page of whoever owes it."""

from typing import Any

from flask import flash, redirect
from flask_login import current_user

from courseware.assignments import actions, queries
from courseware.assignments.forms import DoneForm
from courseware.assignments.routes.base import bp
from courseware.content import current
from courseware.web.access import signed_in
from courseware.web.locale import t
from courseware.web.render import render


@bp.get("/tasks/<int:number>")
@signed_in
def task(number: int) -> Any:
    return _page(number, DoneForm(formdata=None))


@bp.post("/tasks/<int:number>/completions")
@signed_in
def finish(number: int) -> Any:
    queries.task_for(current_user.id, number)
    form = DoneForm()
    if not form.validate():
        return _page(number, form, status=422)
    actions.finish_task(current_user, current.course(), number, form.note.data or "")
    flash(t("Done. Whoever asked sees it."), "good")
    return redirect(f"/tasks/{number}", 303)


def _page(number: int, form: DoneForm, status: int = 200) -> Any:
    found = queries.task_for(current_user.id, number)
    return render("assignments/task.html", status=status, task=found, form=form)
