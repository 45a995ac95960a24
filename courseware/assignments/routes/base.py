"""What the pages of asking share."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request

from courseware.assignments import queries
from courseware.assignments.forms import EmptyForm
from courseware.content import current
from courseware.errors import Refused
from courseware.web.locale import lang
from courseware.web.render import render

bp = Blueprint("assignments", __name__)

#: to tell more people than this is asked first
MANY = 50
NOT_UNDERSTOOD = "The server did not understand this request. Nothing was changed."


def is_many(count: int) -> bool:
    """Whether so many would be told that it is asked first, and has not been answered yet."""
    return count > MANY and request.form.get("sure") != "1"


def ask_first(count: int, back: str) -> Any:
    """The same request once more, with a button that says yes."""
    sent = [(n, v) for n, v in request.form.items(multi=True) if n not in ("csrf_token", "sure")]
    return render("assignments/sure.html", count=count, action=request.path, back=back, values=sent)


def check_token() -> None:
    if not EmptyForm().validate():
        raise Refused(NOT_UNDERSTOOD)


def title_maker(rows: Any) -> Callable[[Any], str]:
    """What each of these rows is called in the language of the page."""
    called, words = queries.titles(current.course(), [row.item for row in rows]), lang()
    return lambda row: called(row.kind, row.item)[words]
