"""What forms make of answers: whatever is sent, nothing breaks; hints quote; carried answers fit."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware.content.definitions import Course, FieldDefinition, Text
from courseware.exercise.rules import layouts, smart
from courseware.exercise.rules.answers import as_typed, flat, merge, number, read_answers
from courseware.exercise.rules.carrying import carried_value, carry_over, sources_needed
from courseware.exercise.rules.drawing import Remarks, draw, figure
from courseware.exercise.rules.judging import check, compute, problems
from courseware.exercise.rules.repeating import periods
from courseware.exercise.types import Source

CHARS = st.text(max_size=40) | st.sampled_from(
    ["١٢٣", "🙂" * 30, "\u200f\u05e2\u05d1", "x" * 10_000, "1e999", "-0", "𠮷㛃", "\x00\u2028"]
)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | CHARS
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(CHARS, inner, max_size=4),
    max_leaves=8,
)
NAMES = st.sampled_from([
    "period", "start", "end", "owner", "kind", "helpers", "goals", "goals-0-goal", "goals-1-target", "goals-x-y",
    "goals-99999999-goal", "risks", "risks-0-text", "confidence", "swot", "swot.inside.helpful", "chain.nodes",
    "chain.links-0-from", "causes", "causes-0-text", "photo", "budget", "share", "nothing",
])  # fmt: skip


# Ten thousand characters many times over are the point here, not a slip.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sent=st.dictionaries(NAMES | CHARS, VALUES, max_size=12))
def test_no_answers_break_a_form(course: Course, sent: dict[str, Any]):
    form = course.exercises["plan"]
    answers = read_answers(form, sent)
    assert set(answers) == {f.key for f in form.fields if f.type != "computed"}
    wrong = problems(form, answers)
    compute(form, answers)
    for lang in ("zh", "en"):
        sheet = draw(form, answers, lang, Remarks(wrong, smart.hints(form, answers)))
        assert len(sheet.checks) == 2
        layouts.quadrants(sheet)
        layouts.cards(sheet.field("goals"))
        layouts.compared(sheet.field("goals"))
    assert read_answers(form, flat(answers)) == answers  # what a script gets back means the same


def test_two_hundred_rows_are_the_most(course: Course):
    sent = {"goals": [{"goal": str(n)} for n in range(1000)]}
    assert len(read_answers(course.exercises["plan"], sent)["goals"]) == 200


def test_the_shipped_examples_are_complete(course: Course):
    for form in course.exercises.values():
        for lang in ("zh", "en"):
            answers = read_answers(form, flat(dict(form.example[lang])))
            assert problems(form, answers) == [], form.id
            assert "fail" not in {c.state for c in check(form, answers, lang)}, form.id


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1,200", 1200), ("１２", 12), ("12.50", 12.5), ("20%", 20), ("−3", -3), ("许多", None), ("1e5", None),
     ("", None), ("1,2", None), (True, None), (float("nan"), None)],
)  # fmt: skip
def test_numbers_as_people_type_them(typed: Any, meant: Any):
    assert number(typed) == meant


def test_figures_read_well():
    assert [figure(n) for n in (1200000, 0.1 + 0.2, 2.0, -1234.5, None)] == [
        "1,200,000",
        "0.3",
        "2",
        "-1,234.5",
        "",
    ]


def hints(course: Course, **goal: Any) -> list[str]:
    form = course.exercises["plan"]
    return [h.sentence.format(**h.values) for h in smart.hints(form, {"goals": [goal]})]


def test_hints_quote_the_words(course: Course):
    found = hints(course, goal="努力提高业绩")
    assert found[0].startswith("“努力提高业绩”: no measure found")
    assert any("no date" in h for h in found)
    assert any(h.startswith("“努力” is vague") for h in found)
    assert hints(course, goal="12月31日前签下12家新客户", target=12) == []
    assert hints(course, goal="") == []


def test_mending_changes_only_what_was_returned():
    kept = {"a": "old", "b": "old", "gone": "of an older form"}
    assert merge(kept, {"a": "new", "b": "new"}, frozenset({"a"})) == {**kept, "a": "new"}


def test_carried_tables_keep_the_columns_both_have(course: Course):
    form = course.exercises["review"]
    assert sources_needed(form) == {"plan"}
    at = datetime(2026, 9, 1, tzinfo=UTC)
    goals = [{"goal": "新客户", "target": 30, "weight": 60}]
    source = Source("plan", 7, {"goals": goals}, at, "accepted")
    answers, carried = carry_over(form, {"plan": source})
    assert answers == {"goals": [{"goal": "新客户", "target": 30}]}
    assert (carried["goals"].submission_id, carried["goals"].at, carried["goals"].grade) == (
        7,
        at,
        "accepted",
    )
    assert carry_over(form, {}) == ({}, {})


def test_planned_stands_beside_actual(course: Course):
    answers = {
        "goals": [
            {"goal": "a", "target": 50, "actual": 40},
            {"goal": "b", "target": 10, "actual": ""},
        ]
    }
    lines = layouts.compared(draw(course.exercises["plan"], answers, "en").field("goals"))
    assert [(x.label, x.gap, x.share, x.tone) for x in lines] == [
        ("a", "-10", 80, "none"),
        ("b", "", None, "none"),
    ]
    assert (lines[0].planned_length, lines[0].actual_length) == (100, 80)


def test_periods_offered():
    assert periods("quarter", date(2026, 1, 5), 1) == ("2026-Q1", "2025-Q4")
    assert periods("year", date(2026, 5, 5), 4) == ("2026", "2025")
    assert periods("free", date(2026, 5, 5), 1) == ("",)


def test_a_field_takes_the_nearest_form_that_exists():
    field = FieldDefinition(
        "aim", "text", Text(zh="目标", en="Aim"), carry_from=("late.aim", "early.aim")
    )

    def source(exercise: str, aim: str) -> Source:
        return Source(exercise, 1, {"aim": aim}, datetime(2026, 9, 1, tzinfo=UTC), "submitted")

    early, late = source("early", "first"), source("late", "second")
    assert carried_value(field, {}) is None
    for sources, value, exercise in (
        ({"early": early}, "first", "early"),
        ({"early": early, "late": late}, "second", "late"),
        ({"early": early, "late": source("late", " ")}, "first", "early"),
    ):
        found = carried_value(field, sources)
        assert found is not None
        assert (found[0], found[1].exercise) == (value, exercise)


@pytest.mark.parametrize("value", [0.000001, 1e-12, 123456789012345.0, 1e15, 12.5, -0.00002, 7])
def test_a_number_is_typed_as_it_is_read(value: float):
    assert number(as_typed(value)) == value
