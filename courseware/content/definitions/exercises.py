"""Forms: their sections, fields and checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courseware.content.definitions.base import Digest, Lang, Text


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A field of a form or a column of a table; what its type does not use is empty."""

    key: str
    type: str
    label: Text
    guidance: Text | None = None
    required: bool = False
    min_items: int = 0
    max_items: int | None = None
    columns: tuple["FieldDefinition", ...] = ()
    options: tuple[tuple[str, Text], ...] = ()
    rows: tuple[tuple[str, Text], ...] = ()  # matrix
    cells: tuple[tuple[str, Text], ...] = ()  # matrix columns
    formula: str | None = None
    unit: Text | None = None
    carry_from: tuple[str, ...] = ()  # exercise.key, the one to be preferred first
    was: str | None = None


@dataclass(frozen=True, slots=True)
class SectionDefinition:
    id: str
    title: Text
    guidance: Text | None
    fields: tuple[FieldDefinition, ...]


@dataclass(frozen=True, slots=True)
class CheckDefinition:
    id: str
    rule: str
    message: Text
    level: str  # must or hint


@dataclass(frozen=True, slots=True)
class PictureDefinition:
    """A picture drawn from the answers; which field plays which part is told by `roles` (content/pictures.py)."""

    kind: str
    title: Text
    roles: Mapping[
        str, str
    ]  # role → field key, or key of a column of the table in the role `table`


@dataclass(frozen=True, slots=True)
class ExerciseDefinition:
    id: str
    module: str  # slug
    title: Text
    purpose: Text
    minutes: int
    filled_by: str
    done_when: str
    certifies: bool
    repeats: str
    rubric: str
    layout: str
    sections: tuple[SectionDefinition, ...]
    checks: tuple[CheckDefinition, ...]
    example: Mapping[Lang, Mapping[str, Any]]
    digest: Digest
    pictures: tuple[PictureDefinition, ...] = ()
    like: str | None = None  # the shared form it is made from

    @property
    def fields(self) -> tuple[FieldDefinition, ...]:
        return tuple(f for section in self.sections for f in section.fields)
