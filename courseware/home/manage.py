"""What somebody arranges for their people: a single-use link for a password, and who stands in on a holiday."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, g, redirect, request
from flask_login import current_user

from courseware.accounts import actions, mail
from courseware.accounts.forms import DeputyForm
from courseware.accounts.queries import deputies_named, get_led_team, led_teams
from courseware.accounts.types import Deputised, LedTeam, PersonRow
from courseware.content.definitions import LANGUAGES
from courseware.home import queries
from courseware.kit.qr import qr_svg
from courseware.notices.actions import tell
from courseware.web.access import managers, trainers_and_managers
from courseware.web.filters import for_language
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.zone import today

bp = Blueprint("links", __name__)


@bp.route("/people/<int:number>/link", methods=["GET", "POST"])
@trainers_and_managers
def link(number: int) -> Any:
    """Make a link and show it once, as text and as QR code."""
    found = queries.person_to_help(current_user, number)
    if request.method != "POST":
        return render("home/link.html", person=found, address=None, qr=None)
    kind = "password" if found.has_password else "invitation"
    token = actions.make_link(kind, number, made_by_id=current_user.id)
    if g.organisation.sends_mail and request.form.get("mail"):
        mail.send_invitation(PersonRow(found.id, found.name, found.email), token)
    address = mail.link_address(token)
    return render("home/link.html", person=found, address=address, qr=qr_svg(address))


@bp.get("/team/deputies")
@managers
def deputies() -> Any:
    """Who stands in for me, and for the managers below me; a deputy cannot name another."""
    return _deputies_page()


@bp.post("/team/deputies/<int:team_id>")
@managers
def name_deputy(team_id: int) -> Any:
    team, form = get_led_team(current_user.id, team_id), DeputyForm()
    good = form.validate()
    if good and form.person_id == team.manager_id:
        form.refuse("deputy", "This is the manager of the team already.")
        good = False
    if not good:
        return _deputies_page(refused=(team_id, form))
    actions.add_deputy(current_user.id, team_id, form.person_id, form.days)
    _tell(team, form.person_id, form.days)
    flash(t("The deputy is named and has been told."), "good")
    return redirect("/team/deputies", 303)


@bp.post("/team/deputies/<int:team_id>/endings/<int:deputy_id>")
@managers
def end_deputy(team_id: int, deputy_id: int) -> Any:
    get_led_team(current_user.id, team_id)
    actions.end_deputy(current_user.id, team_id, deputy_id, on=today())
    flash(t("From today on nobody stands in by this."), "good")
    return redirect("/team/deputies", 303)


def _deputies_page(*, refused: tuple[int, DeputyForm] | None = None) -> Any:
    named: dict[int, list[Deputised]] = {}
    for deputy in deputies_named(current_user.id):
        named.setdefault(deputy.team_id, []).append(deputy)
    teams = led_teams(current_user.id)
    forms = {team.id: DeputyForm(formdata=None, from_on=today()) for team in teams}
    if refused is not None:
        forms[refused[0]] = refused[1]
    for number, form in forms.items():  # one page holds the form once a team
        for field in form:
            field.id = field.label.field_id = f"{field.id}-{number}"
    return render(
        "home/deputies.html",
        status=422 if refused else 200,
        teams=teams,
        named=named,
        forms=forms,
        refused=refused[0] if refused else None,
        today=today(),
        me=current_user,
    )


def _tell(team: LedTeam, person_id: int, days: tuple[date, date | None]) -> None:
    first, last = days
    sentence = (
        "{who} asks you to stand in for the manager of {team} from {first} to {last}."
        if last
        else "{who} asks you to stand in for the manager of {team} from {first} on."
    )
    tell(
        person_id,
        sentence,
        "/team",
        key=f"deputy:{team.id}:{first}:{last}",
        who=current_user.name,
        team=team.name,
        first=_in_words(first),
        last=_in_words(last) if last else "",
    )


def _in_words(day: date) -> Mapping[str, str]:
    return {lang: for_language(lang)["date"](day) for lang in LANGUAGES}
