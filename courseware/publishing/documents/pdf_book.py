"""The whole course as one PDF to print or to read on a screen."""

from datetime import date

from courseware.content.definitions import Course
from courseware.publishing.rules.books import Style, book_text
from courseware.settings.rules import Organisation
from courseware.web import locale
from courseware.web.printing import printer
from courseware.web.render import render_text


def print_book(course: Course, organisation: Organisation, *, day: date, platform: str) -> bytes:
    """In the language that is spoken now. Half a minute and half a gigabyte for fifty lessons."""
    return printer().render(
        _html(course, organisation, day=day, platform=platform), replace_missing=True
    )


def _html(course: Course, organisation: Organisation, *, day: date, platform: str) -> str:
    # The titles of parts and chapters are the first two levels of the outline.
    style = Style(lambda key, anchor: f"#{anchor or key}", deeper=1, platform=platform)
    return render_text(
        "pdf/book.html",
        book=book_text(course, locale.lang(), style),
        organisation=organisation.name(locale.lang()),
        logo=organisation.logo,
        day=day,
        platform=platform,
    )
