"""What becomes of a certificate: revoking."""

from typing import Any

from flask import flash, redirect
from flask_login import current_user

from courseware.certificates import actions, queries
from courseware.certificates.forms.life import RevocationForm
from courseware.certificates.routes.base import bp
from courseware.web.access import administrators
from courseware.web.locale import t


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
