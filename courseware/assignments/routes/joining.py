"""The link by which people put themselves into a class: making it, following it, answering those who ask."""

from typing import Any

from flask import current_app, flash, redirect, request
from flask_login import current_user

from courseware.accounts.rules import normal_email
from courseware.assignments.actions.joining import accept, decline
from courseware.assignments.actions.moving import join_class
from courseware.assignments.routes.classes import bp
from courseware.cohorts import actions
from courseware.cohorts import queries as cohorts
from courseware.cohorts.forms import JoinForm, JoinLinkForm, StrangerForm
from courseware.cohorts.types import CohortRow, JoinLink
from courseware.content import current
from courseware.errors import Refused
from courseware.kit.qr import qr_svg
from courseware.web.access import public, trainers
from courseware.web.limits import limited
from courseware.web.locale import lang, t
from courseware.web.render import render
from courseware.web.zone import today

#: so many answered requests are shown
RECENT = 20


@bp.get("/cohorts/<int:number>/joining")
@trainers
def joining(number: int) -> Any:
    cohort = cohorts.get_cohort_for(current_user, number)
    return _joining(cohort, None)


@bp.post("/cohorts/<int:number>/joining/links")
@trainers
def open_link(number: int) -> Any:
    """Make the link, change how it holds, or make another in its place."""
    cohort = cohorts.get_cohort_for(current_user, number)
    form = JoinLinkForm()
    good = form.validate()
    if good and form.until.data is not None and form.until.data < today():
        form.refuse("until", "The last day lies in the past.")
        good = False
    if not good:
        return _joining(cohort, form, status=422)
    if cohort.is_over(today()):
        raise Refused("The class {name} is over: nobody can join it any more.", name=cohort.name)
    actions.open_join_link(
        current_user.id,
        number,
        form.until.data,
        needs_approval=bool(form.needs_approval.data),
        renew=request.form.get("renew") == "1",
    )
    return redirect(f"/cohorts/{number}/joining", 303)


@bp.post("/cohorts/<int:number>/joining/links/removals")
@trainers
def close_link(number: int) -> Any:
    cohorts.get_cohort_for(current_user, number)
    actions.close_join_link(current_user.id, number)
    flash(t("The link works no more. Whoever waits can still be let in."), "good")
    return redirect(f"/cohorts/{number}/joining", 303)


@bp.post("/cohorts/<int:number>/joining/decisions")
@trainers
def decide(number: int) -> Any:
    """Let in or decline those who are ticked, all or none."""
    cohort = cohorts.get_cohort_for(current_user, number)
    waiting = {row.id for row in cohorts.requests_of(number)}
    chosen = [int(text) for text in request.form.getlist("requests") if text.isdecimal()]
    outcome = request.form.get("outcome")
    if not chosen or not waiting.issuperset(chosen) or outcome not in ("accept", "decline"):
        raise Refused("Choose people who wait for your answer.")
    if outcome == "decline":
        for request_id in dict.fromkeys(chosen):
            decline(current_user, cohort, request_id)
        flash(t("{n} people are told that they cannot come in.", n=len(set(chosen))), "good")
    else:
        made = [
            accept(current_user, current.course(), cohort, key) for key in dict.fromkeys(chosen)
        ]
        flash(t("{n} people are now in the class.", n=len(made)), "good")
    return redirect(f"/cohorts/{number}/joining", 303)


@bp.route("/join/<code>", methods=["GET", "POST"])
@public
@limited("POST")
def join(code: str) -> Any:
    """What somebody sees who was given the link; whether an address has an account is not betrayed."""
    link = cohorts.link_behind(code, today())
    if link is None:
        return render("assignments/join_gone.html", status=404)
    if not current_user.is_authenticated:
        return _stranger(link)
    return _known(link)


def _known(link: JoinLink) -> Any:
    """Somebody signed in: they are in at once, or ask."""
    form = JoinForm()
    if cohorts.is_member(link.id, current_user.id):
        return _join(link, form, state="member")
    if cohorts.asks_to_join(link.id, current_user.id):
        return _join(link, form, state="waiting")
    if request.method != "POST" or not form.validate():
        return _join(link, form, status=422 if form.errors else 200)
    if not link.needs_approval:
        join_class(current_user.id, current.course(), link.id, current_user.id)
        flash(t("You are in the class now."), "good")
        return redirect(f"/classes/{link.id}", 303)
    actions.ask_to_join(link.id, person_id=current_user.id, words=form.words.data or "")
    return redirect(f"/join/{link.code}", 303)


def _stranger(link: JoinLink) -> Any:
    """Somebody without an account always waits for a yes: an account is made for them then."""
    form = StrangerForm()
    if request.method != "POST":
        return _join(link, form)
    if not form.validate():
        return _join(link, form, status=422)
    actions.ask_to_join(
        link.id,
        name=form.name.data,
        email=normal_email(form.email.data or ""),
        words=form.words.data or "",
    )
    return _join(link, form, state="asked")


def _join(link: JoinLink, form: JoinForm, *, state: str = "new", status: int = 200) -> Any:
    track = next((one for one in current.course().tracks if one.id == link.track), None)
    return render(
        "assignments/join.html",
        status=status,
        link=link,
        form=form,
        state=state,
        track=track.title[lang()] if track else "",
        trainers=[person.name for person in cohorts.trainers_in(link.id)],
        is_known=current_user.is_authenticated,
    )


def _joining(cohort: CohortRow, form: JoinLinkForm | None, status: int = 200) -> Any:
    link = cohorts.join_link_of(cohort.id)
    address = f"{current_app.config['PUBLIC_URL']}/join/{link.code}" if link.code else None
    return render(
        "assignments/joining.html",
        status=status,
        cohort=cohort,
        link=link,
        address=address,
        qr=qr_svg(address) if address else None,
        form=form or JoinLinkForm(formdata=None, obj=link),
        waiting=cohorts.requests_of(cohort.id),
        answered=cohorts.requests_of(cohort.id, decided=True, most=RECENT),
        is_over=cohort.is_over(today()),
        is_past=link.until is not None and link.until < today(),
    )
