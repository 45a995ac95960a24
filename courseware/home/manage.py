"""Handing somebody a single-use link to choose a password, where there is no mail."""

from typing import Any

from flask import Blueprint, g, request
from flask_login import current_user

from courseware.accounts import actions, mail
from courseware.accounts.types import PersonRow
from courseware.home import queries
from courseware.kit.qr import qr_svg
from courseware.web.access import trainers_and_managers
from courseware.web.render import render

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
