"""Pages about certificates: one's own, the PDF, and the public one that says whether a serial is genuine."""

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_login import current_user

from courseware.certificates import actions, queries
from courseware.certificates.documents import facts_of, print_certificate
from courseware.certificates.forms import RevocationForm
from courseware.certificates.rules import state_of
from courseware.content import current
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.web.access import administrators, public, signed_in
from courseware.web.downloads import download
from courseware.web.limits import limited
from courseware.web.locale import lang, t
from courseware.web.render import render

bp = Blueprint("certificates", __name__)


@bp.get("/certificates")
@signed_in
def certificates() -> Any:
    course = current.course()
    enrolment = learning.enrolment_of(current_user.id)
    now = clock.now()
    rows = queries.certificates_of(current_user.id)
    return render(
        "certificates/certificates.html",
        certificates=[(row, state_of(row.revoked_at, row.expires_at, now)) for row in rows],
        ticks=learning.ticks_of_course(course, current_user.id, enrolment) if enrolment else (),
        course=course,
        enrolment=enrolment,
    )


@bp.get("/certificates/<serial>.pdf")
@signed_in
def certificate_pdf(serial: str) -> Any:
    row = queries.get_certificate_for(current_user, serial)
    if row.erased:  # the form of an exercise and the name went with the person
        raise NotFound("The holder's data was removed, and with it this document.")
    return download(print_certificate(row), f"{row.title(lang())} {row.serial}.pdf", inline=True)


@bp.post("/certificates/<serial>/revocations")
@administrators
def revoke(serial: str) -> Any:
    form = RevocationForm()
    row = queries.get_certificate_for(current_user, serial)
    if not form.validate():
        flash(t("Say why the certificate is revoked."), "bad")
        return redirect(f"/verify/{row.serial}", 303)
    actions.revoke(current_user.id, row.serial, form.reason.data or "")
    return redirect(f"/verify/{row.serial}", 303)


@bp.get("/verify")
@public
@limited()
def verify_form() -> Any:
    serial = request.args.get("serial", "").strip()
    if serial:
        return redirect(url_for("certificates.verify", serial=serial))
    return render("certificates/verify.html", row=None, asked=None)


@bp.get("/verify/<serial>")
@public
@limited()
def verify(serial: str) -> Any:
    """The public page behind the QR code: the certified facts, nothing else."""
    row = queries.by_serial(serial)
    if row is None:
        return render("certificates/verify.html", 404, row=None, asked=serial)
    state = state_of(row.revoked_at, row.expires_at, clock.now())
    form = (
        RevocationForm()
        if current_user.is_authenticated and current_user.is_administrator
        else None
    )
    facts = [] if row.erased else facts_of(row)
    return render(
        "certificates/verify.html", row=row, state=state, facts=facts, asked=serial, form=form
    )
