"""A learner's picture: how each skill stands in each industry, and what that rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from courseware.content.definitions import Criterion
from courseware.roleplay.types.talks import Evidence


@dataclass(frozen=True, slots=True)
class Played:
    """An ended session as the picture counts it; a trainer's mark stands in place of the scenario's."""

    id: int
    roleplay: str
    ended_at: datetime
    score: float
    passed: bool
    marks: Mapping[str, float]
    by_trainer: Mapping[str, int]

    def mark_for(self, criterion: str) -> float | None:
        given = self.by_trainer.get(criterion)
        return self.marks.get(criterion) if given is None else float(given)

    @property
    def criteria(self) -> frozenset[str]:
        return frozenset(self.marks) | frozenset(self.by_trainer)


@dataclass(frozen=True, slots=True)
class Cell:
    """A skill in an industry: 0 to 3, or nothing practised yet; untrained: no scenario there asks for it."""

    industry: str
    criterion: str
    mean: float | None = None
    rests_on: int = 0  # marks that the mean rests on
    by_trainer: int = 0  # of them given by a trainer
    is_trained: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    criterion: Criterion
    cells: tuple[Cell, ...]  # one for each industry, in its order


@dataclass(frozen=True, slots=True)
class Picture:
    industries: tuple[str, ...]
    rows: tuple[Row, ...]
    sessions: int


@dataclass(frozen=True, slots=True)
class NextPractice:
    """A scenario to play next. Reasons: begin, weak, empty, better, elsewhere."""

    reason: str
    roleplay: str
    industry: str
    criterion: str | None = None
    mean: float | None = None


@dataclass(frozen=True, slots=True)
class Proof:
    """What one session says of a skill: its mark, whose it is, and the lines it rests on."""

    session: Played
    mark: float
    is_trainers: bool
    reviewer: str
    comment: str
    lines: tuple[Evidence, ...]
    lang: str


@dataclass(frozen=True, slots=True)
class DrillFigures:
    """How the newest answers to one type of objection went."""

    industry: str
    type: str
    well: int
    partly: int
    missed: int
