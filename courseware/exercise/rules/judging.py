"""Answers judged against their form: computed values, checks, and what keeps it from being handed in."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition, RubricDefinition
from courseware.content.forms import compute
from courseware.exercise.rules.answers import NUMBERS, columns_of, is_empty
from courseware.exercise.rules.naming import naming_problems
from courseware.exercise.types import Answers, CheckResult, Problem
from courseware.kit import formulas

PERIOD = re.compile(r"\d{4}(-Q[1-4])?")
ROWS = frozenset({"list", "table", "tree"})


def check(definition: ExerciseDefinition, answers: Answers, lang: str) -> list[CheckResult]:
    """How each check of the form stands."""
    values = compute(definition, answers)
    results = []
    for one in definition.checks:
        holds = formulas.evaluate(one.rule, values)
        failed = "fail" if one.level == "must" else "hint"
        state = "unknown" if holds is None else ("pass" if holds else failed)
        results.append(CheckResult(one.id, state, one.message[lang]))
    return results


def problems(definition: ExerciseDefinition, answers: Answers) -> list[Problem]:
    """What keeps the form from being handed in, in its order; checks are not among them."""
    return [
        p for field in definition.fields for p in _field_problems(field, answers.get(field.key))
    ]


def rubric_problems(rubric: RubricDefinition | None, marks: Mapping[str, int]) -> list[Problem]:
    """The criteria a learner has not marked in their own form, as one problem each."""
    missing = [c for c in rubric.criteria if c.id not in marks] if rubric else []
    return [Problem(f"mark-{c.id}", "Judge your own form by this criterion.") for c in missing]


def formulas_of(definition: ExerciseDefinition, answers: Answers) -> dict[str, Any]:
    """What a page needs to compute and to check as typed: fields, checks, and what stands in fields without inputs."""
    fields = [
        {"key": f.key, "type": f.type, "formula": f.formula, "columns": _columns_for_page(f)}
        for f in definition.fields
    ]
    checks = [{"id": c.id, "rule": c.rule, "level": c.level} for c in definition.checks]
    return {"fields": fields, "checks": checks, "kept": dict(answers)}


def _columns_for_page(field: FieldDefinition) -> list[dict[str, Any]] | None:
    if field.type != "table":
        return None
    return [{"key": c.key, "type": c.type, "formula": c.formula} for c in field.columns]


def blocks(checks: list[CheckResult]) -> bool:
    return any(c.state == "fail" for c in checks)


def _field_problems(field: FieldDefinition, value: Any) -> Iterator[Problem]:
    if field.type == "computed":
        return
    if is_empty(value):
        if field.required or field.min_items:
            yield Problem(field.key, "This field is still empty.")
        return
    yield from naming_problems(field, value)
    if field.type in ROWS:
        yield from _row_problems(field, value)
    elif not isinstance(value, Mapping | list):
        sentence = _value_problem(field, value)
        if sentence:
            yield Problem(field.key, sentence)


def _row_problems(field: FieldDefinition, rows: list[Any]) -> Iterator[Problem]:
    if len(rows) < field.min_items:
        yield Problem(
            field.key,
            "At least {n} are needed; there are {m}.",
            {"n": field.min_items, "m": len(rows)},
        )
    if field.max_items is not None and len(rows) > field.max_items:
        sentence = "At most {n} fit; there are {m}. Keep the most important."
        yield Problem(field.key, sentence, {"n": field.max_items, "m": len(rows)})
    if field.type == "list":
        return
    for place, row in enumerate(rows):
        for cell in columns_of(field):
            value = row.get(cell.key)
            name = f"{field.key}-{place}-{cell.key}"
            if is_empty(value):
                if cell.required and cell.type != "computed":
                    yield Problem(name, "Row {n} is missing this.", {"n": place + 1})
            elif wrong := _value_problem(cell, value):
                yield Problem(name, wrong)


def _value_problem(field: FieldDefinition, value: Any) -> str | None:
    match field.type:
        case "rating":
            good = isinstance(value, int) and 1 <= value <= 5
            return None if good else "Choose a number from 1 to 5."
        case kind if kind in NUMBERS:
            return "Write a number here, such as 1200 or 12.5." if isinstance(value, str) else None
        case "date":
            return None if _is_date(value) else "Write a date such as 2026-09-30."
        case "period":
            return (
                None if PERIOD.fullmatch(str(value)) else "Write a period such as 2026-Q3 or 2026."
            )
        case "choice":
            known = {option for option, _ in field.options}
            return None if value in known else "Choose one of the options."
    return None


def _is_date(value: Any) -> bool:
    try:
        return date.fromisoformat(str(value)) is not None and len(str(value)) == 10
    except ValueError:
        return False
