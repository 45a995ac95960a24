"""The page of drawing groups: seen first, then kept."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.cohorts.queries import get_cohort_for, groups_of
from courseware.cohorts.types import CohortRow
from courseware.live.actions.groups import keep_groups
from courseware.live.forms.groups import DrawForm
from courseware.live.queries.groups import tickets_of
from courseware.live.queries.sessions import sessions_of
from courseware.live.routes.base import bp
from courseware.live.rules.groups import draw
from courseware.web.access import trainers
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.zone import zone


@bp.get("/cohorts/<int:number>/groups/draw")
@trainers
def draw_groups(number: int) -> Any:
    """The form; once it was sent, the groups as they would be. Nothing is written."""
    cohort = get_cohort_for(current_user, number)
    form = _form(number, request.args if "how" in request.args else None)
    if "how" not in request.args:
        _propose(form, number)
        return _page(cohort, form)
    if not form.validate():
        return _page(cohort, form, status=422)
    return _page(cohort, form, is_drawn=True)


@bp.post("/cohorts/<int:number>/groups/draws")
@trainers
def keep(number: int) -> Any:
    cohort = get_cohort_for(current_user, number)
    form = _form(number, request.form)
    if not form.validate():
        return _page(cohort, form, status=422)
    if taken := _taken(form, number):
        form.refuse("prefix", "There is already a group {name} in this class.", name=taken)
        return _page(cohort, form, status=422)
    kept = keep_groups(current_user, number, form.wish, seen=form.seen)
    flash(t("{n} groups are kept.", n=kept), "good")
    return redirect(f"/cohorts/{number}/settings#groups", 303)


def _form(number: int, sent: Any) -> DrawForm:
    # A look at what would be drawn changes nothing and needs no token.
    form = DrawForm(formdata=sent, meta={} if request.method == "POST" else {"csrf": False})
    form.offer(row for row in sessions_of(number) if row.cancelled_at is None)
    return form


def _propose(form: DrawForm, number: int) -> None:
    """Of the session that the link names: those who were there, and its day in the names."""
    form.prefix.data = t("Group")
    wanted = request.args.get("session", "")
    for row in sessions_of(number):
        if str(row.id) == wanted:
            form.who.data = row.id
            form.prefix.data = f"{row.starts_at.astimezone(zone()):%m-%d} {t('Group')}"


def _taken(form: DrawForm, number: int) -> str:
    """A name of the drawn groups that the class has already; empty when there is none."""
    drawn = draw(tickets_of(number, form.wish.session_id), form.wish)
    known = {group.name for group in groups_of(number)}
    return next((group.name for group in drawn if group.name in known), "")


def _page(cohort: CohortRow, form: DrawForm, *, is_drawn: bool = False, status: int = 200) -> Any:
    wish = form.wish
    tickets = tickets_of(cohort.id, wish.session_id) if is_drawn else []
    return render(
        "live/draw.html",
        status=status,
        cohort=cohort,
        form=form,
        wish=wish,
        is_drawn=is_drawn,
        drawn=draw(tickets, wish),
        people=",".join(str(ticket.id) for ticket in tickets),
        taken=_taken(form, cohort.id) if is_drawn else "",
    )
