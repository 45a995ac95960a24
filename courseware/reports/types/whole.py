"""What a report says beyond progress: figures then and now, standing, quizzes, talks, forms, what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from courseware.content.definitions import Text


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the summary, and what it was before."""

    key: str
    value: float | int | None
    before: float | int | None

    @property
    def change(self) -> float | int | None:
        if self.value is None or self.before is None:
            return None
        return round(self.value - self.before, 1)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """Where somebody stands beside the others and the dates: done, ahead, on-track, behind, stuck."""

    person_id: int
    name: str
    standing: str
    passed: int
    need: int
    late: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class QuizLine:
    """How the answers in a part of the course went."""

    title: Text
    people: int  # with a finished quiz
    average: float | None  # of their best results, per cent
    answers: int
    right: float | None  # per cent


@dataclass(frozen=True, slots=True)
class ObjectiveLine:
    """How the questions on one objective of a lesson went."""

    module: str
    number: int
    words: Text
    answers: int
    right: float  # per cent
    link: str  # the heading of the lesson that teaches it


@dataclass(frozen=True, slots=True)
class SkillLine:
    """A skill in an industry: mean of the people's means, 0 to 3."""

    industry: str
    skill: Text
    mean: float
    people: int


@dataclass(frozen=True, slots=True)
class FormLine:
    exercise: str
    title: Text
    people: int
    handed_in: int
    waiting: int
    returned: int  # how often one came back
    accepted: int


@dataclass(frozen=True, slots=True)
class StarLine:
    """A line that a reviewer starred; without a name unless its author agreed."""

    title: Text
    words: str
    name: str


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Something asked of several people, and how it was kept."""

    title: Text
    due_on: date | None
    people: int
    kept: int
    late: int  # done after its date
    overdue: int
    open: int  # its date is still to come


@dataclass(frozen=True, slots=True)
class IssuedLine:
    name: str
    kind: str
    title: Text
    issued_on: date
    serial: str


@dataclass(frozen=True, slots=True)
class HoursLine:
    """Stated and attended time of one person, in minutes."""

    person_id: int
    name: str
    lessons: int
    roleplays: int
    sessions: int

    @property
    def total(self) -> int:
        return self.lessons + self.roleplays + self.sessions


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do next week: talk, review, due, overdue, explain; words are made of its values."""

    kind: str
    who: tuple[str, ...]
    title: Text | None
    values: Mapping[str, object]
    on: date | None
    href: str


@dataclass(frozen=True, slots=True)
class Whole:
    """All of it, for one report."""

    figures: tuple[Figure, ...]
    before: str  # label of the period before; empty = seven days ago
    standings: tuple[StandingLine, ...]
    quizzes: tuple[QuizLine, ...]
    objectives: tuple[ObjectiveLine, ...]
    skills: tuple[SkillLine, ...]
    forms: tuple[FormLine, ...]
    stars: tuple[StarLine, ...]
    asked: tuple[AskedLine, ...]
    issued: tuple[IssuedLine, ...]
    hours: tuple[HoursLine, ...]
    todos: tuple[Todo, ...] | None  # none: the period is over


@dataclass(frozen=True, slots=True)
class FormFact:
    id: int
    owner_id: int
    exercise: str
    submitted_at: datetime
    is_waiting: bool
    accepted_at: datetime | None
