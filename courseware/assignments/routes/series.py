"""A series: its rounds, who kept them, and its end."""

from typing import Any

from flask import flash, redirect
from flask_login import current_user

from courseware.assignments import actions, queries
from courseware.assignments.forms import EndingForm
from courseware.assignments.routes.base import ask_first, bp, is_many, title_maker
from courseware.content import current
from courseware.web.access import trainers_and_managers
from courseware.web.locale import t
from courseware.web.render import render


@bp.get("/assignments/series/<int:number>")
@trainers_and_managers
def series(number: int) -> Any:
    return _page(number, EndingForm(formdata=None))


@bp.post("/assignments/series/<int:number>/endings")
@trainers_and_managers
def stop(number: int) -> Any:
    detail = queries.series_for(current_user, number)
    form = EndingForm()
    if not form.validate():
        return _page(number, form, status=422)
    cancel_open = form.open_rounds.data == "cancel"
    told = sum(row.open + row.late for row in detail.rounds) if cancel_open else 0
    if is_many(told):
        return ask_first(told, f"/assignments/series/{number}")
    actions.end_series(current_user, current.course(), number, cancel_open=cancel_open)
    flash(t("Stopped: nobody is asked for it again."), "good")
    return redirect(f"/assignments/series/{number}", 303)


def _page(number: int, form: EndingForm, status: int = 200) -> Any:
    detail = queries.series_for(current_user, number)
    return render(
        "assignments/series.html",
        status=status,
        detail=detail,
        row=detail.row,
        title=title_maker([detail.row])(detail.row),
        form=form,
    )
