"""The whole course as an EPUB for phones and reading devices."""

import uuid
from datetime import date

from courseware.config import ROOT
from courseware.content.definitions import Course
from courseware.kit.epub import Page, Publication, write_epub
from courseware.publishing.documents.covers import Cover, draw_cover
from courseware.publishing.rules.books import BookText, Chapter, Style, book_text
from courseware.settings.rules import Organisation
from courseware.web import locale
from courseware.web.locale import t
from courseware.web.printing import storage
from courseware.web.render import render_text

CSS = ROOT / "static" / "css" / "epub-book.css"


def write_book(course: Course, organisation: Organisation, *, day: date, platform: str) -> bytes:
    """In the language that is spoken now."""
    style = Style(
        lambda key, anchor: f"{key}.xhtml{'#' if anchor else ''}{anchor}", platform=platform
    )
    book = book_text(course, locale.lang(), style)
    name = organisation.name(locale.lang())
    edition = t("Edition {edition}", edition=book.edition)
    logo = storage().get(organisation.logo) if organisation.logo else b""
    return write_epub(
        Publication(
            # One book for each platform, edition and language, however often it is made.
            identifier=uuid.uuid5(
                uuid.NAMESPACE_URL, f"{platform}/book/{book.edition}/{locale.choice()}"
            ).urn,
            title=book.title,
            lang=locale.HTML_LANG[locale.choice()],
            author=name,
            day=day,
            description=edition,
            summary=t("All text can be read aloud and enlarged; every picture has its words."),
            pages=_pages(book, name, day=day, platform=platform),
            css=CSS.read_text("utf-8"),
            cover=draw_cover(Cover(name, book.title, edition, logo)),
            contents=t("Contents"),
            cover_name=t("Cover"),
        )
    )


def _pages(book: BookText, organisation: str, *, day: date, platform: str) -> tuple[Page, ...]:
    values = {"book": book, "organisation": organisation, "day": day, "platform": platform}

    def page(name: str, **more: object) -> str:
        return render_text(f"publishing/epub/{name}.html", **values, **more)

    found = [Page("imprint", t("About this book"), page("imprint"), kind="colophon", depth=0)]
    for part in book.parts:
        found.append(Page(part.key, part.title, page("part", part=part), kind="part"))
        found += [_chapter(one, page("chapter", chapter=one), depth=2) for one in part.chapters]
    if book.story:
        found.append(_chapter(book.story, page("chapter", chapter=book.story), depth=1))
    words = t("Glossary and index")
    found.append(Page("glossary", words, page("glossary"), kind="glossary"))
    return tuple(found)


def _chapter(chapter: Chapter, html: str, *, depth: int) -> Page:
    title = chapter.title if chapter.number is None else f"{chapter.number} {chapter.title}"
    inner = tuple((heading.id, heading.title) for heading in chapter.headings)
    return Page(chapter.key, title, html, depth=depth, inner=inner)
