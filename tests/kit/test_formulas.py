"""Formulas: what a form's author can rely on, and that no text breaks the evaluator."""

import math
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.kit.formulas import FormulaError, evaluate, names, parse

ROWS = {
    "goals": [{"weight": 40, "due": "2026-03-31"}, {"weight": "60"}, {"weight": None, "note": ""}]
}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("-2 * -3", 6.0),
        ("0.1 + 0.2", 0.3),
        ("0.1 + 0.2 = 0.3", True),
        ("1 < 1", False),
        ("2 >= 1 + 1", True),
        ("abs(3 - 5)", 2.0),
        ("min(3, 1, 2)", 1.0),
        ("max(3, 1, 2)", 3.0),
        ("share(1, 8)", 12.5),
        ("1 / 0", None),
        ("share(1, 0)", None),
        ("1234567890.125 + 0", 1234567890.13),
        ("0 * -1", 0.0),
    ],
)
def test_plain_arithmetic(source: str, expected: float | bool | None) -> None:
    assert evaluate(source, {}) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("sum(goals.weight)", 100.0),
        ("sum(goals.weight) = 100", True),
        ("count(goals)", 2.0),
        ("count(goals.due)", 1.0),
        ("sum(goals.missing)", None),
        ("sum(goals.missing) = 100", None),
        ("count(nothing)", 0.0),
        ("max(goals.weight)", 60.0),
        ("sum(goals.due)", None),
    ],
)
def test_columns_skip_empty_cells(source: str, expected: float | bool | None) -> None:
    assert evaluate(source, ROWS) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"start": "2026-01-01", "end": "2026-03-31"}, 89.0),
        ({"start": "2026-01-01", "end": ""}, None),
        ({"start": "2026-01-01", "end": "soon"}, None),
        ({"start": "2026-02-30", "end": "2026-03-31"}, None),
    ],
)
def test_days_between_dates(values: dict[str, Any], expected: float | None) -> None:
    assert evaluate("days(start, end)", values) == expected


def test_dates_and_choices_compare() -> None:
    values = {"start": "2026-01-01", "end": "2026-03-31", "kind": "grow", "other": "grow"}
    assert evaluate("start < end", values) is True
    assert evaluate("kind = other", values) is True
    assert evaluate("kind < other", values) is None


def test_an_empty_cell_gives_no_result() -> None:
    assert evaluate("actual - target", {"actual": 3}) is None
    assert evaluate("actual - target", {"actual": 3, "target": "  "}) is None
    assert evaluate("actual > target", {"actual": 3, "target": True}) is None


def test_names_are_the_keys_used() -> None:
    assert names("sum(goals.weight) + bonus / share(a, b)") == {"goals.weight", "bonus", "a", "b"}


@pytest.mark.parametrize(
    ("source", "advice"),
    [
        ("", "ends too early"),
        ("1 +", "ends too early"),
        ("(1 + 2", ") is missing"),
        ("1 2", "an operator is missing"),
        ("a == b", "a key, a number"),
        ("a < b < c", "compares once"),
        ("2 × 3", "write *"),
        ("15%", "without %"),
        ("average(a)", "there is no function average()"),
        ("days(a)", "takes 2 values"),
        ("goals.weight + 1", "whole column"),
        ("abs(goals.weight)", "whole column"),
        ("open(path)", "no function"),
        ("(" * 30 + "1" + ")" * 30, "deeper than"),
        ("1" + "+1" * 200, "split it"),
        ("1" * 40, "too long"),
        ("3px", "cannot read"),
    ],
)
def test_a_bad_formula_says_how_to_mend_it(source: str, advice: str) -> None:
    with pytest.raises(FormulaError, match=r"\w") as raised:
        parse(source)
    assert advice in str(raised.value)


formulas = st.text(alphabet="ab.()+-*/<>=, 0123456789sumcount×", max_size=60)
cells = (
    st.floats()
    | st.text(alphabet="09-.e中 ", max_size=8)
    | st.none()
    | st.integers()
    | st.booleans()
)


@given(formulas, st.fixed_dictionaries({"a": cells, "b": st.lists(cells, max_size=3)}))
def test_nothing_but_formula_error_is_ever_raised(source: str, values: dict[str, Any]) -> None:
    with suppress(FormulaError):
        evaluate(source, values)


numbers = st.integers(0, 999).map(str)
arithmetic = st.recursive(
    numbers,
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(
        lambda t: f"({t[0]} {t[1]} {t[2]})"
    ),
    max_leaves=12,
)


@given(arithmetic)
def test_agrees_with_python_on_plain_arithmetic(source: str) -> None:
    try:
        expected = eval(
            source, {"__builtins__": {}}
        )  # the oracle: digits, brackets and four signs only
    except ZeroDivisionError:
        assert evaluate(source, {}) is None
        return
    result = evaluate(source, {})
    assert isinstance(result, float)
    assert math.isclose(result, expected, rel_tol=1e-11, abs_tol=1e-300)
