"""The whole course as a book: what lies ready."""

from typing import Any

from courseware.content import current
from courseware.publishing import queries
from courseware.publishing.routes.base import bp
from courseware.web.access import signed_in
from courseware.web.locale import lang
from courseware.web.render import render


@bp.get("/book")
@signed_in
def book() -> Any:
    digest = current.course().digest
    ready = [form for form in ("pdf", "epub") if queries.file_of(lang(), form, digest)]
    return render("publishing/book.html", ready=ready)
