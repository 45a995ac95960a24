"""What becomes of certificates: the administrators' list, issuing again, revoking."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.certificates import actions, queries
from courseware.certificates.forms.life import ReissueForm, RevocationForm
from courseware.certificates.queries.words import KINDS
from courseware.certificates.routes.base import bp
from courseware.certificates.routes.words import state
from courseware.certificates.rules import STATES
from courseware.certificates.types import CertificateRow
from courseware.certificates.types.goals import Wish
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.web.access import administrators
from courseware.web.locale import t
from courseware.web.paging import wanted_page
from courseware.web.render import render


@bp.get("/admin/certificates")
@administrators
def every_certificate() -> Any:
    wish = Wish(
        request.args.get("q", "").strip()[:100],
        _one_of(request.args.get("kind"), KINDS),
        _one_of(request.args.get("state"), STATES),
    )
    now = clock.now()
    page = queries.every_certificate(wish, wanted_page(), now)
    return render(
        "certificates/every.html",
        page=page,
        rows=[(row, state(row, now)) for row in page.rows],
        wish=wish,
        kinds=KINDS,
        states=STATES,
    )


@bp.route("/certificates/<serial>/reissues", methods=["GET", "POST"])
@administrators
def reissue(serial: str) -> Any:
    """One certificate for whoever mends it: the same again with another name, or its end."""
    row = _get_row(serial)
    form = ReissueForm(data={"name": row.facts["name"]})
    if request.method == "POST" and form.validate():
        new = actions.reissue(
            current_user.id, row.serial, form.name.data or "", reason=form.reason.data or ""
        )
        flash(t("Issued again. The old number points to the new one."), "good")
        return redirect(f"/certificates/{new}/reissues", 303)
    return render(
        "certificates/change.html",
        422 if request.method == "POST" else 200,
        row=row,
        state=state(row, clock.now()),
        form=form,
        revocation=RevocationForm(formdata=None),
        kinds=KINDS,
    )


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


def _get_row(serial: str) -> CertificateRow:
    row = queries.get_certificate_for(current_user, serial)
    if row.erased:
        raise NotFound("The holder's data was removed, and with it this document.")
    return row


def _one_of(asked: str | None, known: Any) -> str:
    return asked if asked and asked in known else ""
