"""The look of certificates: choosing it, with a sample beside that follows."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import current_app, flash, g, redirect, request
from flask_login import current_user

from courseware.admin.forms import LookForm
from courseware.admin.routes.base import bp
from courseware.certificates.documents.samples import sample
from courseware.journal import actions as journal
from courseware.kit.pictures import fit_for_print
from courseware.kit.uploads import PICTURES, UploadError, check_upload
from courseware.settings import actions as settings
from courseware.settings.rules import Organisation
from courseware.web.access import administrators
from courseware.web.downloads import download
from courseware.web.locale import t
from courseware.web.printing import storage
from courseware.web.render import render
from courseware.web.security import POLICY

PICTURE_NAMES = ("logo", "seal", "signature")
#: what the sample takes from the address; pictures are shown once they are saved
WORDS = (
    "certificate_design",
    "certificate_orientation",
    "certificate_languages",
    "signatory_zh",
    "signatory_title_zh",
    "signatory_en",
    "signatory_title_en",
)
LONGEST = 60
MEGABYTES = 4
#: the page beside which it is shown is ours
FRAMED = POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


@bp.route("/certificates/preview", methods=["GET", "POST"])
@administrators
def look() -> Any:
    """Choose, look at the sample, keep. Without script the sample is asked for by a button."""
    choices = _tried()
    if "csrf_token" in request.args:  # the button sends all fields; this one is for no history
        return redirect(f"/admin/certificates/preview?{_query(choices)}", 303)
    form = LookForm(obj=choices)
    if request.method != "POST":
        return _page(form, choices)
    if not form.validate():
        return _page(form, choices, 422)
    changed: dict[str, object] = {name: form[name].data or "" for name in WORDS}
    for name in PICTURE_NAMES:
        try:
            key = _kept(form, name)
        except UploadError as error:
            form.refuse(name, error.sentence, **error.values)
            return _page(form, choices, 422)
        if key is not None:
            changed[name] = key
    settings.change(**changed)
    current_app.extensions["organisation"].forget()
    journal.record(current_user.id, "changed", ("settings", "organisation"), names=sorted(changed))
    flash(t("Saved. Certificates issued from now on look like this."), "good")
    return redirect("/admin/certificates/preview", 303)


@bp.get("/certificates/sample.pdf")
@administrators
def sample_pdf() -> Any:
    """A made-up certificate as these choices would have it; nothing is kept."""
    answer = download(sample(_tried()), f"{t('Sample')}.pdf", inline=True)
    answer.headers["Content-Security-Policy"] = FRAMED
    return answer


def _page(form: LookForm, choices: Organisation, status: int = 200) -> Any:
    return render(
        "admin/look.html",
        status,
        form=form,
        query=_query(choices),
        kept={name: bool(getattr(g.organisation, name)) for name in PICTURE_NAMES},
        is_tried=choices != g.organisation,
    )


def _query(choices: Organisation) -> str:
    return urlencode({name: getattr(choices, name) for name in WORDS})


def _tried() -> Organisation:
    """The organisation's choices with those of the address or of a form that is being sent."""
    given = request.values
    words = {name: given[name].strip()[:LONGEST] for name in WORDS if name in given}
    found: Organisation = replace(g.organisation, **words)
    return found


def _kept(form: LookForm, name: str) -> str | None:
    """The key of a picture that was sent; empty for one that goes, None for one that stays."""
    sent = form[name].data
    data = sent.read() if hasattr(sent, "read") else b""
    if not data:
        return "" if form[f"{name}_removed"].data else None
    check_upload(data, PICTURES, megabytes=MEGABYTES)
    return storage().put(fit_for_print(data), ".png")
