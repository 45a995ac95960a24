"""What is held about oneself, and copies of it."""

from typing import Any

from flask import flash, g, redirect
from flask_login import current_user

from courseware.accounts import actions
from courseware.accounts import queries as accounts
from courseware.accounts.rules import COPY_LIFETIME
from courseware.errors import NotFound
from courseware.home.routes.base import bp
from courseware.web.access import signed_in
from courseware.web.downloads import download
from courseware.web.limits import limited
from courseware.web.locale import t
from courseware.web.printing import storage
from courseware.web.render import render
from courseware.web.support import private


@bp.get("/account/data")
@signed_in
def my_data() -> Any:
    """What is held about oneself, and the copies of it that lie ready."""
    return render(
        "home/data.html",
        copies=accounts.copies_of(current_user.id),
        days=COPY_LIFETIME.days,
        organisation=g.organisation,
    )


@bp.post("/account/data/copies")
@signed_in
@limited()
def ask_for_copy() -> Any:
    actions.ask_for_copy(current_user.id)
    flash(t("We are putting the copy together. You are told when it is ready."), "good")
    return redirect("/account/data", 303)


@bp.get("/account/data/copies/<int:number>")
@signed_in
@private
def my_copy(number: int) -> Any:
    found = accounts.copy_asked(number)
    if found is None or found.person_id != current_user.id or found.file is None:
        raise NotFound
    return download(storage().get(found.file), "my-data.zip")
