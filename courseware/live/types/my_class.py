"""Frozen values of the page of a class as its members see it."""

from dataclasses import dataclass
from datetime import date

from courseware.content.definitions import ModuleDefinition


@dataclass(frozen=True, slots=True)
class ShownQuestion:
    """A question whose answers the class may read."""

    id: int
    module: str
    text: str


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A module on the schedule, for one member."""

    module: ModuleDefinition
    opens_on: date | None
    due_on: date | None
    state: str  # passed, under-way, new
    is_closed: bool
