"""The pages of who is in a class and what is due when: being in a class asks something of people."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_login import current_user

from courseware.accounts.queries import person_by_email
from courseware.assignments import actions
from courseware.assignments.forms import MembersForm, PlanForm, dates_in
from courseware.cohorts import queries as cohorts
from courseware.cohorts.types import CohortRow
from courseware.content import current
from courseware.content.definitions import ModuleDefinition
from courseware.errors import NotFound
from courseware.learning.actions import schedule_module
from courseware.web.access import trainers
from courseware.web.locale import lang, t
from courseware.web.render import render

bp = Blueprint("classes", __name__)


@bp.route("/cohorts/<int:number>/members", methods=["GET", "POST"])
@trainers
def members(number: int) -> Any:
    cohort = cohorts.get_cohort_for(current_user, number)
    words = request.args.get("q", "").strip()
    form = MembersForm()
    others = cohorts.people_outside(number, words)
    form.people.choices = [(person.id, person.name) for person in others]
    if request.method != "POST":
        return _members(cohort, form, words)
    good = form.validate()
    found, unknown = _people(form.wanted)
    if unknown:
        form.refuse("addresses", "Nobody has this address: {names}.", names=", ".join(unknown))
    chosen = [*found, *(form.people.data or ())]
    if not chosen and not unknown:
        form.refuse("addresses", "Enter an address or choose somebody from the list.")
    if not good or unknown or not chosen:
        return _members(cohort, form, words, status=422)
    for person_id in dict.fromkeys(chosen):
        actions.join_class(current_user.id, current.course(), number, person_id)
    flash(t("{n} people are now in the class.", n=len(set(chosen))), "good")
    return redirect(f"/cohorts/{number}/members", 303)


@bp.post("/cohorts/<int:number>/members/<int:person_id>/departures")
@trainers
def depart(number: int, person_id: int) -> Any:
    cohorts.get_cohort_for(current_user, number)
    if person_id not in {member.id for member in cohorts.members_in(number)}:
        raise NotFound
    actions.leave_class(current_user.id, number, person_id)
    flash(t("Taken out of the class. What they did stays."), "good")
    return redirect(f"/cohorts/{number}/members", 303)


@bp.route("/cohorts/<int:number>/schedule", methods=["GET", "POST"])
@trainers
def schedule(number: int) -> Any:
    cohort = cohorts.get_cohort_for(current_user, number)
    modules = _modules(cohort)
    if request.method != "POST":
        return _schedule(cohort, PlanForm())
    wanted, wrong = dates_in(request.form.to_dict(), [m.slug for m in modules])
    if wrong:
        titles = ", ".join(m.title[lang()] for m in modules if m.slug in wrong)
        flash(t("These dates cannot be read: {names}. Nothing was changed.", names=titles), "bad")
        return _schedule(cohort, PlanForm(), status=422)
    known = cohorts.schedule_of(number)
    for slug, due_on in wanted.items():
        if known.get(slug) != due_on:
            schedule_module(current_user.id, number, slug, due_on)
    flash(t("The schedule is saved."), "good")
    return redirect(f"/cohorts/{number}/schedule", 303)


@bp.post("/cohorts/<int:number>/schedule/plans")
@trainers
def plan(number: int) -> Any:
    """Give all modules dates at an even pace; dates that are there are replaced."""
    cohort = cohorts.get_cohort_for(current_user, number)
    form = PlanForm()
    if not form.validate():
        return _schedule(cohort, form, status=422)
    for place, module in enumerate(_modules(cohort)):
        schedule_module(current_user.id, number, module.slug, form.day(place))
    flash(t("The schedule is saved."), "good")
    return redirect(f"/cohorts/{number}/schedule", 303)


def _members(cohort: CohortRow, form: MembersForm, words: str, status: int = 200) -> Any:
    return render(
        "assignments/members.html",
        status=status,
        cohort=cohort,
        members=cohorts.members_in(cohort.id),
        groups=cohorts.groups_of(cohort.id),
        form=form,
        words=words,
    )


def _schedule(cohort: CohortRow, form: PlanForm, status: int = 200) -> Any:
    return render(
        "assignments/schedule.html",
        status=status,
        cohort=cohort,
        modules=_modules(cohort),
        dates=cohorts.schedule_of(cohort.id),
        form=form,
    )


def _modules(cohort: CohortRow) -> list[ModuleDefinition]:
    """The modules of the class's track that count."""
    course = current.course()
    track = next((found for found in course.tracks if found.id == cohort.track), course.tracks[0])
    return [course.by_slug[slug] for slug in track.modules if course.by_slug[slug].is_ready]


def _people(addresses: list[str]) -> tuple[list[int], list[str]]:
    """Ids of the people behind addresses, and the addresses that nobody has."""
    found, unknown = [], []
    for address in addresses:
        person = person_by_email(address)
        if person is None:
            unknown.append(address)
        else:
            found.append(person.id)
    return found, unknown
