"""The pages of who is in a class: being in one asks something of people."""

from typing import Any

from flask import Blueprint, flash, redirect, request
from flask_login import current_user

from courseware.accounts.queries import person_by_email
from courseware.assignments import actions
from courseware.assignments.forms import MembersForm
from courseware.cohorts import queries as cohorts
from courseware.cohorts.types import CohortRow
from courseware.content import current
from courseware.errors import NotFound
from courseware.web.access import trainers
from courseware.web.locale import t
from courseware.web.render import render
from courseware.web.zone import today

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


def _members(cohort: CohortRow, form: MembersForm, words: str, status: int = 200) -> Any:
    return render(
        "assignments/members.html",
        status=status,
        cohort=cohort,
        members=cohorts.members_in(cohort.id),
        groups=cohorts.groups_of(cohort.id),
        form=form,
        words=words,
        is_over=cohort.is_over(today()),
    )


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
