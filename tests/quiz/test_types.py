"""Marking is fair: the key earns everything, nothing earns more, and order matters only where it should."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.authoring.rules import question_from, to_json
from courseware.quiz.types import TYPES, type_of
from tests.quiz.papers import fields_of
from tests.quiz.samples import SAMPLES, question, text

MARKED = [kind for kind in TYPES if kind != "short_text"]
IDS = st.sampled_from("abcdexyz")
RESPONSES = (
    st.none()
    | st.text(max_size=30)
    | st.lists(IDS, max_size=8)
    | st.dictionaries(IDS, IDS, max_size=8)
    | st.integers()
)
#: whatever JSON can hold, near the shapes that answers have
GARBAGE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | IDS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(IDS | st.text(), inner, max_size=6),
    max_leaves=20,
)


def mark(kind: str, response: Any) -> float:
    return TYPES[kind].mark(SAMPLES[kind], response).fraction


def said(kind: str, response: Any) -> list[str]:
    return [words.en for words in TYPES[kind].mark(SAMPLES[kind], response).feedback]


@pytest.mark.parametrize("kind", MARKED)
def test_the_key_earns_the_full_mark(kind: str):
    key = TYPES[kind].key(SAMPLES[kind])
    assert TYPES[kind].mark(SAMPLES[kind], key).right


def test_there_are_nine_types_and_each_has_a_sample():
    assert set(TYPES) == set(SAMPLES)
    assert len(TYPES) == 9


@pytest.mark.parametrize("kind", MARKED)
def test_no_answer_earns_nothing(kind: str):
    assert mark(kind, None) == 0


@given(st.sampled_from(list(TYPES)), RESPONSES)
def test_whatever_was_stored_can_be_marked_and_never_earns_more_than_everything(
    kind: str, response: Any
):
    assert 0 <= mark(kind, response) <= 1


@given(st.sampled_from(list(TYPES)), GARBAGE)
def test_any_json_can_be_marked_and_never_earns_more_than_everything_or_less_than_nothing(
    kind: str, response: Any
):
    assert 0 <= mark(kind, response) <= 1


@given(st.sampled_from([kind for kind in MARKED if kind not in ("fill_in", "numeric")]), RESPONSES)
def test_nothing_but_the_key_earns_the_full_mark(kind: str, response: Any):
    key = TYPES[kind].key(SAMPLES[kind])
    if kind == "multiple" and isinstance(response, list):
        response, key = sorted(set(response) & set("abcde")), sorted(key)
    elif kind in ("matching", "categorize") and isinstance(response, dict):
        response = {item: place for item, place in response.items() if item in key}
    elif kind == "ordering" and isinstance(response, list):
        response = [item for item in dict.fromkeys(response) if item in key]
    assert (mark(kind, response) == 1) == (response == key)


@pytest.mark.parametrize("kind", ["multiple", "matching", "categorize"])
@given(st.data())
def test_the_order_in_which_an_answer_was_put_together_does_not_matter(
    kind: str, data: st.DataObject
):
    shape = st.dictionaries(IDS, IDS, max_size=8) if kind != "multiple" else st.lists(IDS)
    response: Any = data.draw(shape)
    if isinstance(response, dict):
        mixed: Any = dict(data.draw(st.permutations(list(response.items()))))
    else:
        mixed = data.draw(st.permutations(response))
    assert mark(kind, response) == mark(kind, mixed)
    assert sorted(said(kind, response)) == sorted(said(kind, mixed))


@given(st.permutations(["a", "b", "c", "d"]))
def test_only_one_order_is_the_right_order(order: list[str]):
    assert (mark("ordering", order) == 1) == (order == ["a", "b", "c", "d"])


@pytest.mark.parametrize("kind", MARKED)
def test_the_fields_of_the_key_are_read_as_the_key(kind: str):
    sample, key = SAMPLES[kind], TYPES[kind].key(SAMPLES[kind])
    assert TYPES[kind].read(sample, fields_of(sample, key, 1), "q1") == key


@given(
    st.sampled_from(list(TYPES)),
    st.dictionaries(st.text(max_size=8), st.lists(st.text(), max_size=3)),
)
def test_whatever_a_browser_sends_can_be_read_and_marked(kind: str, fields: dict[str, list[str]]):
    name = "q1"
    sent = fields | {f"{name}{key}": values for key, values in fields.items()}
    response = TYPES[kind].read(SAMPLES[kind], sent, name)
    assert 0 <= mark(kind, response) <= 1


@given(st.permutations(["a", "b", "c", "d"]), st.sets(IDS))
def test_the_order_of_choices_does_not_matter(order: list[str], chosen: set[str]):
    sent = [i for i in order if i in chosen]
    assert mark("multiple", sent) == mark("multiple", sorted(sent))


@given(st.integers(), st.sampled_from(list(TYPES)))
def test_shuffling_keeps_every_part_and_the_same_seed_gives_the_same_order(seed: int, kind: str):
    sample = SAMPLES[kind]
    order = TYPES[kind].shuffle(sample, Random(seed))
    assert order == TYPES[kind].shuffle(sample, Random(seed))
    assert sorted(order) == sorted(TYPES[kind].shuffle(sample, Random(seed + 1)))
    if kind in ("ordering", "matching"):
        assert order != ["a", "b", "c", "d"][: len(order)]  # never shown solved


@pytest.mark.parametrize("kind", TYPES)
def test_a_question_kept_as_text_is_marked_as_before(kind: str):
    sample = SAMPLES[kind]
    kept = question_from(to_json(sample))
    key = TYPES[kind].key(sample)
    assert type_of(kept).mark(kept, key) == type_of(sample).mark(sample, key)
    assert type_of(kept).parts(kept, []).keys() == type_of(sample).parts(sample, []).keys()
    assert kept.digest == sample.digest
    assert to_json(kept) == to_json(sample)


def test_the_feedback_is_that_of_the_option_chosen():
    assert said("single", "a") == ["why a"]
    assert said("multiple", ["a", "b"]) == ["why a", "why b"]
    assert said("true_false", "true") == ["no"]
    assert said("fill_in", "compromise") == ["nearly"]
    assert said("numeric", "20%") == ["too low"]
    assert said("matching", {"a": "b"}) == ["a is not b"]
    assert said("ordering", ["b", "c", "a"]) == ["b comes after a"]
    assert said("categorize", {"a": "y"}) == ["a is inside"]
    assert said("short_text", "Price.") == ["say more"]


def test_several_choices_earn_shares_and_wrong_ones_take_shares_away():
    assert mark("multiple", ["a"]) == pytest.approx(1 / 3)
    assert mark("multiple", ["a", "c", "b"]) == pytest.approx(1 / 3)
    assert mark("multiple", ["a", "b", "e"]) == 0
    assert mark("multiple", ["a", "b", "c", "d", "e"]) == pytest.approx(1 / 3)


def test_pairs_and_cells_earn_shares():
    assert mark("matching", {"a": "a", "b": "c", "c": "b"}) == pytest.approx(1 / 3)
    assert mark("categorize", {"a": "x", "b": "y", "c": "y"}) == pytest.approx(1 / 2)


def test_two_right_sides_with_the_same_words_are_the_same_answer():
    pairs = [
        {"id": i, "left": text(i), "right": text(words)}
        for i, words in (("a", "x"), ("b", "x"), ("c", "y"))
    ]
    twins = question("matching", {"pairs": tuple(pairs)})
    assert type_of(twins).mark(twins, {"a": "b", "b": "a", "c": "c"}).right


@pytest.mark.parametrize(
    ("order", "share"),
    [("abcd", 1), ("bacd", 2 / 3), ("bcda", 2 / 3), ("dcba", 0), ("ab", 1 / 3), ("a", 0), ("", 0)],
)
def test_an_order_earns_its_longest_chain(order: str, share: float):
    assert mark("ordering", list(order)) == pytest.approx(share)


def test_items_without_a_place_of_their_own_are_not_guessed():
    kind, sample = TYPES["ordering"], SAMPLES["ordering"]
    same = {f"q1-{item}": ["1"] for item in "abcd"}
    assert kind.read(sample, same, "q1") is None
    assert kind.read(
        sample, {"q1-b": ["1"], "q1-a": ["2"], "q1-c": ["x"], "q1-d": ["-1"]}, "q1"
    ) == ["b", "a"]


@pytest.mark.parametrize(
    "typed", ["25", "25%", "２５％", "百分之二十五", "25.4", "24.5 %", " 25 ％ "]
)
def test_a_number_is_right_within_its_tolerance_however_it_is_typed(typed: str):
    assert mark("numeric", typed) == 1


@pytest.mark.parametrize("typed", ["26", "-25", "0.25", "many", ""])
def test_another_number_is_not(typed: str):
    assert mark("numeric", typed) == 0


@pytest.mark.parametrize("typed", ["權衡", "取 舍。", "Trade-off", "trade off", "TRADEOFF"])
def test_a_word_is_right_in_either_language_and_script(typed: str):
    assert mark("fill_in", typed) == 1


def test_what_was_not_offered_is_not_read():
    assert TYPES["single"].read(SAMPLES["single"], {"q1": ["zzz"]}, "q1") is None
    assert TYPES["multiple"].read(SAMPLES["multiple"], {"q1": ["zzz", "a"]}, "q1") == ["a"]
    assert TYPES["matching"].read(SAMPLES["matching"], {"q1-a": ["zzz"]}, "q1") is None
    assert TYPES["categorize"].read(SAMPLES["categorize"], {"q1-a": ["b"]}, "q1") is None
