"""A submission as a working PDF with its state printed on it. Certificates are another room's."""

from typing import Any

from flask import g
from flask_login import current_user

from courseware.exercise import queries
from courseware.exercise.queries import Seen
from courseware.exercise.routes.base import bp
from courseware.exercise.rules import layouts
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import Printable
from courseware.kit import clock
from courseware.web import access, downloads, locale
from courseware.web.locale import t
from courseware.web.printing import printer
from courseware.web.render import render_text


@bp.get("/submissions/<int:submission_id>.pdf")
@access.signed_in
def submission_pdf(submission_id: int) -> Any:
    seen = queries.get_submission_for(current_user, submission_id)
    page = _words(seen)
    title = page.sheet.title
    html = render_text(
        "pdf/forms/document.html",
        page=page,
        sheet=page.sheet,
        layouts=layouts,
        organisation=g.organisation.name(locale.lang()),
        state=_state(page),
        now=clock.now(),
    )
    # An answer may hold an emoji that no font of ours has: a box in a working paper beats no paper.
    pdf = printer().render(html, replace_missing=True)
    name = " ".join(part for part in (title, seen.row.owner, seen.row.period) if part)
    return downloads.download(pdf, f"{name}.pdf", inline=True)


def _words(seen: Seen) -> Printable:
    """The owner prints the draft that is being written; everybody else the round handed in."""
    row, lang = seen.row, locale.lang()
    if seen.relation != "owner" or not row.is_editable:
        return queries.printable(row.id, lang)
    own, definition = queries.draft(row.id), queries.definition_of(row)
    return Printable(
        row, definition, draw(definition, own.answers, lang), row.round, own.changed_at
    )


def _state(page: Printable) -> str:
    return {
        "draft": t("Draft"),
        "submitted": t("Handed in"),
        "returned": t("Returned"),
        "done": t("Handed in"),
        "accepted": t("Accepted"),
    }[page.submission.state]
