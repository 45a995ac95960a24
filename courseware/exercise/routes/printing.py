"""A submission as a working PDF to keep or print."""

from datetime import datetime
from typing import Any

from flask_login import current_user

from courseware.errors import NotFound
from courseware.exercise import queries
from courseware.exercise.documents import working_pdf
from courseware.exercise.queries import Seen
from courseware.exercise.routes.base import bp
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import Answers, Printable
from courseware.web import access, downloads, locale


@bp.get("/submissions/<int:submission_id>.pdf")
@access.signed_in
def submission_pdf(submission_id: int) -> Any:
    seen = queries.get_submission_for(current_user, submission_id)
    definition, lang = queries.definition_of(seen.row), locale.lang()
    answers, number, at = answers_of(seen)
    page = Printable(seen.row, definition, draw(definition, answers, lang), number, at)
    pdf = working_pdf(page)
    return downloads.download(pdf, file_name(seen, page.sheet.title, "pdf"), inline=True)


def answers_of(seen: Seen) -> tuple[Answers, int, datetime | None]:
    """What a file about a submission holds, its round and its time.

    The owner gets the draft that is being written; everybody else the round handed in.
    """
    row = seen.row
    if seen.relation == "owner" and row.is_editable:
        own = queries.draft(row.id)
        return own.answers, row.round, own.changed_at
    words = queries.handed_in(row.id)
    if words is None:
        raise NotFound
    return words.answers, words.round, words.at


def file_name(seen: Seen, title: str, ending: str) -> str:
    """A file's name: what, whose, of when."""
    return " ".join(p for p in (title, seen.row.owner, seen.row.period) if p) + f".{ending}"
