"""Which field of which form plays which part in a report: the one table, by the names that the forms have today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition, Text
from courseware.exercise.rules.answers import is_empty
from courseware.kit.answers import normalise

#: characters that are compared without punctuation; what stands after them must be the same
_COMPARED = 400


@dataclass(frozen=True, slots=True)
class Part:
    """A table of a form: role → column; `whole`: role → field of the form itself."""

    exercise: str
    table: str
    columns: Mapping[str, str]
    whole: Mapping[str, str] = field(default_factory=dict)


GOALS = Part(
    "smart-goals",
    "goals",
    {
        "goal": "goal", "kind": "kind", "measure": "measure", "unit": "unit_text", "baseline": "baseline",
        "target": "target", "due": "due", "owner": "owner",
    },
    {"since": "start_on"},
)  # fmt: skip
#: how the goals went: its rows are carried over from GOALS, through the forms between
RESULTS = Part(
    "quarterly-review",
    "results",
    {
        "goal": "goal", "measure": "measure", "unit": "unit_text", "planned": "plan", "actual": "actual",
        "verdict": "verdict",
    },
    {"on": "as_of"},
)  # fmt: skip
#: what the form itself says of a result, and the light that means
LIGHTS = {"met": "green", "near": "amber", "missed": "red"}
CELLS = ("strengths", "weaknesses", "opportunities", "threats")
SWOT = tuple(Part("swot", cell, {"words": "point"}) for cell in CELLS)
_ACTION = {"action": "action", "owner": "owner", "due": "due"}
#: the plans in which people say what they will do
ACTIONS = (
    Part("action-plan", "actions", {**_ACTION, "goal": "goal", "done": "done"}),
    Part("personal-action-plan", "actions", {**_ACTION, "goal": "goal", "done": "done"}),
    Part("quarterly-review", "actions", {**_ACTION, "goal": "answers"}),
)
#: what became of the actions: its rows are carried over from ACTIONS
OUTCOMES = Part("quarterly-review", "last_actions", {"action": "action", "state": "state"})
FINISHED = "done"
PARTS = (GOALS, RESULTS, *SWOT, *ACTIONS, OUTCOMES)
#: the forms whose absence a report names
EXPECTED = ("smart-goals", "swot", "action-plan")


@dataclass(frozen=True, slots=True)
class Version:
    """A form as it was handed in with, and as it is today: what was renamed since is found by its `was`."""

    then: ExerciseDefinition
    today: ExerciseDefinition | None

    def field(self, name: str) -> FieldDefinition | None:
        return _then(self.then.fields, self._now(name), name)

    def column(self, table: str, name: str) -> FieldDefinition | None:
        found, now = self.field(table), self._now(table)
        if found is None:
            return None
        return _then(found.columns, _named(now.columns, name) if now else None, name)

    def _now(self, name: str) -> FieldDefinition | None:
        return _named(self.today.fields, name) if self.today else None


def rows_of(part: Part, version: Version, answers: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a table by role; empty ones are left out."""
    table = version.field(part.table)
    rows = answers.get(table.key) if table else None
    if not isinstance(rows, list):
        return []
    columns = {role: version.column(part.table, name) for role, name in part.columns.items()}
    keys = {role: column.key for role, column in columns.items() if column}
    return list(_filled(rows, keys))


def whole_of(part: Part, role: str, version: Version, answers: Mapping[str, Any]) -> Any:
    """The answer to a field of the form itself."""
    found = version.field(part.whole[role])
    return answers.get(found.key) if found else None


def option_of(part: Part, role: str, version: Version, value: Any) -> Text | None:
    """The words of a choice as that version has them; none for what is no choice of it."""
    column = version.column(part.table, part.columns[role])
    return dict(column.options).get(value) if column and isinstance(value, str) else None


def words_of(value: Any) -> str:
    """What was typed, in one line."""
    return " ".join(str(value).split()) if isinstance(value, str | int | float) else ""


def day_of(value: Any) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def key_of(words: str) -> str:
    """What two entries share that say the same."""
    return normalise(words) + words[_COMPARED:]


def _filled(rows: list[Any], keys: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for row in rows:
        found = {role: row.get(k) for role, k in keys.items()} if isinstance(row, Mapping) else {}
        if not is_empty(found):
            yield found


def _named(fields: tuple[FieldDefinition, ...], name: str) -> FieldDefinition | None:
    return next((one for one in fields if one.key == name), None)


def _then(
    fields: tuple[FieldDefinition, ...], now: FieldDefinition | None, name: str
) -> FieldDefinition | None:
    """The field that a version has under today's name, else under the one it had before."""
    found = _named(fields, name)
    return found or (_named(fields, now.was) if now is not None and now.was else None)
