"""Search over a course: words of two characters, 拼音, English, and what stands first."""

import threading

import pytest

from courseware.content.library import Library
from courseware.content.search import Hit
from tests.content.sample import Sample


@pytest.fixture
def library(sample: Sample) -> Library:
    return Library(sample.root)


def found(library: Library, words: str, lang: str = "zh") -> list[Hit]:
    index = library.index()
    return [index.show(match, lang) for match in index.search(words, lang)]


def marked(hit: Hit) -> list[str]:
    return [words for words, is_marked in (*hit.title, *hit.excerpt) if is_marked]


@pytest.mark.parametrize(
    ("query", "lang", "module"),
    [
        ("開場", "zh", "01-first-talk"),
        ("开场", "zh", "01-first-talk"),
        ("kaichang", "zh", "01-first-talk"),
        ("kai chang", "zh", "01-first-talk"),
        ("开场", "en", "01-first-talk"),
        ("目標", "zh", "02-team-plan"),
        ("KEY accounts", "en", "02-team-plan"),
        ("ＫＥＹ account", "zh", "02-team-plan"),
        ("客户 数字", "zh", "01-first-talk"),
        ("6000 万元", "zh", "02-team-plan"),
        ("问", "zh", "01-first-talk"),
    ],
)
def test_a_module_is_found_however_its_words_are_typed(
    library: Library, query: str, lang: str, module: str
) -> None:
    assert module in [hit.module for hit in found(library, query, lang)]


@pytest.mark.parametrize("query", ["   ", "查无此词龘", "qqqqqq", "'", "%", "[", "\\", "。，"])
def test_what_stands_nowhere_is_not_found(library: Library, query: str) -> None:
    assert not found(library, query)


def test_the_words_are_marked_in_the_passage(library: Library) -> None:
    for query in ("开场", "kaichang"):
        hits = found(library, query)
        assert hits
        assert all("开场" in marked(hit) for hit in hits)


def test_a_heading_that_is_the_word_stands_before_texts_that_hold_it(library: Library) -> None:
    hit = found(library, "常见错误")[0]
    assert (hit.kind, hit.id, hit.name) == ("lesson", "mistakes", "常见错误")


def test_a_passage_is_quoted_in_the_address(library: Library) -> None:
    hit = next(hit for hit in found(library, "抢答") if hit.kind == "lesson")
    path, _, quoted = hit.href.partition(":~:text=")
    assert path == "/modules/01-first-talk#mistakes"
    assert quoted


def test_the_other_language_is_named(library: Library) -> None:
    hits = [hit for hit in found(library, "抢答", "en") if hit.excerpt]
    assert hits
    assert {hit.lang for hit in hits} == {"zh"}


def test_many_threads_share_one_index(library: Library) -> None:
    made: list[object] = []
    threads = [threading.Thread(target=lambda: made.append(library.index())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(map(id, made))) == 1


def test_a_changed_course_is_searched_anew(library: Library, sample: Sample) -> None:
    before = library.index()
    sample.change("modules/course.yaml", "test-1", "test-2")
    library.refresh()
    assert library.index() is not before
