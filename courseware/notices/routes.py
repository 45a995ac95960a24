"""The inbox, how one wants to be told beside it, and declining mail."""

from typing import Any

from flask import Blueprint, current_app, flash, g, redirect, request
from flask_login import current_user

from courseware.errors import NotFound
from courseware.kit import signing
from courseware.notices import actions, queries
from courseware.notices.forms import ChoiceForm
from courseware.notices.rules import Choice
from courseware.notices.types import UNSUBSCRIBE
from courseware.web.access import public, signed_in
from courseware.web.limits import limited
from courseware.web.locale import t
from courseware.web.paging import wanted_page
from courseware.web.render import render

bp = Blueprint("notices", __name__)


@bp.get("/notices")
@signed_in
def notices() -> Any:
    page = wanted_page()
    rows, total = queries.notices_of(current_user.id, page)
    return render("notices/notices.html", notices=rows, number=page, total=total)


@bp.post("/notices/readings")
@signed_in
def read_all() -> Any:
    actions.mark_read(current_user.id)
    return redirect("/notices", 303)


@bp.post("/notices/<int:number>/readings")
@signed_in
def read_one(number: int) -> Any:
    """Open what a notice is about: it is read then."""
    href = queries.address_of(current_user.id, number)
    actions.mark_read(current_user.id, number)
    return redirect(href, 303)


@bp.route("/notices/settings", methods=["GET", "POST"])
@signed_in
def settings() -> Any:
    """By mail or in the chat, and when."""
    now = queries.choice_of(current_user.id)
    form = ChoiceForm(obj=now)
    if request.method == "POST" and form.validate():
        actions.choose(current_user.id, form.choice)
        flash(t("Saved."), "good")
        return redirect("/notices/settings", 303)
    return render(
        "notices/settings.html",
        422 if form.errors else 200,
        form=form,
        robot=queries.robot_near(current_user.id),
        sends_mail=g.organisation.sends_mail,
    )


@bp.route("/notices/unsubscribe/<token>", methods=["GET", "POST"])
@public
@limited()
def decline(token: str) -> Any:
    """No more mails for whom the token names; opening the page alone changes nothing, for mail scanners open links."""
    person_id = signing.signed(current_app.config["SECRET_KEY"], UNSUBSCRIBE, token)
    if not isinstance(person_id, int):
        raise NotFound("This link is not complete. Copy all of it from the mail.")
    if request.method == "POST":
        now = queries.choice_of(person_id)
        choice = Choice("never", now.quiet_from, now.quiet_to, now.chat)
        actions.choose(person_id, choice)
    return render("notices/decline.html", done=request.method == "POST")
