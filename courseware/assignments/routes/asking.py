"""The list of what was asked, and asking anew."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.assignments import actions, queries
from courseware.assignments.forms import AskForm, ExtensionForm
from courseware.assignments.routes.base import bp, is_many, title_maker
from courseware.assignments.rules import FEW, fold, items_of
from courseware.assignments.types import Item
from courseware.content import current
from courseware.errors import Refused
from courseware.web.access import trainers_and_managers
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.zone import today

#: what a new assignment proposes
USUAL_DAYS = 7


@bp.get("/assignments")
@trainers_and_managers
def assignments() -> Any:
    return list_page(ExtensionForm(formdata=None))


def list_page(form: ExtensionForm, status: int = 200) -> Any:
    wanted = request.args.get("show", "open")
    rows = queries.assignments_for(current_user)
    series = {row.series_id for row in rows if row.series_id is not None}
    lines = fold(rows, queries.kept_in(current_user, series))
    shown = [line for line in lines if wanted == "all" or line.state in ("open", "late")]
    return render(
        "assignments/assignments.html",
        status=status,
        lines=shown,
        total=len(lines),
        show=wanted,
        titles=title_maker(rows),
        form=form,
        few=FEW,
    )


@bp.route("/assignments/new", methods=["GET", "POST"])
@trainers_and_managers
def new() -> Any:
    form = AskForm()
    scope = queries.scope_for(current_user)
    form.offer(_groups(), scope)
    if request.method != "POST":
        _propose(form)
        return render("assignments/new.html", form=form, scope=scope, count=0)
    good = form.validate()
    if good and not form.targets:
        form.refuse("people", "Choose at least one person, team or class.")
        good = False
    if good and form.day < today():
        form.refuse("due_on", "The due date lies in the past.")
        good = False
    if not good:
        return render("assignments/new.html", status=422, form=form, scope=scope, count=0)
    count = actions.how_many(current_user, form.targets)
    if is_many(count * len(form.asks)):
        return render("assignments/new.html", form=form, scope=scope, count=count)
    try:
        made = actions.ask_for_all(
            current_user, current.course(), form.asks, form.targets, repeat=form.repeat
        )
    except Refused as refused:  # before anything was written: the form keeps what was entered
        form.form_errors.append(t(refused.sentence, **refused.values))
        return render("assignments/new.html", status=422, form=form, scope=scope, count=0)
    flash(t("Asked. Everybody concerned has been told."), "good")
    return redirect(f"/assignments/{made[0]}" if len(made) == 1 else "/assignments", 303)


def _groups() -> Mapping[str, list[Item]]:
    """What can be asked for: the course's, and what was written here for a class."""
    course = current.course()
    own = queries.own_items(current_user, course)
    return {kind: [*items, *own.get(kind, ())] for kind, items in items_of(course).items()}


def _propose(form: AskForm) -> None:
    """A week from now, oneself as reviewer, and what the link that led here names."""
    form.due_on.data = today() + timedelta(days=USUAL_DAYS)
    form.reviewer.data = current_user.id
    form.needs_acceptance.data = True
    form.item.data = request.args.getlist("item")
    form.task.data = request.args.get("task", "")[:100]
    person, place = request.args.get("person", ""), request.args.get("place", "")
    form.people.data = [int(person)] if person.isascii() and person.isdigit() else []
    form.places.data = [place] if place else []
