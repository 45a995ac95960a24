"""Frozen values of forms that come in as files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken: where it stands and why, as an English msgid with its values."""

    sheet: str
    row: int
    label: Mapping[str, str]  # by language
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file gives: answers in the form's shapes, what cannot be read, and keys the form does not have."""

    answers: Mapping[str, Any]
    faults: Sequence[CellFault]
    unknown: Sequence[str]  # as their labels stand in the file
    owner: str  # as the file says; empty when it does not
