"""The document of a certificate: the file of record as it was signed, or a copy in another look."""

from typing import Any

from flask import Response, redirect, request
from flask_login import current_user

from courseware.certificates import queries
from courseware.certificates.actions.records import ask_for_record
from courseware.certificates.documents.records import copied
from courseware.certificates.queries.records import record_of, record_state
from courseware.certificates.routes.base import bp
from courseware.certificates.types import CertificateRow
from courseware.errors import NotFound
from courseware.web.access import signed_in
from courseware.web.downloads import download
from courseware.web.locale import lang
from courseware.web.render import render, render_text


@bp.get("/certificates/<serial>.pdf")
@signed_in
def certificate_pdf(serial: str) -> Any:
    """The bytes that were signed, unchanged; until they are made, a page that says so."""
    row = _get_row(serial)
    name = f"{row.title(lang())} {row.serial}"
    if request.args.get("copy") == "1":
        return download(copied(row, request.args), f"{name} copy.pdf", inline=True)
    content = record_of(row)
    if content is None:
        return render("certificates/being_made.html", 202, row=row, is_made=False)
    return _unchanged(row, content, f"{name}.pdf")


@bp.get("/certificates/<serial>/record")
@signed_in
def record_progress(serial: str) -> Any:
    """What follows the making: nothing new until the file of record is there, then where it is."""
    row = _get_row(serial)
    if not record_state(row).is_made:
        return "", 304  # nothing new
    return render_text("certificates/_being_made.html", row=row, is_made=True)


@bp.post("/certificates/<serial>/records")
@signed_in
def ask(serial: str) -> Any:
    """Ask again for a file of record that does not come; one that is there stays as it is."""
    row = _get_row(serial)
    if not record_state(row).is_made:
        ask_for_record(row.id)
    return redirect(f"/certificates/{row.serial}.pdf", 303)


def _get_row(serial: str) -> CertificateRow:
    row = queries.get_certificate_for(current_user, serial)
    if row.erased:  # the form of an exercise and the name went with the person
        raise NotFound("The holder's data was removed, and with it this document.")
    return row


def _unchanged(row: CertificateRow, content: bytes, name: str) -> Response:
    """A browser may keep the bytes, but asks each time whether it still may see them."""
    response = download(content, name, inline=True)
    response.set_etag(record_state(row).sha256 or "")
    response.headers["Cache-Control"] = "private, no-cache"
    return response.make_conditional(request)  # type: ignore[return-value]  # itself
