"""Files as answers: kept by the storage, named in the answers, given to those who may see the form."""

from typing import Any
from urllib.parse import quote

from flask import Response, current_app, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage

from courseware.errors import Conflict, Forbidden, NotFound, Refused
from courseware.exercise import queries
from courseware.exercise.queries import Seen
from courseware.exercise.routes.base import bp
from courseware.exercise.types.files import PURPOSE
from courseware.kit import signing
from courseware.kit.uploads import DOCUMENTS, PICTURES, check_upload, kind_of
from courseware.web import access
from courseware.web.printing import storage

MEGABYTES = 10
#: what a browser may show in its own window; the rest is kept as a file
SHOWN = frozenset({"png", "jpeg", "webp", "pdf"})


@bp.post("/submissions/<int:submission_id>/files")
@access.signed_in
def send_file(submission_id: int) -> Any:
    """Keep a file that a script sends; the answer it gives back is saved with the rest of the draft."""
    _to_be_changed(submission_id)
    value = _kept(submission_id, request.files.get("file"))
    token, _, name = value.partition(" ")
    return {"value": value, "name": name, "href": f"/form-files/{token}"}


@bp.get("/form-files/<token>")
@access.signed_in
def form_file(token: str) -> Response:
    """A file, to those who may see the form that names it."""
    found = signing.signed(current_app.config["SECRET_KEY"], PURPOSE, token)
    if not isinstance(found, list) or len(found) != 2:
        raise NotFound
    submission_id, key = found
    name = _name_in(queries.get_submission_for(current_user, submission_id), token)
    content = storage().get(key)
    kind = kind_of(content)
    if kind is None:
        raise NotFound
    place = "inline" if kind.name in SHOWN else "attachment"
    answer = Response(content, content_type=kind.mime)
    answer.headers["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(name)}"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def received(submission_id: int) -> dict[str, str]:
    """The answer for the file that a plain form sent along, by its field's key."""
    key = request.form.get("file")
    if not key:
        return {}
    _to_be_changed(submission_id)
    return {key: _kept(submission_id, request.files.get(f"upload.{key}"))}


def _kept(submission_id: int, sent: FileStorage | None) -> str:
    if sent is None or not sent.filename:
        raise Refused("Choose a file first.")
    with sent.stream:
        content = sent.read()
    kind = check_upload(content, (*PICTURES, *DOCUMENTS), megabytes=MEGABYTES)
    key = storage().put(content, kind.suffix)
    token = signing.sign(current_app.config["SECRET_KEY"], PURPOSE, [submission_id, key])
    return f"{token} {_clean(sent.filename)}"


def _clean(name: str) -> str:
    """The last part of a name, in one line and not too long."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return " ".join(last.split())[-120:] or "file"


def _to_be_changed(submission_id: int) -> None:
    seen = queries.get_submission_for(current_user, submission_id)
    if seen.relation != "owner":
        raise Forbidden("Only the person whose form this is can change it.")
    if not seen.row.is_editable:
        raise Conflict("This form is with its reviewer now and cannot be changed.")


def _name_in(seen: Seen, token: str) -> str:
    """The file's name; NotFound when the words that `me` may see do not hold the file."""
    reasons = ("submitted", "conflict", "kept") if seen.relation == "owner" else ("submitted",)
    words = [r.answers for r in queries.revisions(seen.row.id, *reasons)]
    if seen.relation == "owner":
        words.append(queries.draft(seen.row.id).answers)
    for answers in words:
        for value in answers.values():
            if isinstance(value, str) and value.partition(" ")[0] == token:
                return value.partition(" ")[2]
    if seen.relation == "owner":
        return "file"  # sent a moment ago, and not saved with the draft yet
    raise NotFound
