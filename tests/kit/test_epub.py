"""Any pages become one file that reading devices take."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from courseware.kit.epub import Page, Publication, write_epub, xhtml
from tests.publishing.epubs import XHTML, opened, wrong_with

BOOK = Publication(
    identifier="urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8",
    title="Trees & <shrubs>",
    lang="en",
    author="Nursery",
    day=date(2026, 3, 1),
    description="All of them",
    summary="Plain text.",
    pages=(
        Page("preface", "Preface", "<p>Hello<br>there &nbsp;— 你好</p>", kind="preface"),
        Page("part-1", "Tall", "<h1>Tall</h1>", kind="part"),
        Page("oak", "Oak", '<h1>Oak</h1><h2 id="leaf">Leaf</h2>', 2, inner=(("leaf", "Leaf"),)),
        Page("ash", "Ash", '<h1>Ash</h1><svg viewBox="0 0 1 1" aria-label="a"><path d="M0 0"/></svg>', 2),
        Page("end", "End", '<p><a href="oak.xhtml#leaf">back</a></p>'),
    ),
    css="p { margin: 0 }",
    cover=b"\x89PNG",
    contents="Contents",
    cover_name="Cover",
)  # fmt: skip


def test_nothing_is_wrong_with_it():
    assert wrong_with(opened(write_epub(BOOK))) == []


def test_the_same_pages_give_the_same_bytes():
    assert write_epub(BOOK) == write_epub(BOOK)


def test_its_contents_hang_together_as_the_pages_do():
    nav = opened(write_epub(BOOK)).pages["EPUB/nav.xhtml"].find(f".//{XHTML}nav")
    assert nav is not None

    assert _tree(nav.find(f"{XHTML}ol")) == [
        ("Preface", []),
        ("Tall", [("Oak", [("Leaf", [])]), ("Ash", [])]),
        ("End", []),
    ]


def _tree(ol: Any) -> list[tuple[str, Any]]:
    entries = () if ol is None else ol
    return [(li.find(f"{XHTML}a").text, _tree(li.find(f"{XHTML}ol"))) for li in entries]


@pytest.mark.parametrize(
    ("html", "xml"),
    [
        ("<p>a<br>b", "<p>a<br />b</p>"),
        ("a & b", "a &amp; b"),
        ("<td>1 < 2</td>", "1 &lt; 2"),
        ('<a href="x" rel="noopener">y</a>', '<a href="x">y</a>'),
        ('<svg viewBox="0 0 1 1"></svg>', '<svg viewBox="0 0 1 1" xmlns="http://www.w3.org/2000/svg" />'),
    ],
)  # fmt: skip
def test_html_becomes_xml(html: str, xml: str):
    assert xhtml(html) == xml


def test_a_page_that_is_in_the_book_twice_would_be_found():
    twice = replace(BOOK, pages=(Page("a", "A", '<p id="x"></p><p id="x"></p>'),))
    assert wrong_with(opened(write_epub(twice))) == ["EPUB/a.xhtml: x twice"]
