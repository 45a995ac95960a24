"""Signing in as somebody for support, and ending it."""

import secrets
from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.accounts import actions as accounts
from courseware.accounts import queries as people
from courseware.accounts.rules import locked_until
from courseware.admin import actions, queries, support
from courseware.admin.forms import SupportForm
from courseware.admin.routes.base import bp
from courseware.errors import NotFound, Refused
from courseware.kit import clock, passwords
from courseware.web.access import administrators, signed_in
from courseware.web.limits import limited
from courseware.web.locale import lang, t
from courseware.web.render import render
from courseware.web.support import ends_support


@bp.route("/people/<int:number>/supports", methods=["GET", "POST"])
@administrators
@limited("POST")
def start_support(number: int) -> Any:
    """Say why, and prove who one is; then everything looks as it does for this person."""
    found, form = queries.person(number), SupportForm(formdata=request.form or None)
    if request.method != "POST":
        return render("admin/support.html", person=found, form=form)
    person = people.me_by_id(number)
    if person is None or person.is_administrator:
        raise Refused("Nobody signs in as an administrator, or as somebody whose access has ended.")
    good = form.validate()
    if good and not _is_own_password(form.password.data or ""):
        form.refuse("password", "This is not your password, or sign-in is locked for some minutes.")
        good = False
    if not good:
        return render("admin/support.html", 422, person=found, form=form)
    token, me = secrets.token_urlsafe(16), current_user._get_current_object()  # noqa: SLF001 - the documented way out of a proxy
    until = actions.start_support(me, number, token=token, reason=form.reason.data or "")
    support.begin(person, token=token, until=until, lang=lang())
    return redirect("/", 303)


@bp.post("/supports/endings")
@signed_in
@ends_support
def end_support() -> Any:
    """Be oneself again."""
    seen_by = current_user.seen_by
    if seen_by is None:
        if not current_user.is_administrator:
            raise NotFound
        return redirect("/admin/people", 303)  # its time was over
    person_id = current_user.id
    actions.end_support(seen_by.token, seen_by.id, person_id)
    support.end()
    flash(t("The support is over. You are yourself again."), "good")
    return redirect(f"/admin/people/{person_id}", 303)


def _is_own_password(password: str) -> bool:
    """Whether the administrator typed their own; wrong ones count as refused sign-ins."""
    email = current_user.email
    stored = people.credentials(email)
    locked = locked_until(people.failures(email), clock.now())
    right = passwords.matches(password, stored.password_hash if stored else None)
    if locked is None and not right:
        accounts.count_failure(email, request.remote_addr or "")
    return right and locked is None
