"""What a reader has beside the text: entries of terms, both languages, how far they came, what comes next."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.content.definitions import Course, Term, Text
from courseware.learning.lessons import squeezed, text_of
from courseware.learning.pairing import side_by_side
from courseware.learning.tags import blocks, pieces
from courseware.learning.terms import mark_terms, terms_in
from tests.learning.conftest import FIRST, SECOND, Does, progress
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
PAGE = f"/modules/{FIRST}"


def with_terms(course: Course, **names: tuple[str, str]) -> Course:
    """The course with these terms: id → Chinese and English name."""
    terms = {
        name: Term(name, Text(*both), "x", Text("意思", "meaning"), 1)
        for name, both in names.items()
    }
    return replace(course, glossary=terms, digest="terms")


def links(html: str) -> list[str]:
    return [
        piece.source.split("#")[1].split('"')[0]
        for piece in pieces(html)
        if piece.name == "a" and piece.opens
    ]


def test_a_term_is_marked_once_a_section_and_the_longest_name_wins(course: Course):
    found = with_terms(course, question=("问题", "question"), open=("开放式问题", "open question"))
    page = '<h2 id="a">问题</h2><p>开放式问题和问题，问题。</p><h2 id="b">二</h2><p>再问问题</p>'
    marked = mark_terms(page, found, "zh", {})
    assert links(marked) == ["open", "question", "question"]
    assert text_of(marked) == text_of(page)
    assert [term.id for term in terms_in(marked, found)] == ["open", "question"]


@pytest.mark.parametrize(
    "page",
    [
        "<h3>问题</h3>", '<p><a href="/x">问题</a></p>', "<p><code>问题</code></p>",
        "<svg><text>问题</text></svg>", '<figure><table><tr><td title="问题">问题</td></tr></table></figure>',
        '<p>见<a href="/glossary#question">它</a>，问题</p>',
    ],
)  # fmt: skip
def test_no_term_is_marked_in_headings_links_code_and_pictures(course: Course, page: str):
    assert mark_terms(page, with_terms(course, question=("问题", "question")), "zh", {}) == page


def test_an_english_word_is_a_term_only_where_the_chinese_says_so(course: Course):
    found = with_terms(course, interest=("真实需求", "interest"), a=("并且", "R&D"))
    page = '<h2 id="a">x</h2><p>Interests, interesting, R&amp;D</p>'
    assert links(mark_terms(page, found, "en", {"a": "真实需求，并且"})) == ["interest", "a"]
    assert links(mark_terms(page, found, "en", {"a": "别的"})) == []


def test_pairs_stand_by_their_section_and_an_id_stands_once():
    own = '<h2 id="a">一</h2><p>甲</p><p>乙</p><h2 id="b">二</h2><p>丙</p>'
    other = (
        '<h2 id="b">Two</h2><p>C</p><p>D</p><h2 id="a">One</h2><p>A <a href="#b">b</a></p><p>B</p>'
    )
    found = side_by_side(own, other)
    assert [(text_of(pair.own), text_of(pair.other)) for pair in found] == [
        ("一", "One"), ("甲", "A b"), ("乙", "B"), ("二丙", "TwoCD"),
    ]  # fmt: skip
    assert 'id="a--2"' in found[0].other
    assert 'href="#b--2"' in found[1].other


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_pieces_of_a_lesson_are_the_lesson(course: Course, lang: str):
    for module in course.modules:
        if lang in module.lessons:
            html = str(module.lessons[lang].html)
            assert "".join(piece.source for piece in pieces(html)) == html
            assert squeezed("".join(block.html for block in blocks(html))) == squeezed(html)


def test_both_languages_stand_side_by_side(client_of: Browser):
    page = client_of("lin").get(f"{PAGE}?side=1&lang=en").text
    for words in ("Ask before you answer", "先问", 'lang="zh-CN"', "One language"):
        assert words in page
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))


def test_the_entries_of_the_terms_stand_below_the_lesson_in_both_languages(client_of: Browser):
    page = client_of("lin").get(PAGE).text
    entry = page[page.index('id="term-open-question"') :]
    for words in (
        "开放式问题",
        "kāifàngshì wèntí",
        "open question",
        "cannot be answered by yes or no",
    ):
        assert words in entry


def test_how_far_a_lesson_was_read_is_the_furthest_and_is_shown(
    client_of: Browser, database: db.Database, cast: Cast
):
    lin = client_of("lin")
    for reached in ("62", "40", ""):
        answer = lin.post(f"{PAGE}/places", data={"anchor": "say-it", "reached": reached})
        assert answer.status_code == 204
    assert progress(database, cast.lin).reached == 62
    assert "Go on where you stopped · 62%" in " ".join(lin.get(PAGE).text.split())
    assert "62% read" in lin.get("/modules").text
    for wrong in ("101", "-1", "far"):
        data = {"anchor": "say-it", "reached": wrong}
        assert lin.post(f"{PAGE}/places", data=data).status_code == 422
    assert "62%" not in client_of("otto").get("/modules").text


def test_at_the_end_of_a_lesson_it_can_be_read_off_at_once(client_of: Browser):
    lin = client_of("lin")
    bar = "data-at-end hidden"
    assert bar in lin.get(PAGE).text
    lin.post(f"{PAGE}/places", data={"anchor": "say-it", "reached": "97"})
    assert bar not in lin.get(PAGE).text


def test_the_bar_names_the_next_step(client_of: Browser, does: Does):
    def way() -> Any:
        page = client_of("lin").get(PAGE).text
        return page[page.index("data-lesson-bar") :]

    assert "To the end" in way()
    does("lesson")
    assert f'href="/quizzes/{FIRST}"' in way()
    does("quiz", score=90)
    assert f'href="/roleplays#{FIRST}"' in way()
    does("roleplay", "deck-talk")
    assert 'href="/exercises/field-note"' in way()
    does("exercise", "field-note", grade="self_checked")
    assert f'href="/modules/{SECOND}"' in way()
