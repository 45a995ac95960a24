"""A submission as a working PDF with its state printed on it. Certificates are another room's."""

from courseware.exercise.rules import layouts
from courseware.exercise.types import Printable, SubmissionRow
from courseware.kit import clock
from courseware.settings import queries as organisation
from courseware.web.locale import lang, t
from courseware.web.printing import printer
from courseware.web.render import render_text


def working_pdf(page: Printable) -> bytes:
    """The form as a paper, in the language being spoken."""
    html = render_text(
        "pdf/forms/document.html",
        page=page,
        sheet=page.sheet,
        layouts=layouts,
        organisation=organisation.current().name(lang()),
        state=state_word(page.submission),
        now=clock.now(),
    )
    # An answer may hold an emoji that no font of ours has: a box in a working paper beats no paper.
    return printer().render(html, replace_missing=True)


def state_word(row: SubmissionRow) -> str:
    """How far a form is, as a word to print."""
    return {
        "draft": t("Draft"),
        "submitted": t("Handed in"),
        "returned": t("Returned"),
        "done": t("Handed in"),
        "accepted": t("Accepted"),
    }[row.state]
