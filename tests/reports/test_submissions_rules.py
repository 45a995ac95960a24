"""Which fields of the shipped forms speak in a report, units that add up, and the light of a goal."""

from dataclasses import replace
from datetime import date

import pytest

from courseware.content.definitions import Course, ExerciseDefinition, FieldDefinition
from courseware.reports.rules import parts
from courseware.reports.rules.goals import Review, light_of, measured, sums_of
from courseware.reports.rules.parts import (
    ACTIONS,
    EXPECTED,
    FINISHED,
    GOALS,
    LIGHTS,
    OUTCOMES,
    PARTS,
    RESULTS,
    Part,
    Version,
    key_of,
    option_of,
    rows_of,
    whole_of,
)
from courseware.reports.rules.units import unit_of
from courseware.reports.types.submissions import Figure, Goal
from tests.exercise import shipped

FIRST, DUE = date(2026, 7, 1), date(2026, 9, 30)
#: roles and the types that a field may have to play them
KINDS = {
    "target": "number", "baseline": "number", "planned": "number", "actual": "number", "due": "date",
    "since": "date", "on": "date", "done": "percent", "state": "choice", "verdict": "choice", "kind": "choice",
    "owner": "person",
}  # fmt: skip


@pytest.fixture(scope="module")
def forms() -> Course:
    return shipped.shipped()


def of(fields: tuple[FieldDefinition, ...], key: str) -> FieldDefinition:
    return next(found for found in fields if found.key == key)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: f"{part.exercise}.{part.table}")
def test_every_part_is_played_by_a_field_of_the_shipped_form(forms: Course, part: Part):
    form = forms.exercises[part.exercise]
    table = of(form.fields, part.table)
    assert table.type == "table"
    for role, name in part.columns.items():
        assert of(table.columns, name).type == KINDS.get(role, "text"), (role, name)
    for role, name in part.whole.items():
        assert of(form.fields, name).type == KINDS[role]
    # its own example is read as a person's form would be
    rows = rows_of(part, Version(form, form), form.example["zh"])
    assert rows
    assert all(set(row) == set(part.columns) for row in rows)


def test_what_counts_as_done_and_as_met_are_options_of_the_shipped_forms(forms: Course):
    review = forms.exercises[RESULTS.exercise]
    verdicts = of(of(review.fields, RESULTS.table).columns, RESULTS.columns["verdict"])
    assert {name for name, _ in verdicts.options} == set(LIGHTS)
    states = of(of(review.fields, OUTCOMES.table).columns, OUTCOMES.columns["state"])
    assert FINISHED in dict(states.options)


def test_results_and_outcomes_are_carried_over_from_goals_and_plans(forms: Course):
    assert f"{GOALS.exercise}.{GOALS.table}" in carried(forms, RESULTS)
    named = carried(forms, OUTCOMES)
    assert {f"{p.exercise}.{p.table}" for p in ACTIONS} - {"personal-action-plan.actions"} <= named
    assert set(EXPECTED) <= set(forms.exercises)
    assert all(forms.exercises[part.exercise].done_when == "accepted" for part in PARTS)


def carried(forms: Course, part: Part) -> set[str]:
    found: set[str] = set()
    ahead = [f"{part.exercise}.{part.table}"]
    while ahead:
        exercise, _, key = ahead.pop().partition(".")
        new = set(of(forms.exercises[exercise].fields, key).carry_from) - found
        found |= new
        ahead.extend(new)
    return found


def renamed(form: ExerciseDefinition, key: str, old: str, column: str = "") -> ExerciseDefinition:
    """The form in which this field, or this column of it, had another name."""

    def then(field: FieldDefinition) -> FieldDefinition:
        if field.key != key:
            return field
        if not column:
            return replace(field, key=old)
        columns = [replace(c, key=old) if c.key == column else c for c in field.columns]
        return replace(field, columns=tuple(columns))

    return replace(
        form, sections=tuple(replace(s, fields=tuple(map(then, s.fields))) for s in form.sections)
    )


def was(form: ExerciseDefinition, key: str, old: str, column: str = "") -> ExerciseDefinition:
    """Today's form, which says what the field was called before."""

    def now(field: FieldDefinition) -> FieldDefinition:
        if field.key != key:
            return field
        if not column:
            return replace(field, was=old)
        columns = [replace(c, was=old) if c.key == column else c for c in field.columns]
        return replace(field, columns=tuple(columns))

    return replace(
        form, sections=tuple(replace(s, fields=tuple(map(now, s.fields))) for s in form.sections)
    )


def test_an_older_form_is_read_by_the_names_it_had(forms: Course):
    form = forms.exercises["smart-goals"]
    column = Version(
        renamed(form, "goals", "aim_so_far", "target"), was(form, "goals", "aim_so_far", "target")
    )
    [row] = rows_of(GOALS, column, {"goals": [{"goal": "签九家", "aim_so_far": 9}]})
    assert (row["goal"], row["target"]) == ("签九家", 9)
    table = Version(renamed(form, "goals", "aims"), was(form, "goals", "aims"))
    [row] = rows_of(GOALS, table, {"aims": [{"goal": "签九家", "target": 9, "kind": "customer"}]})
    assert row["target"] == 9
    assert option_of(GOALS, "kind", table, row["kind"]).en.startswith("Customers")  # type: ignore[union-attr]  # it is there, or the test fails
    first = Version(renamed(form, "start_on", "begins"), was(form, "start_on", "begins"))
    assert whole_of(GOALS, "since", first, {"begins": "2026-07-01"}) == "2026-07-01"


def test_what_is_no_table_of_rows_says_nothing(forms: Course):
    form = forms.exercises["smart-goals"]
    for answers in ({}, {"goals": None}, {"goals": "x"}, {"goals": [{}, "x", {"goal": " "}]}):
        assert rows_of(GOALS, Version(form, None), answers) == []
    assert parts.day_of("2026-13-45") is None
    assert parts.words_of({"a": 1}) == ""


@pytest.mark.parametrize(
    ("text", "key", "scale"),
    [
        ("万元", "CNY", 10**4), ("百万元", "CNY", 10**6), ("CNY million", "CNY", 10**6), ("元", "CNY", 1),
        ("亿元", "CNY", 10**8), ("美元", "USD", 1), ("USD k", "USD", 1000), ("万欧元", "EUR", 10**4),
        ("家", "家", 1), ("companies", "companies", 1), ("条/周", "条/周", 1), ("visits a week", "visits a week", 1),
        ("个单元", "个单元", 1), ("entrepreneurs", "entrepreneurs", 1), ("万元/月", "万元/月", 1),
    ],
)  # fmt: skip
def test_units_that_add_up(text: str, key: str, scale: int):
    found = unit_of(text)
    assert found is not None
    assert (found.key, found.scale) == (key, scale)


@pytest.mark.parametrize(
    "text", ["%", "％", "per cent", "百分点", "points", "分", "天", "days", ""]
)
def test_units_that_never_add_up(text: str):
    assert unit_of(text) is None


def goal(unit: str = "家", **more: object) -> Goal:
    base = Goal(1, "林夏", True, "林夏", "签九家", "系统里", unit, None, 0, 9, FIRST, DUE)
    return replace(base, **more)  # type: ignore[arg-type]  # fields by name


def figure(planned: float | None, actual: float, verdict: str = "", on: date = DUE) -> Figure:
    return Figure(planned, actual, on, verdict, 7)


def test_money_is_added_on_one_scale_and_shares_never():
    found = sums_of(
        [
            goal("万元", figure=figure(300, 250.1)),
            goal("百万元", figure=figure(2, 1.5)),
            goal("USD", figure=figure(5, 5)),
            goal("%", figure=figure(50, 40)),
            goal("万元"),  # no figure yet
        ]
    )
    assert [(s.unit, s.goals, s.planned, s.actual) for s in found] == [
        ("万元", 2, 500, 400.1),
        ("USD", 1, 5, 5),
    ]
    assert found[0].percent == 80.0


@pytest.mark.parametrize(
    ("made", "light"),
    [
        (figure(5, 1, "met"), "green"), (figure(5, 9, "missed"), "red"), (figure(5, 5, "near"), "amber"),
        (figure(5, 4.5, on=date(2026, 8, 15)), "green"), (figure(5, 3.6, on=date(2026, 8, 15)), "amber"),
        (figure(5, 1, on=date(2026, 8, 15)), "red"), (figure(9, 9, on=date(2026, 12, 1)), "green"),
    ],
)  # fmt: skip
def test_the_light_is_the_forms_own_verdict_else_the_pace(made: Figure, light: str):
    assert light_of(goal(), made) == light


def test_fewer_can_be_the_goal():
    fewer = goal(baseline=20, target=10)
    assert light_of(fewer, figure(10, 10)) == "green"
    assert light_of(fewer, figure(10, 25)) == "red"


def test_a_review_speaks_of_the_goals_it_was_carried_over_from():
    row = {
        "goal": "签 9 家！",
        "measure": "x",
        "unit": "家",
        "planned": 5,
        "actual": 4,
        "verdict": "near",
    }
    linked = Review(7, DUE, 1, [row])
    other = Review(8, DUE, 2, [row])
    early = Review(9, FIRST, None, [row])
    assert measured(goal(), [linked], {1, 2}).figure == Figure(5, 4, DUE, "near", 7)
    assert measured(goal(), [other, early], {1, 2}).figure is None  # of other goals, or before
    assert measured(goal(), [other], {1}).figure is not None  # typed in again by hand
    changed = Review(7, DUE, 1, [{**row, "goal": "另一种说法", "measure": "系统里"}])
    assert measured(goal(), [changed], {1}).light == "amber"


def test_the_same_words_are_told_by_what_they_say():
    assert key_of("签下九家，") == key_of("签下9家") != key_of("签下8家")
    assert key_of("x" * 400 + "a") != key_of("x" * 400 + "b")
