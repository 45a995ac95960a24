"""What the start page shows somebody about their own learning."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from courseware.assignments.types import Source
from courseware.quiz.types.missed import ToReview


@dataclass(frozen=True, slots=True)
class Next:
    """Where a learner goes on: what it is, why now, and the address."""

    kind: str  # returned, lesson, quiz, practice, exercise, waits, final, done
    title: str
    href: str
    module: int | None = None
    opens_on: date | None = None  # of what waits for the class to open it
    minutes: int | None = None  # it takes; none = not known


@dataclass(frozen=True, slots=True)
class DueLine:
    title: str
    href: str
    due_at: datetime | None
    state: str  # late, soon, later, none
    sources: Sequence[Source]  # everybody who asks for it, the earliest date first


@dataclass(frozen=True, slots=True)
class Today:
    """What there is to practise on this day, from which one thing is picked."""

    cards: int  # of the drill, due
    missed: int  # questions of quizzes, due again
    quizzes: Sequence[str]  # slugs of modules that were read and whose quiz is not passed, in order
    talks: Sequence[tuple[str, int]]  # scenarios within reach that are not passed: id, minutes
    fresh: int = 0  # cards never seen


@dataclass(frozen=True, slots=True)
class Practice:
    """The one short thing to practise today."""

    kind: str  # cards, missed, quiz, talk, fresh
    minutes: int
    count: int = 1  # of cards or questions, as many as one sitting takes
    item: str = ""  # slug of the quiz, id of the scenario


@dataclass(frozen=True, slots=True)
class PathModule:
    slug: str
    number: int
    title: str
    state: str  # passed, under-way, new, closed, preparing


@dataclass(frozen=True, slots=True)
class PathPart:
    """One of the parts of the course, and how far somebody is in it."""

    id: str
    title: str
    passed: int
    count: int  # of the modules that count
    state: str  # done, here, begun, ahead
    modules: Sequence[PathModule]


@dataclass(frozen=True, slots=True)
class Skill:
    name: str
    value: float  # 0 to 3
    rests_on: int  # marks


@dataclass(frozen=True, slots=True)
class Day:
    """A day of this week."""

    on: date
    learned: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """The certificate that comes next: so many lines of its rule are ticked."""

    title: str
    done: int
    count: int


@dataclass(frozen=True, slots=True)
class LearnerHome:
    track: str
    passed: int
    modules: int
    next: Next
    dues: Sequence[DueLine]
    missed: ToReview
    is_complete: bool
    starting_class: str | None  # whose starting test is still to be taken
    is_new: bool  # nothing was begun yet
    practice: Practice | None
    practice_title: str  # of its quiz or scenario
    path: Sequence[PathPart]
    quizzes: Sequence[tuple[str, int]]  # by part: its name, mean of the best scores in per cent
    skills: Sequence[Skill]
    week: Sequence[Day]
    certificate: Nearest | None
