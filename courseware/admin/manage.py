"""Pages of teams: the list, and name, manager, place and deputies of each."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_login import current_user

from courseware.accounts import actions
from courseware.accounts.forms import DeputyForm
from courseware.accounts.rules import teams_below
from courseware.admin import queries
from courseware.admin.forms import TeamForm
from courseware.admin.queries import TeamLine
from courseware.errors import NotFound
from courseware.web.access import administrators
from courseware.web.forms import choices
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.zone import today

bp = Blueprint("teams", __name__, url_prefix="/admin/teams")


@bp.route("", methods=["GET", "POST"])
@administrators
def teams() -> Any:
    form = TeamForm()
    form.parent.choices = choices(queries.team_choices())
    if request.method != "POST":
        return render("admin/teams.html", form=form, teams=queries.teams())
    if not form.validate():
        return render("admin/teams.html", status=422, form=form, teams=queries.teams())
    actions.create_team(
        current_user.id,
        form.name.data or "",
        manager_id=form.manager_id,
        parent_id=form.parent.data or None,
    )
    return redirect("/admin/teams", 303)


@bp.route("/<int:number>", methods=["GET", "POST"])
@administrators
def team(number: int) -> Any:
    found = _team(number)
    form = _team_form(found)
    if request.method != "POST":
        return _page(found, form=form)
    if not form.validate():
        return _page(found, form=form, status=422)
    actions.change_team(
        current_user.id,
        number,
        name=form.name.data or "",
        manager_id=form.manager_id,
        parent_id=form.parent.data or None,
    )
    return _saved(number)


@bp.post("/<int:number>/deputies")
@administrators
def add_deputy(number: int) -> Any:
    found, form = _team(number), DeputyForm()
    if not form.validate():
        return _page(found, deputy=form, status=422)
    actions.add_deputy(current_user.id, number, form.person_id, form.days)
    return _saved(number)


@bp.post("/<int:number>/deputies/<int:deputy_id>/endings")
@administrators
def end_deputy(number: int, deputy_id: int) -> Any:
    actions.end_deputy(current_user.id, _team(number).id, deputy_id, on=today())
    return _saved(number)


def _team(number: int) -> TeamLine:
    for found in queries.teams():
        if found.id == number:
            return found
    raise NotFound


def _team_form(team: TeamLine, **more: Any) -> TeamForm:
    form = TeamForm(name=team.name, manager=team.manager_email, parent=team.parent_id or 0, **more)
    above = {each.id: each.parent_id for each in queries.teams()}
    below = teams_below(above, team.id)
    form.parent.choices = choices(p for p in queries.team_choices() if p[0] not in below)
    return form


def _page(
    team: TeamLine,
    *,
    form: TeamForm | None = None,
    deputy: DeputyForm | None = None,
    status: int = 200,
) -> Any:
    return render(
        "admin/team.html",
        status=status,
        team=team,
        form=form or _team_form(team, formdata=None),
        deputy_form=deputy or DeputyForm(formdata=None),
        deputies=queries.deputies(team.id),
        today=today(),
    )


def _saved(number: int) -> Any:
    flash(t("Saved."), "good")
    return redirect(f"/admin/teams/{number}", 303)
