"""The PDF of a certificate, unsigned: its page in a look, and behind it the form that it is about."""

from dataclasses import replace

from courseware.certificates.documents.looks import Look, chosen
from courseware.certificates.documents.pages import page_of
from courseware.certificates.documents.stamping import in_full, stamped
from courseware.certificates.types import CertificateRow
from courseware.exercise import queries as exercises
from courseware.exercise.rules import layouts
from courseware.web.locale import lang, use
from courseware.web.render import render_text


def print_page(row: CertificateRow, look: Look, *, copy: bool) -> bytes:
    """A certificate as it is kept; with `copy`, marked as another rendition than the one that is kept."""
    page = page_of(row, look, chosen(), copy=copy)
    if row.kind != "exercise":
        return stamped(page)
    return in_full(replace(page, form=_form(row, look.lang)))


def _form(row: CertificateRow, language: str) -> str:
    """The accepted form in the first language of the certificate, whoever asks for it."""
    spoken = lang()
    use(language)
    try:
        page = exercises.printable(row.source_id, language)
        return render_text("pdf/forms/_form.html", page=page, sheet=page.sheet, layouts=layouts)
    finally:
        use(spoken)
