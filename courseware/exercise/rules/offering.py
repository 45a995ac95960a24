"""What a source has to offer to a draft that was begun before it changed; nothing is ever taken by itself."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.exercise.rules.answers import is_empty
from courseware.exercise.rules.carrying import carried_value
from courseware.exercise.types import Answers, Carried, Source

#: in what was carried: field key → the state of the source that its owner did not want
DECLINED = "_declined"


@dataclass(frozen=True, slots=True)
class Offer:
    """A field, what its source says now, and whether the field was ever taken from it."""

    field: FieldDefinition
    value: Any  # as the draft would have it
    source: Carried
    was_carried: bool


def offers(
    definition: ExerciseDefinition,
    answers: Answers,
    sources: Mapping[str, Source],
    *,
    carried: Mapping[str, Any],
    begun_at: datetime,
    value_then: Callable[[FieldDefinition, Mapping[str, Any]], Any],
) -> Iterator[Offer]:
    """The fields whose source has changed or appeared since. `value_then` tells what a source said when it was taken."""
    declined = carried.get(DECLINED, {})
    for field in definition.fields:
        found = carried_value(field, sources) if field.carry_from else None
        if found is None or _state(found[1]) == declined.get(field.key):
            continue
        value, source = found
        then = carried.get(field.key)
        if then is None:
            is_news = source.at > begun_at
        else:
            is_news = _state(source) != {"submission_id": then["submission_id"], "at": then["at"]}
            is_news = is_news and value_then(field, then) != value
        own = answers.get(field.key)
        if is_news and _shared(own, value) != value:
            yield Offer(field, merged(own, value), source, then is not None)


def merged(own: Any, new: Any) -> Any:
    """The new value; a row that is still the same one keeps what its owner wrote in columns of their own."""
    if not (_are_rows(new) and _are_rows(own)):
        return new
    known = {_name(row, new[0]): row for row in reversed(own)}
    return [{**_own_cells(known.get(_name(row, row), {}), row), **row} for row in new]


def state_of(source: Carried) -> dict[str, Any]:
    """What tells one state of a source from the next."""
    return _state(source)


def _state(source: Carried) -> dict[str, Any]:
    return {"submission_id": source.submission_id, "at": source.at.isoformat()}


def _shared(own: Any, new: Any) -> Any:
    """One's own answer without the columns that the source knows nothing of."""
    if not (_are_rows(new) and _are_rows(own)):
        return own
    return [{k: row.get(k, "") for k in new[0]} for row in own]


def _own_cells(row: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in row.items() if k not in new}


def _name(row: Mapping[str, Any], like: Mapping[str, Any]) -> str:
    """What a row is about: its first cell that both tables have."""
    return next((str(row.get(k)) for k in like if not is_empty(row.get(k))), "")


def _are_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(r, Mapping) for r in value)
