"""The public page that says whether a serial is genuine, and whether a file is the one that was signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from courseware.certificates import queries
from courseware.certificates.documents.facts import HEADINGS, facts_of
from courseware.certificates.forms.life import RevocationForm
from courseware.certificates.queries.records import (
    key_at,
    record_state,
    serial_of_file,
    signing_keys,
)
from courseware.certificates.routes.base import bp
from courseware.certificates.rules import state_of
from courseware.certificates.rules.files import TooLarge, Verdict, judge, look_at
from courseware.certificates.types import CertificateRow
from courseware.kit import clock
from courseware.web.access import public
from courseware.web.limits import limited
from courseware.web.locale import t
from courseware.web.render import render

PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """What came of a file that somebody sent: a verdict, or a sentence why there is none."""

    verdict: Verdict | None = None
    problem: str = ""
    status: int = 200


@bp.get("/verify")
@public
@limited()
def verify_form() -> Any:
    serial = request.args.get("serial", "").strip()
    if serial:
        return redirect(url_for("certificates.verify", serial=serial))
    return _page(None, asked=None)


@bp.get("/verify/<serial>")
@public
@limited()
def verify(serial: str) -> Any:
    """The public page behind the QR code: the certified facts, nothing else."""
    return _page(queries.by_serial(serial), asked=serial)


@bp.post("/verify/checks")
@public
@limited()
def check() -> Any:
    """Whether a file is one that was signed here, and of which certificate."""
    checked = _check(request.files.get("file"), None)
    known = checked.verdict.serial if checked.verdict and checked.verdict.word == "same" else None
    return _page(queries.by_serial(known) if known else None, asked=None, checked=checked)


@bp.post("/verify/<serial>/checks")
@public
@limited()
def check_against(serial: str) -> Any:
    """Whether a file is the one that was signed for this certificate."""
    row = queries.by_serial(serial)
    return _page(row, asked=serial, checked=_check(request.files.get("file"), row))


@bp.get("/verify/keys.pem")
@public
@limited()
def keys() -> Any:
    """The certificates of every key that signed here, for a program that checks signatures."""
    lines = [
        f"# SHA-256 {key.fingerprint}, from {key.used_from:%Y-%m-%d}"
        + (f" to {key.retired_at:%Y-%m-%d}" if key.retired_at else "")
        + f"\n{key.public.strip()}\n"
        for key in signing_keys()
    ]
    return Response("\n".join(lines), mimetype="application/x-pem-file")


def _check(file: FileStorage | None, row: CertificateRow | None) -> Checked:
    """Read the file once; nothing of it is kept, and nothing in it is run or drawn."""
    if file is None or not file.filename:
        return Checked(problem=t("Choose the PDF first."), status=422)
    try:
        seen = look_at(_pieces(file))
    except TooLarge:
        return Checked(problem=t("The file is larger than {limit} MB.", limit=10), status=413)
    if not seen.is_pdf:
        return Checked(problem=t("This file is no PDF."), status=422)
    known, is_made = serial_of_file(seen.sha256), row is None or record_state(row).is_made
    return Checked(judge(seen, known, row.serial if row else None, is_made=is_made))


def _pieces(file: FileStorage) -> Iterator[bytes]:
    while piece := file.stream.read(PIECE):
        yield piece


def _page(
    row: CertificateRow | None, *, asked: str | None, checked: Checked | None = None
) -> Response:
    answer = checked or Checked()
    if row is None:
        status = 404 if asked else answer.status
        return render("certificates/verify.html", status, row=None, asked=asked, checked=answer)
    record = record_state(row)
    may_revoke = current_user.is_authenticated and current_user.is_administrator
    return render(
        "certificates/verify.html",
        answer.status,
        row=row,
        asked=row.serial,
        state=state_of(row.revoked_at, row.expires_at, clock.now(), replaced_at=row.replaced_at),
        heading=str(HEADINGS[row.kind]),
        facts=[] if row.erased else facts_of(row),
        record=record,
        key=key_at(record.printed_at) if record.printed_at else None,
        checked=answer,
        form=RevocationForm() if may_revoke and not checked else None,
    )
