"""Requests that a device had queued while it had no line: each takes effect once, and in its turn.

The header is the IETF's `Idempotency-Key`: a request that was done already is answered as the first time.
"""

from datetime import UTC, datetime

from flask import Flask, Response, current_app, jsonify, request, session
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy.exc import IntegrityError

from courseware import db
from courseware.kit import clock, deliveries
from courseware.kit.deliveries import Answer
from courseware.web import errors
from courseware.web.access import signed_in
from courseware.web.locale import t
from courseware.web.offline import mark_of

HEADER = "Idempotency-Key"
#: whose request it is, by their mark: on a shared device somebody else may have signed in meanwhile
SENT_BY = "Sent-By"
#: when it was made, by the clock of the device, as ISO 8601
MADE_AT = "Made-At"
#: it waited for a line: nobody stands before the page that would show what is said about it
LATE = "Sent-Late"
#: says that nothing was done: the answer is the one of the first arrival
AGAIN = "Idempotency-Replayed"
LONGEST = 64  # characters


def install(app: Flask) -> None:
    """After `transaction`: what is kept here is written in the request's own transaction."""

    @app.get("/deliveries/sender")
    @signed_in
    def sender() -> dict[str, object]:
        """Who is signed in by now, and a token of this session: the page that sends may be older."""
        return {"person": mark_of(current_user), "token": generate_csrf()}

    @app.before_request
    def answer_as_before() -> Response | None:
        if _is_of_somebody_else():
            return errors.answer(412, t("Somebody else wrote this. It is sent once they sign in."))
        key = _key()
        found = deliveries.answer_to(key) if key else None
        return _again(found) if found else None

    @app.after_request
    def remember(response: Response) -> Response:
        key = _key()
        if key is None or response.status_code >= 400 or AGAIN in response.headers:
            return response
        answered = _for_script(response)
        body = answered.get_json(silent=True) if answered.is_json else None
        try:
            deliveries.keep(key, Answer(answered.status_code, body or {}, answered.location))
        except IntegrityError:  # the same arrived twice at one moment; the other one is done
            return _at_one_moment()
        return answered


def made_at() -> datetime:
    """When a request was made, as its device says; never later than now. Now, where it does not say."""
    now = clock.now()
    try:
        said = datetime.fromisoformat(request.headers.get(MADE_AT, ""))
    except ValueError:
        return now
    return min(said if said.tzinfo else said.replace(tzinfo=UTC), now)


def _key() -> str | None:
    sent = request.headers.get(HEADER, "")
    if request.method in ("GET", "HEAD") or not 0 < len(sent) <= LONGEST:
        return None
    return f"{current_user.id}:{sent}" if current_user.is_authenticated else None


def _is_of_somebody_else() -> bool:
    sender = request.headers.get(SENT_BY)
    return bool(sender) and current_user.is_authenticated and sender != mark_of(current_user)


def _for_script(response: Response) -> Response:
    """A script is told the address to go on to, and need not load its page to know that it was done."""
    if LATE in request.headers:
        session.pop("_flashes", None)
    if "Location" not in response.headers or not errors.wants_json():
        return response
    told = jsonify(location=response.location)
    told.headers.extend(h for h in response.headers if h[0].startswith("Set-"))
    return told


def _at_one_moment() -> Response:
    """409 with Retry-After, as RFC 9110 has it: unlike a conflict it passes by itself."""
    db.end(commit=False)
    db.begin(current_app.extensions["database"], may_write=False)
    response = errors.answer(409, t("This is being saved already. Please try again in a moment."))
    response.headers["Retry-After"] = "1"
    return response


def _again(found: Answer) -> Response:
    response = jsonify(found.body) if found.body else Response()
    response.status_code = found.status
    if found.location:
        response.location = found.location
    response.headers[AGAIN] = "true"
    return response
