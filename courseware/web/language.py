"""Which language a request speaks: ?lang=, the person's setting, the session, the browser, Chinese."""

from flask import Flask, request, session
from flask_login import current_user

from courseware.web import locale
from courseware.web.access import is_bare


def install(app: Flask) -> None:
    @app.before_request
    def choose() -> None:
        locale.use("en" if is_bare() else _wanted())


def _wanted() -> str:
    asked = request.args.get("lang", "") if request.query_string else ""
    if asked in locale.LANGUAGES:
        if session.get("lang") != asked:
            session["lang"] = asked
        return asked
    chosen = session.get("lang")
    if chosen in locale.LANGUAGES:
        return str(chosen)
    if current_user.is_authenticated:
        return str(current_user.lang)
    return request.accept_languages.best_match(locale.LANGUAGES, default="zh")
