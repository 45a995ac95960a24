"""The book holds all of the course, and each of its links leads somewhere in it. Over the course as it is shipped."""

import re

import pytest

from courseware.content.definitions import Course
from courseware.publishing.rules.books import BookText, Style, book_text

pytestmark = pytest.mark.usefixtures("one_app")
STYLE = Style(lambda key, anchor: f"#{anchor or key}", platform="https://train.example")
#: attributes of a tag
IDS, LINKS = re.compile(r'\sid="([^"]*)"'), re.compile(r'<a [^>]*href="([^"]*)"')


def ids_in(book: BookText) -> list[str]:
    found = [each for chapter in book.chapters for each in IDS.findall(chapter.html)]
    found += [chapter.key for chapter in book.chapters]
    return found + [entry.id for _, entries in book.letters for entry in entries]


@pytest.fixture(params=["zh", "en"])
def book(request: pytest.FixtureRequest, shipped: Course) -> BookText:
    return book_text(shipped, request.param, STYLE)


def test_all_lessons_are_in_it_in_their_order(book: BookText, shipped: Course):
    chapters = [chapter for part in book.parts for chapter in part.chapters]
    assert [c.number for c in chapters] == [m.number for m in shipped.modules]
    assert [c.title for c in chapters] == [m.lessons[book.lang].title for m in shipped.modules]
    for chapter, module in zip(chapters, shipped.modules, strict=True):
        said = [re.sub(r"^m\d\d-", "", heading.id) for heading in chapter.headings]
        assert said == [h.id for h in module.lessons[book.lang].headings if h.level == 2]
        assert len(re.findall("<svg", chapter.html)) == module.lessons[book.lang].html.count("<svg")


def test_no_trainers_note_is_in_it(book: BookText, shipped: Course):
    text = "".join(chapter.html for chapter in book.chapters)
    notes = [note.html for m in shipped.modules for note in m.lessons[book.lang].trainer_notes]
    assert notes
    assert not any(note in text for note in notes)


def test_every_id_is_there_once_and_every_link_leads_to_one(book: BookText):
    ids = ids_in(book)
    assert len(ids) == len(set(ids))
    links = [link for chapter in book.chapters for link in LINKS.findall(chapter.html)]
    links += [m.href for _, entries in book.letters for e in entries for m in e.mentions]
    assert {link for link in links if not link.startswith("https://")} <= {f"#{i}" for i in ids}
    assert {link for link in links if link.startswith("https://train.example/exercises/")}
    assert not [link for link in links if link.startswith("/")]


def test_every_term_stands_in_the_glossary_under_its_letter(book: BookText, shipped: Course):
    letters = [letter for letter, _ in book.letters]
    assert letters == sorted(letters, key=lambda letter: (letter == "#", letter))
    entries = [entry for _, those in book.letters for entry in those]
    assert {entry.id for entry in entries} == {f"term-{name}" for name in shipped.glossary}
    assert sum(1 for entry in entries if entry.mentions) > len(entries) * 0.9


def test_without_an_address_of_the_platform_nothing_leads_out(course: Course):
    book = book_text(course, "en", Style(lambda key, anchor: f"#{anchor or key}"))
    assert not [c for c in book.chapters if 'class="out" href="/' in c.html or 'href="/' in c.html]
