"""What the pages of definitions written here share."""

from typing import Any

from flask import Blueprint, Response, redirect
from markupsafe import Markup

from courseware.authoring.rules.kinds import PLACES, Found, Kind
from courseware.authoring.rules.sentences import in_words
from courseware.content.drawing import draw
from courseware.content.own import OwnRoleplay
from courseware.web.locale import lang

bp = Blueprint("authoring", __name__)

LIST = f"/authoring/<any({', '.join(sorted(PLACES))}):place>"
ONE = f"{LIST}/<int(max=2147483647):own_id>"
#: problems shown at once; mending one often mends others
MOST_SHOWN = 50


def findings(found: Found) -> dict[str, Any]:
    problems = [
        (each.line, each.field, in_words(each.message, lang()), each.is_error)
        for each in found.problems[:MOST_SHOWN]
    ]
    picture = None
    if isinstance(found, OwnRoleplay) and found.sketch is not None:
        picture = Markup(draw(found.sketch, lang()))  # noqa: S704 - drawn by us, words escaped
    return {
        "problems": problems,
        "more": len(found.problems) - len(problems),
        "picture": picture,
        "has_picture": isinstance(found, OwnRoleplay),
    }


def list_of(kind: Kind) -> str:
    return f"/authoring/{kind.place}"


def to_one(kind: Kind, own_id: int) -> Response:
    return redirect(f"{list_of(kind)}/{own_id}", 303)  # type: ignore[return-value]  # werkzeug's class
