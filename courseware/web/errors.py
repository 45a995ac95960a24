"""What a visitor sees when something goes wrong: a sentence, nothing about the inside."""

import logging
from typing import Any

from flask import Flask, Response, current_app, g, jsonify, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError

from courseware import db
from courseware.errors import AppError, TooMany
from courseware.web.locale import t
from courseware.web.render import render

SENTENCES = {
    400: "The server did not understand this request. Nothing was changed.",
    401: "Please sign in first.",
    403: "You may see this, but not change it.",
    404: "There is no such page, or it is not for you.",
    405: "This page does not work that way.",
    413: "This is too large to be sent.",
    429: "Too many tries. Please wait a moment.",
    500: "Something went wrong on our side. What was saved is safe; please try again.",
}
log = logging.getLogger("courseware")


def install(app: Flask) -> None:
    app.register_error_handler(AppError, _app_error)
    app.register_error_handler(CSRFError, _csrf_error)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unexpected)


def _app_error(error: AppError) -> Response:
    response = answer(error.status, t(error.sentence, **error.values))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _csrf_error(_error: CSRFError) -> Response:
    return answer(
        400, t("This form has been open too long. Go back, reload the page and send it again.")
    )


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:  # redirects are exceptions too
        return error.get_response()  # type: ignore[return-value]  # werkzeug's own response class
    response = answer(error.code, t(SENTENCES.get(error.code, SENTENCES[400])))
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    log.error("unexpected error", exc_info=error, extra={"request_id": g.get("request_id")})
    sentence = t(SENTENCES[500])
    # After an error of the database its session answers nothing more, not even whose page this is.
    db.end(commit=False)
    db.begin(current_app.extensions["database"], may_write=False)
    try:
        return answer(InternalServerError.code, sentence)
    except Exception:  # the database itself is away: words without a page round them
        log.exception("no error page")
        return Response(sentence, InternalServerError.code, mimetype="text/plain")


def answer(status: int, sentence: str) -> Response:
    """The sentence as a page, or as JSON to a script."""
    if wants_json():
        response = jsonify(error=sentence, request_id=g.get("request_id"))
        response.status_code = status
        return response
    context: dict[str, Any] = {
        "code": status,
        "sentence": sentence,
        "request_id": g.get("request_id"),
    }
    return render("web/error.html", status=status, **context)


def wants_json() -> bool:
    """Whether a script asks, and not a person."""
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best == "application/json" or request.is_json
