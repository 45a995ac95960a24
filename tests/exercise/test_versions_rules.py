"""A draft moves to another version of its form: what fits is kept, a renamed field moves along, no word is lost."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware.authoring.rules import to_json
from courseware.content import catalogue
from courseware.content.definitions import (
    Digest,
    ExerciseDefinition,
    FieldDefinition,
    SectionDefinition,
    Text,
)
from courseware.exercise.rules.answers import is_empty, number
from courseware.exercise.rules.migrating import Moved, may_move, migrate
from courseware.exercise.rules.pinned import exercise_from

ROOT = Path(__file__).parents[2]
OPTIONS = (("grow", Text("增长", "Growth")), ("keep", Text("保持", "Keep")))


def field(key: str, kind: str = "text", **more: Any) -> FieldDefinition:
    return FieldDefinition(key, kind, Text(f"字段{key}", f"Field {key}"), **more)


def form(*fields: FieldDefinition) -> ExerciseDefinition:
    section = SectionDefinition("s", Text("段", "Section"), None, fields)
    version = "".join(f"{f.key}{f.type}" for f in fields)
    return ExerciseDefinition(
        id="x", module="m", title=Text("表", "Form"), purpose=Text("用", "Use"), minutes=5, filled_by="learner",
        done_when="accepted", certifies=False, repeats="free", rubric="r", layout="form", sections=(section,),
        checks=(), example={}, digest=Digest(version, version),
    )  # fmt: skip


def move(before: FieldDefinition, after: FieldDefinition, value: Any) -> Moved:
    return migrate(form(before), form(after), {before.key: value}, {})


def test_kept_fields_are_kept_and_removed_ones_become_the_appendix():
    before = form(field("a"), field("b", "list"), field("gone", "choice", options=OPTIONS))
    after = form(field("a"), field("b", "list"), field("new"))
    moved = migrate(before, after, {"a": "甲", "b": ["1", "2"], "gone": "grow"}, {})
    assert moved.answers == {"a": "甲", "b": ["1", "2"]}
    assert moved.appendix == {
        "gone": {
            "label": {"zh": "字段gone", "en": "Field gone"},
            "answer": {"zh": "增长", "en": "Growth"},
        }
    }


def test_a_renamed_field_and_a_renamed_column_move_along():
    rows = field("goals", "table", columns=(field("goal"), field("mark", "number")))
    named = field(
        "aims", "table", was="goals", columns=(field("aim", was="goal"), field("mark", "number"))
    )
    moved = migrate(form(rows), form(named), {"goals": [{"goal": "签约", "mark": 3}]}, {})
    assert moved.answers == {"aims": [{"aim": "签约", "mark": 3}]}
    assert moved.appendix == {}
    assert moved.renamed("goals") == "aims"


@pytest.mark.parametrize(
    ("before", "value", "after", "expected"),
    [
        ("text", "12,000", "number", 12000),
        ("number", 12, "text", "12"),
        ("text", "2026-09-30", "date", "2026-09-30"),
        ("text", "2026-Q3", "period", "2026-Q3"),
        ("long_text", "one\ntwo", "list", ["one", "two"]),
        ("list", ["one", "two"], "long_text", "one\ntwo"),
        ("list", ["one"], "text", "one"),
        ("list", ["top"], "tree", [{"name": "top", "under": ""}]),
        ("number", 4, "rating", 4),
        ("number", 4, "percent", 4),
    ],
)
def test_a_value_is_converted_where_it_reads_as_the_new_type(
    before: str, value: Any, after: str, expected: Any
):
    moved = move(field("a", before), field("a", after), value)
    assert moved.answers == {"a": expected}
    assert moved.appendix == {}


@pytest.mark.parametrize(
    ("before", "value", "after"),
    [
        ("text", "about a dozen", "number"),
        ("text", "next week", "date"),
        ("number", 12, "rating"),
        ("list", ["one", "two"], "text"),
        ("table", [{"x": "one"}], "list"),
        ("graph", {"nodes": [{"name": "厂长", "kind": ""}], "links": []}, "text"),
        ("long_text", "x" * 1200, "text"),
    ],
)
def test_a_value_that_does_not_read_as_the_new_type_goes_to_the_appendix(
    before: str, value: Any, after: str
):
    columns = (field("x"),) if before == "table" else ()
    moved = move(field("a", before, columns=columns), field("a", after), value)
    assert moved.answers == {}
    assert all(word in moved.appendix["a"]["answer"]["en"] for word in _leaves(value))


def test_a_choice_finds_its_words_and_a_lost_option_is_told_in_words():
    text, choice = field("a"), field("a", "choice", options=OPTIONS)
    assert move(text, choice, "Growth").answers == {"a": "grow"}
    assert move(choice, field("a", "choice", options=OPTIONS[1:]), "grow").appendix["a"][
        "answer"
    ] == {"zh": "增长", "en": "Growth"}
    many = field("a", "multi_choice", options=OPTIONS)
    fewer = field("a", "multi_choice", options=OPTIONS[1:])
    moved = move(many, fewer, ["grow", "keep"])
    assert moved.answers == {"a": ["keep"]}
    assert moved.appendix["a"]["answer"]["zh"] == "增长"


def test_a_lost_cell_is_told_with_its_row():
    before = field("t", "table", columns=(field("a"), field("b")))
    after = field("t", "table", columns=(field("a"),))
    moved = move(before, after, [{"a": "1", "b": ""}, {"a": "2", "b": "why"}])
    assert moved.answers == {"t": [{"a": "1"}, {"a": "2"}]}
    entry = moved.appendix["t.b"]
    assert entry["answer"]["zh"] == "2. why"
    assert entry["label"]["en"] == "Field t · Field b"


def test_computed_fields_are_left_out():
    before = form(field("a", "number"), field("sum", "computed", formula="a"))
    moved = migrate(before, form(field("a", "number")), {"a": 1, "sum": 1}, {})
    assert moved.appendix == {}


def test_a_second_version_adds_to_the_appendix():
    one = migrate(form(field("a")), form(field("b")), {"a": "first"}, {})
    two = migrate(form(field("b"), field("a")), form(field("c")), {"a": "second"}, one.appendix)
    assert [entry["answer"]["en"] for entry in two.appendix.values()] == ["first", "second"]


def test_a_returned_form_moves_only_if_it_asks_for_nothing_else():
    before, named = form(field("a"), field("b")), form(field("a"), field("c", was="b"))
    answers = {"a": "1", "b": "2"}
    assert may_move(named, migrate(before, named, answers, {}), ["b"])
    without = form(field("a"))
    assert not may_move(without, migrate(before, without, answers, {}), ["b"])
    asks_more = form(field("a"), field("b"), field("new", required=True))
    assert not may_move(asks_more, migrate(before, asks_more, answers, {}), ["b"])


# ---- any answers, between any two versions ------------------------------------------------------------------

TYPES = (
    "text", "long_text", "list", "number", "percent", "rating", "date", "period", "choice", "multi_choice",
    "matrix", "graph", "tree", "table", "computed",
)  # fmt: skip
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), max_size=30)
KEYS = ("a", "b", "c", "d")


@st.composite
def fields(draw: Any, keys: tuple[str, ...] = KEYS, *, columns: bool = False) -> FieldDefinition:
    kinds = ("text", "number", "date", "choice", "rating") if columns else TYPES
    key, kind = draw(st.sampled_from(keys)), draw(st.sampled_from(kinds))
    more: dict[str, Any] = {}
    if kind in ("choice", "multi_choice"):
        more["options"] = draw(st.sampled_from((OPTIONS, OPTIONS[1:])))
    if kind == "table":
        more["columns"] = draw(unique(columns=True))
    if kind == "matrix":
        more["rows"] = more["cells"] = draw(st.sampled_from((OPTIONS, OPTIONS[1:])))
    was = draw(st.sampled_from((None, *keys)))
    return field(key, kind, was=was if was != key else None, **more)


def unique(*, columns: bool = False) -> Any:
    keys = ("p", "q", "r") if columns else KEYS
    found = st.lists(
        fields(keys, columns=columns), min_size=1, max_size=4, unique_by=lambda f: f.key
    )
    return found.map(tuple)


def rows(*keys: str) -> Any:
    return st.lists(st.fixed_dictionaries(dict.fromkeys(keys, WORDS)), max_size=3)


def value_of(one: FieldDefinition) -> Any:  # noqa: PLR0911 - one a type
    match one.type:
        case "number" | "percent" | "rating":
            return st.one_of(st.integers(-9, 10**6), WORDS)
        case "list":
            return st.lists(WORDS, max_size=4)
        case "choice":
            return st.sampled_from(["", *(o for o, _ in one.options)])
        case "multi_choice":
            return st.lists(st.sampled_from([o for o, _ in one.options]), unique=True)
        case "table":
            cells = {c.key: value_of(c) for c in one.columns}
            return st.lists(st.fixed_dictionaries(cells), max_size=3)
        case "tree":
            return rows("name", "under")
        case "graph":
            return st.fixed_dictionaries(
                {"nodes": rows("name", "kind"), "links": rows("from", "to", "label")}
            )
        case "matrix":
            cells = st.fixed_dictionaries({c: WORDS for c, _ in one.cells})
            return st.fixed_dictionaries({row: cells for row, _ in one.rows})
    return WORDS


@st.composite
def drafts(draw: Any) -> tuple[ExerciseDefinition, ExerciseDefinition, dict[str, Any]]:
    before, after = form(*draw(unique())), form(*draw(unique()))
    answers = {f.key: draw(value_of(f)) for f in before.fields if f.type != "computed"}
    stray = draw(st.dictionaries(st.just("stray"), WORDS))
    return before, after, answers | stray


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for held in value.values():
            yield from _leaves(held)
    elif isinstance(value, list):
        for held in value:
            yield from _leaves(held)
    elif not is_empty(value):
        yield str(value)


def told(moved: Moved) -> str:
    """Every word of the result, with the words of chosen options beside their ids."""
    words = [*_leaves(moved.answers), *_leaves(moved.appendix)]
    if any(word in ("Growth", "增长") or "Growth" in word for word in words) or "grow" in words:
        words += ["grow", "Growth", "增长"]
    if any("Keep" in word for word in words) or "keep" in words:
        words += ["keep", "Keep", "保持"]
    return "\n".join(words)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts())
def test_no_word_is_lost_and_moving_twice_is_moving_once(draft: Any):
    before, after, answers = draft
    moved = migrate(before, after, answers, {})
    text = told(moved)
    numbers = set(re.findall(r"-?\d+", text))
    for leaf in _leaves(answers):
        plain = leaf.strip()
        assert plain in text or plain.replace(",", "") in numbers or _number(plain) in text, leaf
    again = migrate(after, after, moved.answers, moved.appendix)
    assert again.answers == moved.answers
    assert again.appendix == moved.appendix


def _number(leaf: str) -> str:
    found = number(leaf)
    return str(found) if found is not None else "\0"


# ---- forms kept as JSON -------------------------------------------------------------------------------------

EVERY = [
    pytest.param(each, id=each.id)
    for root in (ROOT, ROOT / "tests/data/course")
    for each in catalogue.load(root).course.exercises.values()  # type: ignore[union-attr]  # both can be read
]


@pytest.mark.parametrize("definition", EVERY)
def test_a_form_comes_back_from_json_as_it_was(definition: ExerciseDefinition):
    assert exercise_from(json.loads(json.dumps(to_json(definition)))) == definition


@pytest.mark.parametrize("definition", EVERY)
def test_the_example_of_every_form_moves_to_the_same_form_unchanged(definition: ExerciseDefinition):
    example = dict(definition.example["zh"])
    newer = replace(definition, digest=Digest("0" * 16, "0" * 16))
    moved = migrate(definition, newer, example, {})
    assert moved.answers == example
    assert moved.appendix == {}
