"""What stands on paper is read as it was meant, and nonsense is not taken for an answer."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.content.definitions import QuestionDefinition
from courseware.errors import Refused
from courseware.quiz.types import TYPES, notation, type_of
from tests.quiz.samples import SAMPLES

ORDERS = {
    "single": ["c", "a", "d", "b"],
    "multiple": ["e", "d", "c", "b", "a"],
    "true_false": [],
    "fill_in": [],
    "numeric": [],
    "matching": ["c", "a", "b"],
    "ordering": ["b", "d", "a", "c"],
    "categorize": ["d", "a", "c", "b"],
    "short_text": [],
}
TEXTS = st.text(min_size=1, max_size=80).map(str.strip).filter(lambda s: s and s not in "-–—_/")


def subsets(ids: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(list(ids)), unique=True, min_size=1)


def placed(items: str, places: str) -> st.SearchStrategy[dict[str, str]]:
    one_place = st.sampled_from(list(places))
    return st.dictionaries(st.sampled_from(list(items)), one_place, min_size=1)


RESPONSES: dict[str, st.SearchStrategy[Any]] = {
    "single": st.sampled_from("abcd"),
    "multiple": subsets("abcde").map(sorted),
    "true_false": st.sampled_from(["true", "false"]),
    "fill_in": TEXTS,
    "numeric": st.decimals(-(10**9), 10**9, places=2).map(str)
    | st.integers(0, 10**9).map(lambda n: f"{n:,} %"),
    "matching": placed("abc", "abc"),
    "ordering": subsets("abcd"),
    "categorize": placed("abcd", "xy"),
    "short_text": TEXTS,
}


def read(kind: str, text: str) -> Any:
    return notation.read(SAMPLES[kind], ORDERS[kind], text)


@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data(), seed=st.integers(0, 1000))
def test_what_was_written_is_read_as_it_was(kind: str, data: st.DataObject, seed: int):
    question: QuestionDefinition = SAMPLES[kind]
    order = type_of(question).shuffle(question, Random(seed))
    response = data.draw(RESPONSES[kind])
    assert notation.read(question, order, notation.written(question, order, response)) == response


@pytest.mark.parametrize("kind", TYPES)
def test_the_key_survives_the_way_over_paper_with_full_marks(kind: str):
    question = SAMPLES[kind]
    code = notation.written(question, ORDERS[kind], type_of(question).key(question))
    answer = notation.read(question, ORDERS[kind], code)
    assert answer == type_of(question).key(question)
    if type_of(question).marked_here:
        assert type_of(question).mark(question, answer).right


@pytest.mark.parametrize("kind", TYPES)
@given(text=st.text(max_size=40))
def test_anything_typed_is_an_answer_or_a_sentence(kind: str, text: str):
    try:
        response = read(kind, text)
    except Refused as refusal:
        sentence, response = refusal.sentence, None
    else:
        sentence = "Write "
    assert sentence.startswith("Write ")
    assert type_of(SAMPLES[kind]).mark(SAMPLES[kind], response).fraction <= 1


def test_codes_follow_the_order_of_the_paper():
    written = {
        kind: notation.written(q, ORDERS[kind], type_of(q).key(q)) for kind, q in SAMPLES.items()
    }
    assert written["single"] == "D"
    assert written["multiple"] == "B C E"
    assert written["true_false"] == "F"
    assert written["matching"] == "1B 2C 3A"
    assert written["ordering"] == "C A D B"
    assert written["categorize"] == "1B 2A 3B 4A"


@pytest.mark.parametrize(
    ("kind", "text", "response"),
    [
        ("single", " b. ", "a"),
        ("single", "Ｂ", "a"),
        ("single", "（B）", "a"),
        ("single", "Ⓑ", "a"),
        ("multiple", "ace", ["a", "c", "e"]),
        ("multiple", "Ａ、Ｃ，Ｅ", ["a", "c", "e"]),
        ("multiple", "E; C / A", ["a", "c", "e"]),
        ("true_false", "对", "true"),
        ("true_false", "√", "true"),
        ("true_false", "true.", "true"),
        ("true_false", "錯", "false"),
        ("true_false", "×", "false"),
        ("true_false", "ｆ", "false"),
        ("numeric", " 25 % ", "25 %"),
        ("numeric", "百分之二十五", "百分之二十五"),
        ("matching", "1c2a3b", {"a": "b", "b": "c", "c": "a"}),
        ("matching", "３－Ｂ，１－Ｃ", {"c": "a", "a": "b"}),
        ("matching", "C A B", {"a": "b", "b": "c", "c": "a"}),
        ("matching", "①C、②A", {"a": "b", "b": "c"}),
        ("ordering", "c→a→d→b", ["a", "b", "c", "d"]),
        ("ordering", "C，A", ["a", "b"]),
        ("categorize", "1A 2A 3B 4b", {"d": "x", "a": "x", "c": "y", "b": "y"}),
        ("categorize", "aabb", {"d": "x", "a": "x", "c": "y", "b": "y"}),
        ("fill_in", "  取舍 ", "取舍"),
        ("short_text", "", None),
        ("single", "   ", None),
        ("matching", "—", None),
    ],
)
def test_spelling_does_not_matter(kind: str, text: str, response: Any):
    assert read(kind, text) == response


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("single", "E", "from A to D"),
        ("single", "A B", "one letter"),
        ("multiple", "A A", "each once"),
        ("multiple", "A Z", "from A to E"),
        ("true_false", "A", "T for true"),
        ("numeric", "many", "a number"),
        ("matching", "1D", "from A to C"),
        ("matching", "4A", "from 1 to 3"),
        ("matching", "1A 1B", "such as 1B 2A"),
        ("matching", "AB", "for each number"),
        ("ordering", "A B B", "each once"),
        ("categorize", "1C", "from A to B"),
        ("categorize", "0A", "from 1 to 4"),
    ],
)
def test_nonsense_is_refused_with_what_was_expected(kind: str, text: str, expected: str):
    with pytest.raises(Refused, match=expected):
        read(kind, text)
