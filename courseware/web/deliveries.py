"""Requests that a device had queued while it had no line: each takes effect once, and in its turn.

The header is the IETF's `Idempotency-Key`: a request that was done already is answered as the first time.
"""

from flask import Flask, Response, current_app, jsonify, request
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from courseware import db
from courseware.kit import deliveries
from courseware.kit.deliveries import Answer
from courseware.web import errors
from courseware.web.locale import t

HEADER = "Idempotency-Key"
#: says that nothing was done: the answer is the one of the first arrival
AGAIN = "Idempotency-Replayed"
LONGEST = 64  # characters


def install(app: Flask) -> None:
    """After `transaction`: what is kept here is written in the request's own transaction."""

    @app.before_request
    def answer_as_before() -> Response | None:
        key = _key()
        found = deliveries.answer_to(key) if key else None
        return _again(found) if found else None

    @app.after_request
    def remember(response: Response) -> Response:
        key = _key()
        if key is None or response.status_code >= 400 or AGAIN in response.headers:
            return response
        body = response.get_json(silent=True) if response.is_json else None
        try:
            deliveries.keep(key, Answer(response.status_code, body or {}, response.location))
        except IntegrityError:  # the same arrived twice at one moment; the other one is done
            db.end(commit=False)
            db.begin(current_app.extensions["database"], may_write=False)
            return errors.answer(
                409, t("This is being saved already. Please try again in a moment.")
            )
        return response


def _key() -> str | None:
    sent = request.headers.get(HEADER, "")
    if request.method in ("GET", "HEAD") or not 0 < len(sent) <= LONGEST:
        return None
    return f"{current_user.id}:{sent}" if current_user.is_authenticated else None


def _again(found: Answer) -> Response:
    response = jsonify(found.body) if found.body else Response()
    response.status_code = found.status
    if found.location:
        response.location = found.location
    response.headers[AGAIN] = "true"
    return response
