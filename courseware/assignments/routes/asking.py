"""The pages of asking: the list, a new one, one with each person's state."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, g, redirect, request
from flask_login import current_user

from courseware.assignments import actions, queries
from courseware.assignments.forms import AskForm, EmptyForm, ExtensionForm
from courseware.assignments.rules import place_of, title_of
from courseware.content import current
from courseware.errors import Refused
from courseware.kit import clock
from courseware.web.access import trainers_and_managers
from courseware.web.locale import lang, t
from courseware.web.render import render

bp = Blueprint("assignments", __name__)

#: what a new assignment proposes
USUAL_DAYS = 7
#: to tell more people than this is asked first
MANY = 50


@bp.get("/assignments")
@trainers_and_managers
def assignments() -> Any:
    wanted = request.args.get("show", "open")
    rows = queries.assignments_for(current_user)
    shown = [row for row in rows if wanted == "all" or row.state in ("open", "late")]
    return render(
        "assignments/assignments.html", rows=shown, total=len(rows), show=wanted, titles=_titles()
    )


@bp.route("/assignments/new", methods=["GET", "POST"])
@trainers_and_managers
def new() -> Any:
    form = AskForm()
    scope = queries.scope_for(current_user)
    form.offer(current.course(), scope)
    if request.method != "POST":
        _propose(form)
        return render("assignments/new.html", form=form, scope=scope, count=0)
    good = form.validate()
    if good and not form.targets:
        form.refuse("people", "Choose at least one person, team or class.")
        good = False
    if good and form.day < clock.now().astimezone(g.zone).date():
        form.refuse("due_on", "The due date lies in the past.")
        good = False
    if not good:
        return render("assignments/new.html", status=422, form=form, scope=scope, count=0)
    count = actions.how_many(current_user, form.targets)
    if _is_many(count):
        return render("assignments/new.html", form=form, scope=scope, count=count)
    number = actions.ask_for(current_user, current.course(), form.asked, form.targets)
    flash(t("Asked. Everybody concerned has been told."), "good")
    return redirect(f"/assignments/{number}", 303)


@bp.get("/assignments/<int:number>")
@trainers_and_managers
def assignment(number: int) -> Any:
    return _page(number, ExtensionForm())


@bp.post("/assignments/<int:number>/extensions")
@trainers_and_managers
def extend(number: int) -> Any:
    queries.get_assignment_for(current_user, number)
    form = ExtensionForm()
    if not form.validate():
        return _page(number, form, status=422)
    if form.day < clock.now().astimezone(g.zone).date():
        form.refuse("due_on", "The due date lies in the past.")
        return _page(number, form, status=422)
    if _is_many(count := actions.how_many_owe(number)):
        return _ask_first(number, count, "extensions", due_on=form.day)
    actions.extend(current_user, current.course(), number, form.day)
    flash(t("The due date has been moved. Everybody concerned has been told."), "good")
    return redirect(f"/assignments/{number}", 303)


@bp.post("/assignments/<int:number>/cancellations")
@trainers_and_managers
def cancel(number: int) -> Any:
    queries.get_assignment_for(current_user, number)
    _check_token()
    if _is_many(count := actions.how_many_owe(number)):
        return _ask_first(number, count, "cancellations")
    actions.cancel(current_user, current.course(), number)
    flash(t("Cancelled. What was done stays done."), "good")
    return redirect(f"/assignments/{number}", 303)


@bp.post("/assignments/<int:number>/reminders")
@trainers_and_managers
def remind(number: int) -> Any:
    queries.get_assignment_for(current_user, number)
    _check_token()
    if _is_many(count := actions.how_many_owe(number)):
        return _ask_first(number, count, "reminders")
    told = actions.remind(current_user, current.course(), number)
    flash(t("{n} people have been reminded.", n=told), "good")
    return redirect(f"/assignments/{number}", 303)


def _is_many(count: int) -> bool:
    """Whether so many would be told that it is asked first, and has not been answered yet."""
    return count > MANY and request.form.get("sure") != "1"


def _ask_first(number: int, count: int, deed: str, **values: object) -> Any:
    return render("assignments/sure.html", number=number, count=count, deed=deed, values=values)


def _page(number: int, form: ExtensionForm, status: int = 200) -> Any:
    course = current.course()
    detail = queries.detail_for(current_user, number)
    title = title_of(course, detail.row.kind, detail.row.item)[lang()]
    where = place_of(detail.row.kind, detail.row.item)
    return render(
        "assignments/assignment.html",
        status=status,
        row=detail.row,
        detail=detail,
        title=title,
        where=where,
        form=form,
    )


def _propose(form: AskForm) -> None:
    """A week from now, oneself as reviewer, and what the link that led here names."""
    today = clock.now().astimezone(g.zone).date()
    form.due_on.data = today + timedelta(days=USUAL_DAYS)
    form.reviewer.data = current_user.id
    form.needs_acceptance.data = True
    form.item.data = request.args.get("item", "")
    person, place = request.args.get("person", ""), request.args.get("place", "")
    form.people.data = [int(person)] if person.isascii() and person.isdigit() else []
    form.places.data = [place] if place else []


def _titles() -> Any:
    course = current.course()
    return lambda row: title_of(course, row.kind, row.item)[lang()]


def _check_token() -> None:
    if not EmptyForm().validate():
        raise Refused("The server did not understand this request. Nothing was changed.")
