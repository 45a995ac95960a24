"""The inbox."""

from typing import Any

from flask import Blueprint, redirect
from flask_login import current_user

from courseware.notices import actions, queries
from courseware.web.access import signed_in
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
