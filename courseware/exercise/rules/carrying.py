"""Taking answers over from an earlier form, naming where they came from."""

from collections.abc import Mapping
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.exercise.rules.answers import is_empty
from courseware.exercise.types import Carried, Source


def sources_needed(definition: ExerciseDefinition) -> frozenset[str]:
    """The exercises that a form takes answers from."""
    return frozenset(
        named.partition(".")[0] for field in definition.fields for named in field.carry_from
    )


def carry_over(
    definition: ExerciseDefinition, sources: Mapping[str, Source]
) -> tuple[dict[str, Any], dict[str, Carried]]:
    """The answers to begin with, and the source of each; a form that does not exist yet is skipped for the next."""
    answers: dict[str, Any] = {}
    carried: dict[str, Carried] = {}
    for field in definition.fields:
        found = carried_value(field, sources)
        if found is not None:
            answers[field.key], carried[field.key] = found
    return answers, carried


def carried_value(
    field: FieldDefinition, sources: Mapping[str, Source]
) -> tuple[Any, Carried] | None:
    """What a field takes from the first of its sources that has something for it, and where that lies."""
    for named in field.carry_from:
        exercise, _, key = named.partition(".")
        source = sources.get(exercise)
        if source is None or is_empty(source.answers.get(key)):
            continue
        value = _fitting(field, source.answers[key])
        if not is_empty(value):
            return value, Carried(exercise, source.submission_id, key, source.at, source.grade)
    return None


def _fitting(field: FieldDefinition, value: Any) -> Any:
    """The value in the shape of this field; a table keeps the columns that both tables have."""
    if field.type == "table":
        own = {c.key for c in field.columns if c.type != "computed"}
        given = value if isinstance(value, list) else [value]
        return [_fitting_row(field, row, own) for row in given]
    if field.type == "list":
        items = value if isinstance(value, list) else [value]
        return [str(_first_of(item)) for item in items]
    if isinstance(value, list | Mapping):
        return None
    return value


def _fitting_row(field: FieldDefinition, row: Any, own: set[str]) -> dict[str, Any]:
    if isinstance(row, Mapping):
        return {k: v for k, v in row.items() if k in own}
    return {_first(field): row}


def _first_of(item: Any) -> Any:
    """A table row's first cell, where a list takes over a table."""
    return next(iter(item.values()), "") if isinstance(item, Mapping) else item


def _first(field: FieldDefinition) -> str:
    return next(c.key for c in field.columns if c.type != "computed")
