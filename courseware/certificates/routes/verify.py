"""The public page that says whether a serial is genuine."""

from typing import Any

from flask import redirect, request, url_for
from flask_login import current_user

from courseware.certificates import queries
from courseware.certificates.documents import facts_of
from courseware.certificates.forms.life import RevocationForm
from courseware.certificates.routes.base import bp
from courseware.certificates.rules import state_of
from courseware.kit import clock
from courseware.web.access import public
from courseware.web.limits import limited
from courseware.web.render import render


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
