"""While demo people exist, whose password everybody knows, the server answers this machine only."""

from flask import Flask, current_app, request

from courseware.admin import demo
from courseware.errors import Forbidden
from courseware.web.access import is_bare
from courseware.web.remembering import Remembered

HERE = frozenset({"127.0.0.1", "localhost", "[::1]"})
FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip")


def install(app: Flask) -> None:
    app.extensions["demo"] = Remembered(demo.exists)
    app.before_request(_refuse_others)


def _refuse_others() -> None:
    if is_bare() or not current_app.extensions["demo"].now():
        return
    host = request.host.rpartition(":")[0] if _has_port(request.host) else request.host
    if host not in HERE or any(name in request.headers for name in FORWARDED):
        raise Forbidden(
            "This is a demo whose passwords everybody knows: it answers only on its own machine."
        )


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdigit()
