"""A submission as a working PDF with its state printed on it. Certificates are another room's."""

from datetime import datetime
from typing import Any

from flask import g
from flask_login import current_user

from courseware.errors import NotFound
from courseware.exercise import queries
from courseware.exercise.queries import Seen
from courseware.exercise.routes.base import bp
from courseware.exercise.rules import layouts
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import Answers, Printable, SubmissionRow
from courseware.kit import clock
from courseware.web import access, downloads, locale
from courseware.web.locale import t
from courseware.web.printing import printer
from courseware.web.render import render_text


@bp.get("/submissions/<int:submission_id>.pdf")
@access.signed_in
def submission_pdf(submission_id: int) -> Any:
    seen = queries.get_submission_for(current_user, submission_id)
    definition, lang = queries.definition_of(seen.row), locale.lang()
    answers, number, at = answers_of(seen)
    page = Printable(seen.row, definition, draw(definition, answers, lang), number, at)
    html = render_text(
        "pdf/forms/document.html",
        page=page,
        sheet=page.sheet,
        layouts=layouts,
        organisation=g.organisation.name(lang),
        state=state_word(seen.row),
        now=clock.now(),
    )
    # An answer may hold an emoji that no font of ours has: a box in a working paper beats no paper.
    pdf = printer().render(html, replace_missing=True)
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


def state_word(row: SubmissionRow) -> str:
    """How far a form is, as a word to print."""
    return {
        "draft": t("Draft"),
        "submitted": t("Handed in"),
        "returned": t("Returned"),
        "done": t("Handed in"),
        "accepted": t("Accepted"),
    }[row.state]


def file_name(seen: Seen, title: str, ending: str) -> str:
    """A file's name: what, whose, of when."""
    return " ".join(p for p in (title, seen.row.owner, seen.row.period) if p) + f".{ending}"
