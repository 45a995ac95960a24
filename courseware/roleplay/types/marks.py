"""Marks side by side: who gave which, what each rests on, where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from courseware.content.definitions import Criterion


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark and its evidence: a line of the talk, or words, or both."""

    mark: float  # 0 to 3; the scenario's is a mean
    turn: int | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """The marks of one judge."""

    role: str  # scenario, self, peer, trainer
    name: str  # empty for the scenario
    marks: Mapping[str, Mark]
    at: datetime | None = None
    summary: str = ""

    @property
    def is_final(self) -> bool:
        return self.role == "trainer"


@dataclass(frozen=True, slots=True)
class Gap:
    """Two judges who are two levels or more apart, and the line to look at."""

    high: Column
    high_mark: float
    low: Column
    low_mark: float
    turn: int | None


@dataclass(frozen=True, slots=True)
class Compared:
    """A criterion with the mark of every judge, in the order of the columns."""

    criterion: Criterion
    cells: tuple[Mark | None, ...]
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class Remark:
    """A reviewer's words to one line: missed, better, try; empty kind for a plain remark."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
