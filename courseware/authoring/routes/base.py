"""What the pages of scenarios written here share."""

from typing import Any

from flask import Blueprint, Response, redirect
from markupsafe import Markup

from courseware.authoring.rules.sentences import in_words
from courseware.content.drawing import draw
from courseware.content.own import OwnRoleplay
from courseware.web.locale import lang

bp = Blueprint("authoring", __name__)

LIST = "/authoring/scenarios"
ONE = f"{LIST}/<int(max=2147483647):own_id>"
#: problems shown at once; mending one often mends others
MOST_SHOWN = 50


def findings(found: OwnRoleplay) -> dict[str, Any]:
    problems = [
        (each.line, each.field, in_words(each.message, lang()), each.is_error)
        for each in found.problems[:MOST_SHOWN]
    ]
    picture = Markup(draw(found.sketch, lang())) if found.sketch is not None else None  # noqa: S704 - drawn by us, words escaped
    return {"problems": problems, "more": len(found.problems) - len(problems), "picture": picture}


def to_scenario(own_id: int) -> Response:
    return redirect(f"{LIST}/{own_id}", 303)  # type: ignore[return-value]  # werkzeug's class
