"""Making books: when somebody asks, and at night when the course was changed."""

from collections.abc import Callable, Mapping

from flask import current_app

from courseware.content import current
from courseware.kit import clock, jobs
from courseware.publishing import actions
from courseware.publishing.documents.epub_book import write_book
from courseware.publishing.documents.pdf_book import print_book
from courseware.publishing.queries.books import books
from courseware.publishing.rules.shelf import NIGHT, to_renew
from courseware.settings import queries as settings
from courseware.web import locale
from courseware.web.printing import DELETE_FILE, storage

MAKERS: Mapping[str, Callable[..., bytes]] = {"pdf": print_book, "epub": write_book}


def make_book(lang: str, form: str) -> None:
    """Make the book of the course as this process has it; a second run finds it there."""
    course, organisation = current.course(), settings.current()
    if any((b.lang, b.form, b.digest) == (lang, form, course.digest) and b.file for b in books()):
        return
    locale.use(lang)
    day = clock.local_day(clock.now(), organisation.time_zone)
    platform = current_app.config["PUBLIC_URL"]
    # Rendered before anything is written: it takes half a minute.
    data = MAKERS[form](course, organisation, day=day, platform=platform)
    key = storage().put(data, f".{form}")
    made = actions.MadeBook(lang, form, course.digest, key, len(data))
    for old in actions.keep_book(made):
        jobs.put(DELETE_FILE, old)


def renew_books() -> None:
    """At night, ask for the new state of every book that somebody once wanted."""
    if clock.now().astimezone(settings.current().zone).hour not in NIGHT:
        return
    digest = current.course().digest
    for lang, form in to_renew(books(), digest):
        actions.ask_for_book(lang, form, digest)
