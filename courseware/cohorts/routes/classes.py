"""The pages of classes: the list, a new one, name and end, trainers, groups."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.accounts.queries import me_by_id, person_by_email
from courseware.cohorts import actions, queries
from courseware.cohorts.forms import (
    CohortForm,
    GroupForm,
    GroupMembersForm,
    NewCohortForm,
    TrainerForm,
)
from courseware.cohorts.routes.base import bp
from courseware.cohorts.types import CohortRow
from courseware.content import current
from courseware.errors import NotFound, Refused
from courseware.web.access import trainers
from courseware.web.forms import Form
from courseware.web.locale import lang, t
from courseware.web.render import render
from courseware.web.zone import today


@bp.get("/cohorts")
@trainers
def cohorts() -> Any:
    tracks = {track.id: track.title[lang()] for track in current.course().tracks}
    rows = queries.cohorts_for(current_user)
    return render("cohorts/cohorts.html", rows=rows, tracks=tracks, today=today())


@bp.route("/cohorts/new", methods=["GET", "POST"])
@trainers
def new() -> Any:
    form = NewCohortForm()
    form.track.choices = [(track.id, track.title[lang()]) for track in current.course().tracks]
    if request.method != "POST":
        return render("cohorts/new.html", form=form)
    if not form.validate():
        return render("cohorts/new.html", status=422, form=form)
    cohort = actions.create_cohort(
        current_user.id, form.name.data or "", form.track.data, starts_on=form.first_day
    )
    if current_user.is_trainer:
        actions.add_trainer(current_user.id, cohort.id, current_user.id)
    flash(t("The class is there. Now put people into it."), "good")
    return redirect(f"/cohorts/{cohort.id}/members", 303)


@bp.route("/cohorts/<int:number>/settings", methods=["GET", "POST"])
@trainers
def settings(number: int) -> Any:
    cohort = queries.get_cohort_for(current_user, number)
    form = CohortForm(obj=cohort)
    form.starts_on = cohort.starts_on
    if request.method != "POST":
        return _settings(cohort, form=form)
    if not form.validate():
        return _settings(cohort, form=form, status=422)
    actions.change_cohort(
        current_user.id, number, name=form.name.data or "", ends_on=form.ends_on.data
    )
    return _saved(number)


@bp.post("/cohorts/<int:number>/trainers")
@trainers
def add_trainer(number: int) -> Any:
    cohort = queries.get_cohort_for(current_user, number)
    form = TrainerForm()
    person = person_by_email(form.email.data or "") if form.validate() else None
    who = me_by_id(person.id) if person else None
    if who is None or not who.is_trainer:
        form.refuse("email", "No trainer has this address.")
        return _settings(cohort, trainer=form, status=422)
    actions.add_trainer(current_user.id, number, who.id)
    return _saved(number)


@bp.post("/cohorts/<int:number>/trainers/<int:person_id>/departures")
@trainers
def remove_trainer(number: int, person_id: int) -> Any:
    queries.get_cohort_for(current_user, number)
    known = {person.id for person in queries.trainers_in(number)}
    if person_id not in known:
        raise NotFound
    if known == {person_id}:
        raise Refused("A class needs a trainer: name another one first.")
    actions.remove_trainer(current_user.id, number, person_id)
    return redirect("/cohorts", 303) if person_id == current_user.id else _saved(number)


@bp.post("/cohorts/<int:number>/groups")
@trainers
def add_group(number: int) -> Any:
    cohort = queries.get_cohort_for(current_user, number)
    form = GroupForm()
    if form.validate() and form.name.data in {group.name for group in queries.groups_of(number)}:
        form.refuse(
            "name", "There is already a group {name} in this class.", name=form.name.data or ""
        )
    if form.errors:
        return _settings(cohort, group=form, status=422)
    actions.create_group(current_user.id, number, form.name.data or "")
    return _saved(number)


@bp.post("/cohorts/<int:number>/groups/<int:group_id>/members")
@trainers
def fill_group(number: int, group_id: int) -> Any:
    queries.get_cohort_for(current_user, number)
    if group_id not in {group.id for group in queries.groups_of(number)}:
        raise NotFound
    form = GroupMembersForm()
    form.people.choices = [(member.id, member.name) for member in queries.members_in(number)]
    if not form.validate():
        raise Refused("Only members of the class can be in its groups.")
    actions.fill_group(current_user.id, number, group_id, frozenset(form.people.data or ()))
    return _saved(number)


def _settings(cohort: CohortRow, status: int = 200, **forms: Form) -> Any:
    return render(
        "cohorts/settings.html",
        status=status,
        cohort=cohort,
        form=forms.get("form") or CohortForm(formdata=None, obj=cohort),
        trainer_form=forms.get("trainer") or TrainerForm(formdata=None),
        group_form=forms.get("group") or GroupForm(formdata=None),
        trainers=queries.trainers_in(cohort.id),
        groups=queries.groups_of(cohort.id),
        members=queries.members_in(cohort.id),
    )


def _saved(number: int) -> Any:
    flash(t("Saved."), "good")
    return redirect(f"/cohorts/{number}/settings", 303)
