"""Figures print with their unit as docs/authoring.md says."""

import pytest

from courseware.content.definitions import CaseFact, Text
from courseware.content.typed_figures import TypedFigures
from courseware.content.units import UNITS, number, printed


def fact(value: float, unit: str) -> CaseFact:
    return CaseFact("f", value, unit, Text("名", "name"))


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (60, "m_cny", "6000 万元", "CNY 60 million"),
        (0.09, "m_cny", "9 万元", "CNY 90,000"),
        (400, "m_cny", "4 亿元", "CNY 400 million"),
        (0.005, "m_cny", "5000 元", "CNY 5,000"),
        (1.2345, "m_cny", "123.45 万元", "CNY 1.2345 million"),
        (1200, "m_cny", "12 亿元", "CNY 1.2 billion"),
        (-0.3, "m_cny", "-30 万元", "CNY -300,000"),
        (128000, "cny", "12.8 万元", "CNY 128,000"),
        (12345, "cny", "12345 元", "CNY 12,345"),
        (4800, "cny", "4800 元", "CNY 4,800"),
        (13.5, "percent", "13.5%", "13.5%"),
        (1, "points", "1 个百分点", "1 percentage point"),
        (3, "points", "3 个百分点", "3 percentage points"),
        (1234, "companies", "1234 家", "1,234 companies"),
        (1, "people", "1 人", "1 person"),
        (18, "months", "18 个月", "18 months"),
        (1234, "count", "1234", "1,234"),
        (3.4, "count", "3.4", "3.4"),
        (2026, "year", "2026", "2026"),
    ],
)
def test_units(value: float, unit: str, zh: str, en: str) -> None:
    assert printed(fact(value, unit), "zh") == zh
    assert printed(fact(value, unit), "en") == en


def test_every_unit_prints() -> None:
    for unit in set(UNITS) - {"text"}:
        assert printed(fact(5, unit), "zh")
        assert printed(fact(5, unit), "en")


def test_the_bare_number_has_no_separators() -> None:
    assert number(fact(1234567.5, "cny")) == "1234567.5"
    assert number(fact(0.09, "m_cny")) == "0.09"


FIGURES = TypedFigures(
    {
        "rev": fact(60, "m_cny"),
        "rate": fact(15, "percent"),
        "team": fact(12, "people"),
        "few": fact(3, "days"),
        "leads": fact(1234, "companies"),
        "year": fact(2026, "year"),
    }
)


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("收入 6000 万元", "zh", "rev"),
        ("收入6000万元，", "zh", "rev"),
        ("增长15%。", "zh", "rate"),
        ("一共12人", "zh", "team"),
        ("线索有 1,234 条", "zh", "leads"),
        ("到2026年底", "zh", "year"),
        ("CNY 60 million a year", "en", "rev"),
        ("12 people in the team", "en", "team"),
        ("grew by 15% again", "en", "rate"),
    ],
)
def test_a_figure_typed_by_hand_is_found(text: str, lang: str, found: str) -> None:
    assert [fact_id for _, fact_id in FIGURES.in_text(text, lang)] == [found]


@pytest.mark.parametrize(
    "text",
    [
        "收入 6000 元",
        "6000 家",
        "增长 15%{literal}",
        "12 家",
        "等 3 天",
        "[[case:rev]]",
        "2026-Q3 和 2026-09-30",
        "`1234`",
        "v1234 和 A1234",
        "1234.5 元",
        "[x](/y?n=1234)",
    ],
)
def test_other_figures_are_let_through(text: str) -> None:
    assert not list(FIGURES.in_text(text, "zh"))
