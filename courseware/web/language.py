"""Which language a request speaks: ?lang=, the person's setting, the session, the browser, Chinese."""

from flask import Flask, request, session
from flask_login import current_user

from courseware.web import locale
from courseware.web.access import is_bare

#: methods of requests that cannot write
READING = frozenset({"GET", "HEAD", "OPTIONS"})
#: what browsers say of Chinese in traditional characters: the script, or where it is written so
_TRADITIONAL = {"hant", "tw", "hk", "mo"}


def install(app: Flask) -> None:
    @app.before_request
    def choose() -> None:
        locale.use("en" if is_bare() else _wanted(), writes=request.method not in READING)

    @app.teardown_appcontext
    def forget(_error: BaseException | None) -> None:
        # A job that has no language of its own must not inherit the characters of the one before.
        if locale.choice() == locale.TRADITIONAL:
            locale.use("zh")


def _wanted() -> str:
    asked = request.args.get("lang", "") if request.query_string else ""
    if asked in locale.CHOICES:
        if session.get("lang") != asked:
            session["lang"] = asked
        return asked
    chosen = session.get("lang")
    if chosen in locale.CHOICES:
        return str(chosen)
    if current_user.is_authenticated:
        return str(current_user.lang)
    return _of_browser()


def _of_browser() -> str:
    """What the browser asks for first of what there is: "zh-HK" is Chinese in traditional characters."""
    for tag in request.accept_languages.values():
        language, _, rest = tag.lower().replace("_", "-").partition("-")
        if language == "zh":
            return locale.TRADITIONAL if _TRADITIONAL & set(rest.split("-")) else "zh"
        if language == "en":
            return "en"
    return "zh"
