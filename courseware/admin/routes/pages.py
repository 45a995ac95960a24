"""Pages of people, settings, content problems, journal and jobs."""

import json
import os
from datetime import date
from typing import Any

from flask import current_app, flash, g, redirect, request
from flask_login import current_user

from courseware import db
from courseware.accounts import actions as accounts
from courseware.accounts.rules import normal_email
from courseware.admin import queries
from courseware.admin.forms import (
    SETTINGS,
    ChangePersonForm,
    EmptyForm,
    ErasureForm,
    OrganisationForm,
    PersonForm,
)
from courseware.admin.routes.base import bp
from courseware.admin.rules import environment
from courseware.assignments import actions as assignments
from courseware.certificates.documents.signing import key_now
from courseware.content import current
from courseware.errors import Refused
from courseware.home import personal
from courseware.journal import actions as journal
from courseware.kit import chat
from courseware.kit.chat import ChatError, Endpoint
from courseware.kit.tables import Sheet, write_csv
from courseware.settings import actions as settings
from courseware.web.access import administrators
from courseware.web.downloads import download
from courseware.web.forms import choices
from courseware.web.locale import t
from courseware.web.paging import page_of, wanted_page
from courseware.web.render import render
from courseware.web.zone import today

#: lines of the journal in one file
MOST_LINES = 50_000


@bp.get("")
@administrators
def start() -> Any:
    problems = current.library().problems
    return render(
        "admin/start.html",
        people=queries.people("", 1)[1],
        teams=len(queries.teams()),
        problems=problems,
        jobs=queries.jobs(),
        organisation=g.organisation,
    )


@bp.get("/people")
@administrators
def people() -> Any:
    words, page = request.args.get("q", "").strip(), wanted_page()
    rows, total = queries.people(words, page)
    return render("admin/people.html", page=page_of(rows, total, page), words=words)


@bp.route("/people/new", methods=["GET", "POST"])
@administrators
def new_person() -> Any:
    form = PersonForm()
    _offer_places(form)
    if request.method != "POST":
        return render("admin/new_person.html", form=form)
    if not form.validate():
        return render("admin/new_person.html", status=422, form=form)
    new = accounts.NewPerson(
        email=form.email.data or "",
        name=form.name.data or "",
        lang=form.lang.data,
        employee_number=form.employee_number.data or None,
        roles=frozenset(form.roles.data or ()),
    )
    person = accounts.create_person(current_user.id, new)
    _place(person.id, form.team.data, form.cohort.data)
    flash(t("{name} has an account. Hand over the link below.", name=person.name), "good")
    return redirect(f"/people/{person.id}/link", 303)


@bp.route("/people/<int:number>", methods=["GET", "POST"])
@administrators
def person(number: int) -> Any:
    found = queries.person(number)
    roles = [r for r in ("trainer", "author", "administrator") if getattr(found, f"is_{r}")]
    form = ChangePersonForm(name=found.name, team=found.team_id or 0, roles=roles)
    form.team.choices = choices(queries.team_choices())
    if request.method != "POST":
        return render("admin/person.html", person=found, form=form)
    if not form.validate():
        return render("admin/person.html", status=422, person=found, form=form)
    roles_wanted = frozenset(form.roles.data or ())
    accounts.change_person(current_user.id, number, name=form.name.data or "", roles=roles_wanted)
    if form.team.data != (found.team_id or 0):
        _move(number, form.team.data)
    flash(t("Saved."), "good")
    return redirect(f"/admin/people/{number}", 303)


@bp.post("/people/<int:number>/deactivations")
@administrators
def deactivate(number: int) -> Any:
    accounts.deactivate(current_user.id, number)
    return redirect(f"/admin/people/{number}", 303)


@bp.post("/people/<int:number>/reactivations")
@administrators
def reactivate(number: int) -> Any:
    accounts.reactivate(current_user.id, number)
    return redirect(f"/admin/people/{number}", 303)


@bp.route("/people/<int:number>/erasures", methods=["GET", "POST"])
@administrators
def erase(number: int) -> Any:
    """Remove somebody's data for good, once their address was typed."""
    found, form = queries.person(number), ErasureForm(formdata=request.form or None)
    if request.method != "POST" or not form.validate():
        return render("admin/erase.html", 422 if form.errors else 200, person=found, form=form)
    if normal_email(form.email.data or "") != found.email:
        form.refuse("email", "This is not the address of this person.")
        return render("admin/erase.html", 422, person=found, form=form)
    if number == current_user.id:
        raise Refused("Your own data is removed by another administrator.")
    personal.forget(current_user.id, number)
    flash(t("The data is removed. What was counted stays under the number {n}.", n=number), "good")
    return redirect("/admin/people", 303)


@bp.route("/settings", methods=["GET", "POST"])
@administrators
def organisation() -> Any:
    form = OrganisationForm(obj=g.organisation)
    has_key = bool(g.organisation.robot_key)
    page: dict[str, Any] = {
        "form": form,
        "has_key": has_key,
        "groups": SETTINGS,
        "environment": environment(current_app.extensions["settings"], os.environ),
        "signing": key_now(),
    }
    if request.method != "POST":
        return render("admin/settings.html", **page)
    if not form.validate():
        return render("admin/settings.html", status=422, **page)
    choices = dict(form.values)
    # Where the field was not sent at all, the form holds the password that is kept.
    choices["smtp_password"] = request.form.get("smtp_password", "")
    if not choices["smtp_password"]:
        del choices["smtp_password"]
    _keep_key(choices)
    settings.change(**choices)
    current_app.extensions["organisation"].forget()
    journal.record(current_user.id, "changed", ("settings", "organisation"), names=sorted(choices))
    flash(t("Saved."), "good")
    return redirect("/admin/settings", 303)


@bp.post("/settings/robot-tries")
@administrators
def try_robot() -> Any:
    """Ask the AI service for one word, as it is set up now, and say what happened."""
    if not g.organisation.has_robot:
        raise Refused("Save address and model first.")
    endpoint = Endpoint(
        g.organisation.robot_url, g.organisation.robot_model, g.organisation.robot_key
    )
    db.unit().close()  # no connection may wait for the service
    try:
        word = chat.complete(
            endpoint,
            [{"role": "user", "content": "Answer with the one word: ready"}],
            timeout=10,
            most_tokens=50,
            as_json=False,
        )
    except ChatError as error:
        flash(t(error.sentence, **error.values), "bad")
    else:
        flash(t("The AI service answered: {words}", words=word.strip()[:60]), "good")
    return redirect("/admin/settings#robot", 303)


@bp.get("/problems")
@administrators
def problems() -> Any:
    return render("admin/problems.html", problems=current.library().problems)


@bp.get("/journal")
@administrators
def audit() -> Any:
    page, words, day = wanted_page(), request.args.get("q", "").strip(), _day()
    return render(
        "admin/journal.html",
        lines=queries.journal(page, words=words, day=day),
        number=page,
        words_wanted=words,
        day=day,
    )


@bp.get("/journal.csv")
@administrators
def audit_file() -> Any:
    """The journal as a table, as it was filtered; the newest first, at most so many lines."""
    words, day = request.args.get("q", "").strip(), _day()
    lines = queries.journal(1, words=words, day=day, size=MOST_LINES)
    rows = [
        (
            line.at.isoformat(),
            line.actor or "",
            line.verb,
            line.object_kind,
            line.object_id,
            line.about or "",
            json.dumps(line.particulars, ensure_ascii=False) if line.particulars else "",
        )
        for line in lines
    ]
    heads = ("at", "who", "verb", "kind", "id", "about", "particulars")
    return download(write_csv(Sheet(t("Journal"), heads, rows)), "journal.csv")


@bp.get("/jobs")
@administrators
def jobs() -> Any:
    return render("admin/jobs.html", jobs=queries.jobs(), form=EmptyForm())


def _day() -> date | None:
    """The day of ?day=2026-11-02; none means all days."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return None


def _place(person_id: int, team_id: int, cohort_id: int) -> None:
    """Put a new person where they belong."""
    if team_id:
        _move(person_id, team_id)
    if cohort_id:
        assignments.join_class(current_user.id, current.course(), cohort_id, person_id)


def _move(person_id: int, team_id: int) -> None:
    """Into another team, or out of all: what was asked of the old one is no longer owed."""
    if team_id:
        accounts.join_team(current_user.id, person_id, team_id, today())
    else:
        accounts.leave_team(current_user.id, person_id, today())
    assignments.left_team(person_id)
    if team_id:
        assignments.joined_team(current.course(), person_id, team_id)


def _offer_places(form: PersonForm) -> None:
    form.team.choices = choices(queries.team_choices())
    form.cohort.choices = choices([(0, "–"), *queries.cohort_choices()])


def _keep_key(choices: dict[str, Any]) -> None:
    """An empty field leaves the key as it is; it is removed on request, and never sent to another address."""
    is_removed = choices.pop("robot_key_removed")
    # Where the field was not sent at all, the form holds the key that is kept.
    choices["robot_key"] = request.form.get("robot_key", "").strip()
    if is_removed or choices["robot_key"]:
        return
    if choices["robot_url"] != g.organisation.robot_url and g.organisation.robot_key:
        flash(t("The key was removed, for the address has changed. Enter the new one."), "warn")
    else:
        del choices["robot_key"]
