"""The read model of every report: screen, PDF, XLSX and CSV show these values and no others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from courseware.content.definitions import Text
from courseware.kit.clock import Period
from courseware.reports.types.submissions import Said
from courseware.reports.types.whole import Whole

#: from when to when facts count: the first included, the second not; none = no bound
Window = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A module of the course."""

    slug: str
    number: int
    title: Text
    part: str
    is_ready: bool


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody a report is about, and which of their facts it counts."""

    id: int
    name: str
    place: str  # team, or groups of the class
    since: date
    is_current: bool
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class ProgressFact:
    module: str
    opened_at: datetime | None
    read_at: datetime | None
    quiz_passed_at: datetime | None
    passed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepFact:
    kind: str
    item: str
    module: str
    at: datetime
    passed: bool
    score: float | None
    grade: str | None


@dataclass(frozen=True, slots=True)
class DueFact:
    """Something somebody owes or owed."""

    kind: str
    item: str
    due_on: date | None
    due_at: datetime | None
    fulfilled_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReturnedFact:
    """A form that came back and waits for its owner."""

    exercise: str
    touched_at: datetime  # when it came back, or was last changed since


@dataclass(frozen=True, slots=True)
class Need:
    """One reason why somebody needs help."""

    kind: str  # behind, below, failing, returned, quiet
    item: str  # the quiz or form it is about; empty otherwise
    count: int  # modules, attempts or days


@dataclass(frozen=True, slots=True)
class Facts:
    """What one person did and owes."""

    progress: Mapping[str, ProgressFact]  # by module
    steps: tuple[StepFact, ...]
    dues: tuple[DueFact, ...]
    waiting: int  # of their work, how much waits for a review now
    track: tuple[str, ...]  # modules that count for them
    returned: tuple[ReturnedFact, ...] = ()
    waiting_in: frozenset[str] = frozenset()  # modules in which work waits for a review now


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a person stands in a module."""

    state: str  # passed, earlier, late, waiting, under-way, new, preparation
    score: float | None = None  # best quiz, per cent
    due_on: date | None = None  # the earliest that is open
    is_late: bool = False  # a flag of the matrix, where late is no state


@dataclass(frozen=True, slots=True)
class Line:
    """One person in a report."""

    person_id: int
    name: str
    place: str
    is_current: bool
    cells: tuple[Cell, ...]  # one a column
    passed: int
    need: int  # modules of their track that are ready
    average: float | None  # of the best quiz score of each module, per cent
    roleplays: int  # different ones passed
    exercises: int  # different ones accepted
    late: int  # items past their date
    waiting: int
    last_at: datetime | None
    needs: tuple[Need, ...] = ()  # why they need help now; of a period nothing
    held: int = 0  # class sessions that concern them
    attended: int = 0
    made_up: int = 0  # missed, and what was asked instead is done

    @property
    def is_complete(self) -> bool:
        return self.need > 0 and self.passed >= self.need

    @property
    def needs_help(self) -> bool:
        return bool(self.needs)


@dataclass(frozen=True, slots=True)
class PartLine:
    """How much of a part of the course these people have passed."""

    title: Text
    passed: int
    need: int

    @property
    def percent(self) -> int:
        return round(100 * self.passed / self.need) if self.need else 0


@dataclass(frozen=True, slots=True)
class Exam:
    """What somebody reached in a starting test or final exam, in per cent."""

    score: float
    by_part: Mapping[str, float]  # by id of the part


@dataclass(frozen=True, slots=True)
class GainLine:
    """The averages of those who were asked about a part both times, in per cent."""

    title: Text | None  # none = the whole exam
    start: float
    final: float
    people: int

    @property
    def gain(self) -> float:
        return round(self.final - self.start, 1)


@dataclass(frozen=True, slots=True)
class Gain:
    """What a class gained between its starting test and the final exam."""

    people: int  # who have both
    lines: tuple[GainLine, ...]  # the parts, then the whole


@dataclass(frozen=True, slots=True)
class Report:
    """A report on a class or team, up to now or on a quarter."""

    kind: str  # cohort or team
    name: str
    period: Period | None
    at: datetime
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    parts: tuple[PartLine, ...]
    gain: Gain | None = None
    said: Said | None = None  # what accepted forms say, where it was asked for
    whole: Whole | None = None  # the further chapters, where they were asked for

    @property
    def has_sessions(self) -> bool:
        """Whether a class session concerns anybody in it."""
        return any(line.held for line in self.lines)

    @property
    def passed(self) -> int:
        return sum(line.passed for line in self.lines)

    @property
    def need(self) -> int:
        return sum(line.need for line in self.lines)

    @property
    def percent(self) -> int:
        return round(100 * self.passed / self.need) if self.need else 0

    @property
    def average(self) -> float | None:
        """Of the people's averages; people without a quiz are left out."""
        known = [line.average for line in self.lines if line.average is not None]
        return round(sum(known) / len(known), 1) if known else None

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)

    @property
    def waiting(self) -> int:
        return sum(line.waiting for line in self.lines)

    @property
    def stuck(self) -> tuple[Line, ...]:
        """Who needs help or has something late: most reasons first."""
        found = [line for line in self.lines if line.needs_help or line.late]
        return tuple(sorted(found, key=_urgency))


def _urgency(line: Line) -> tuple[int, int, int, str]:
    return -len(line.needs), -line.late, line.passed, line.name


@dataclass(frozen=True, slots=True)
class TeamChoice:
    id: int
    name: str
    people: int


@dataclass(frozen=True, slots=True)
class ModuleLine:
    """One module of one person."""

    column: Column
    cell: Cell
    read_at: datetime | None
    passed_at: datetime | None
    is_in_track: bool


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One thing a person did, as the reader may know it."""

    kind: str
    title: Text
    at: datetime
    passed: bool
    score: float | None
    grade: str | None
    href: str | None


@dataclass(frozen=True, slots=True)
class PersonReport:
    """One person, for themselves and for those who answer for them."""

    id: int
    name: str
    email: str
    team: str | None
    cohorts: tuple[str, ...]
    line: Line
    modules: tuple[ModuleLine, ...]
    dues: tuple["DueLine", ...]
    steps: tuple[TimelineStep, ...]
    more_steps: bool


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something a person owes, with whoever asked."""

    title: Text
    due_on: date | None
    is_late: bool
    asked_by: str | None
    assignment_id: int | None
    needs_acceptance: bool
