"""The book as a file: a PDF that can be listened to and printed, an EPUB that devices take."""

import io
from collections.abc import Iterator
from datetime import date

import pypdf
import pytest
from flask import Flask
from PIL import Image

from courseware.content.definitions import Course
from courseware.publishing.documents.covers import Cover, draw_cover
from courseware.publishing.documents.epub_book import write_book
from courseware.publishing.documents.pdf_book import print_book
from courseware.settings.rules import Organisation
from courseware.web import locale
from tests.publishing.epubs import opened, wrong_with

DAY = date(2026, 3, 1)
WHOSE = Organisation(name_zh="棠序学院", name_en="Tangxu Academy")


@pytest.fixture(autouse=True)
def context(one_app: Flask) -> Iterator[None]:
    with one_app.app_context():
        yield
    locale.use("zh")


def epub(course: Course, language: str) -> bytes:
    locale.use(language)
    return write_book(course, WHOSE, day=DAY, platform="http://localhost")


def pdf(course: Course, language: str) -> bytes:
    locale.use(language)
    return print_book(course, WHOSE, day=DAY, platform="http://localhost")


def outline(
    reader: pypdf.PdfReader, entries: object = None, depth: int = 1
) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for entry in reader.outline if entries is None else entries:  # type: ignore[attr-defined]  # a nested list
        if isinstance(entry, list):
            found += outline(reader, entry, depth + 1)
        else:
            found.append((depth, str(entry.title)))
    return found


@pytest.mark.parametrize("language", ["zh", "en", "zh-Hant"])
def test_the_whole_course_as_epub_is_taken_by_devices(shipped: Course, language: str):
    book = opened(epub(shipped, language))
    assert wrong_with(book) == []
    assert len(book.pages) > 60
    assert book.package.findtext(".//{*}language") == locale.HTML_LANG[language]
    assert book.package.findtext(".//{*}creator") == WHOSE.name(locale.lang())


def test_an_epub_in_traditional_characters_is_in_them(shipped: Course):
    assert "銷售戰略管理" in opened(epub(shipped, "zh-Hant")).words("EPUB/imprint.xhtml")


def test_the_same_course_gives_the_same_bytes(course: Course):
    assert epub(course, "zh") == epub(course, "zh")
    assert pdf(course, "en") == pdf(course, "en")


def test_a_pdf_has_cover_contents_chapters_glossary_and_an_outline(course: Course):
    reader = pypdf.PdfReader(io.BytesIO(pdf(course, "en")))
    assert reader.root_object["/MarkInfo"]["/Marked"].value  # type: ignore[index]  # tagged
    assert reader.metadata is not None
    assert reader.metadata.title == course.title.en
    assert WHOSE.name_en in reader.pages[0].extract_text()
    entries = outline(reader)
    for part in course.parts:
        assert (1, part.title.en) in entries
    lessons = [m.lessons["en"] for m in course.modules if "en" in m.lessons]
    for lesson in lessons:
        assert (2, lesson.title) in entries
        assert {(3, h.title) for h in lesson.headings if h.level == 2} <= set(entries)
    assert (1, "Glossary and index") in entries


def test_the_contents_name_the_page_on_which_a_module_begins(course: Course):
    reader = pypdf.PdfReader(io.BytesIO(pdf(course, "en")))
    pages = [page.extract_text() for page in reader.pages]
    title = course.modules[0].lessons["en"].title
    begins = next(n for n, text in enumerate(pages, 1) if "Module 1" in text and title in text)
    contents = next(text for text in pages if text.startswith("Contents"))
    line = next(line for line in contents.splitlines() if title in line)
    assert line.rstrip().endswith(f" {begins}")


def test_a_cover_bears_the_logo_of_the_organisation():
    logo = io.BytesIO()
    Image.new("RGB", (300, 100), "#00ff00").save(logo, "PNG")
    plain = Cover("Tangxu Academy", "Sales Strategy Management for Everybody", "Edition 1")
    with Image.open(io.BytesIO(draw_cover(plain))) as picture:
        assert picture.size == (1200, 1800)
        assert (0, 255, 0) not in {colour for _, colour in picture.convert("RGB").getcolors(9**9)}
    bearing = Cover("棠序学院", "销售战略管理", "1", logo.getvalue())
    with Image.open(io.BytesIO(draw_cover(bearing))) as picture:
        assert (0, 255, 0) in {colour for _, colour in picture.convert("RGB").getcolors(9**9)}
