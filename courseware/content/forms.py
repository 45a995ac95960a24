"""A form filled in: its computed fields, whether it is complete, and whether its checks hold."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.content.exercises import TEXT_TYPES
from courseware.kit.formulas import FormulaError, evaluate

NUMBERS = frozenset({"number", "money", "percent", "rating"})
_PERIOD = re.compile(r"\d{4}(-Q[1-4])?")


def compute(exercise: ExerciseDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with every computed field and column in place; None where a formula has no result."""
    values = dict(answers)
    for _ in range(2):  # a column may use a computed field, and a computed field a column
        for field in exercise.fields:
            if field.type == "computed":
                values[field.key] = _worth(field, values)
            elif field.type == "table" and isinstance(values.get(field.key), list):
                values[field.key] = [_row(field, row, values) for row in values[field.key]]
    return values


def faults_of(field: FieldDefinition, value: Any) -> Iterator[str]:
    """What is wrong with a filled value of a field, as sentences; nothing for an empty one."""
    if value is None:
        return
    if field.type in ("list", "table", "multi_choice"):
        yield from _faults_of_many(field, value)
    elif field.type in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{value!r} is no number"
        elif field.type == "rating" and value not in (1, 2, 3, 4, 5):
            yield f"{value} is no rating from 1 to 5"
    elif field.type in TEXT_TYPES:
        yield from _faults_of_text(field, value)
    elif field.type == "matrix":
        yield from _faults_of_matrix(field, value)
    elif field.type == "graph":
        yield from _faults_of_graph(value)
    elif field.type == "tree" and not _is_tree(value):
        yield "must be a list of {name, under}, where under is the name above or empty"


def is_empty(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ([], {})


def _worth(field: FieldDefinition, values: Mapping[str, Any]) -> float | bool | None:
    try:
        return evaluate(field.formula or "", values)
    except FormulaError:
        return None  # the formula itself is reported where it stands


def _row(field: FieldDefinition, row: Any, values: Mapping[str, Any]) -> Any:
    if not isinstance(row, Mapping):
        return row
    done = dict(row)
    for column in field.columns:
        if column.type == "computed":
            done[column.key] = _worth(column, {**values, **done})
    return done


def _faults_of_many(field: FieldDefinition, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield "must be a list"
        return
    most = field.max_items
    if len(value) < field.min_items or (most is not None and len(value) > most):
        yield f"has {len(value)} entries; the form asks for {field.min_items} to {most or 'any number'}"
    if field.type == "multi_choice":
        known = {option for option, _ in field.options}
        yield from (f"{entry!r} is no option of the field" for entry in value if entry not in known)
    if field.type == "list":
        yield from (
            f"entry {i} must be a text"
            for i, entry in enumerate(value, 1)
            if not isinstance(entry, str)
        )
    if field.type == "table":
        for number, row in enumerate(value, 1):
            yield from (f"row {number}: {fault}" for fault in _faults_of_row(field, row))


def _faults_of_row(field: FieldDefinition, row: Any) -> Iterator[str]:
    columns = {column.key: column for column in field.columns if column.type != "computed"}
    if not isinstance(row, Mapping):
        yield "must be {column: value}"
        return
    for key in row:
        if key not in columns:
            yield f"{key!r} is no column to fill in; columns are {', '.join(columns)}"
    for key, column in columns.items():
        if column.required and is_empty(row.get(key)):
            yield f"{key} is empty, but required"
        yield from (f"{key}: {fault}" for fault in faults_of(column, row.get(key)))


def _faults_of_text(field: FieldDefinition, value: Any) -> Iterator[str]:
    if not isinstance(value, str):
        yield "must be a text"
    elif field.type == "choice" and value not in {option for option, _ in field.options}:
        yield f"{value!r} is no option; options are {', '.join(option for option, _ in field.options)}"
    elif field.type == "date" and not _is_date(value):
        yield f"{value!r} is no date; write it as 2026-09-30"
    elif field.type == "period" and not _PERIOD.fullmatch(value):
        yield f"{value!r} is no period; write 2026-Q3 or 2026"


def _faults_of_matrix(field: FieldDefinition, value: Any) -> Iterator[str]:
    rows, cells = ({key for key, _ in named} for named in (field.rows, field.cells))
    if not isinstance(value, Mapping) or not set(value) <= rows:
        yield f"must be {{row: {{column: text}}}}; rows are {', '.join(sorted(rows))}"
        return
    for row, held in value.items():
        if not isinstance(held, Mapping) or not set(held) <= cells:
            yield f"row {row}: columns are {', '.join(sorted(cells))}"


def _faults_of_graph(value: Any) -> Iterator[str]:
    shape = "must be {nodes: [{name, kind}], links: [{from, to, label}]}"
    if not isinstance(value, Mapping) or not _are_rows(value.get("nodes"), {"name", "kind"}):
        yield shape
        return
    names = {node.get("name") for node in value["nodes"]}
    links = value.get("links", [])
    if not _are_rows(links, {"from", "to", "label"}):
        yield shape
        return
    for link in links:
        yield from (
            f"a link names {end!r}, which is no node"
            for end in (link.get("from"), link.get("to"))
            if end not in names
        )


def _is_tree(value: Any) -> bool:
    if not _are_rows(value, {"name", "under"}):
        return False
    names = {row.get("name") for row in value}
    return all(not row.get("under") or row["under"] in names for row in value)


def _are_rows(value: Any, keys: set[str]) -> bool:
    return isinstance(value, list) and all(
        isinstance(row, Mapping) and set(row) <= keys for row in value
    )


def _is_date(text: str) -> bool:
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
