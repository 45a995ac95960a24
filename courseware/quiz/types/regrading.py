"""Frozen values of regrades: what an attempt earned, what it would earn now, and what was changed."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from courseware.quiz.types.base import Response
from courseware.quiz.types.values import Question


@dataclass(frozen=True, slots=True)
class Marked:
    """A stored mark of one question of an attempt."""

    id: int
    version: str
    fraction: float | None
    counts: bool
    marked_by: int | None = None
    withdrawn: bool = False  # given by a regrade because the question had been withdrawn


@dataclass(frozen=True, slots=True)
class Taken:
    """A finished attempt with all its marks and the answers that counted."""

    marks: Mapping[str, tuple[Marked, ...]]  # by question, the oldest first
    responses: Mapping[str, Response]
    id: int
    person_id: int
    number: int
    pass_mark: int
    score: float | None
    passed: bool | None


@dataclass(frozen=True, slots=True)
class NewMark:
    question: str
    version: str
    fraction: float | None
    counts: bool
    marked_by: int | None = None


@dataclass(frozen=True, slots=True)
class Regraded:
    """What a regrade would do to one attempt. `earned`: whether the new marks alone are a pass."""

    attempt_id: int
    person_id: int
    number: int
    marks: tuple[NewMark, ...]
    old_score: float | None
    new_score: float | None
    old_passed: bool | None
    earned: bool | None

    @property
    def change(self) -> str:
        """up, down, same, or first: the attempt had no score before."""
        if self.old_score is None or self.new_score is None:
            return "same" if self.old_score == self.new_score else "first"
        if self.new_score == self.old_score:
            return "same"
        return "up" if self.new_score > self.old_score else "down"

    @property
    def is_newly_passed(self) -> bool:
        return bool(self.earned) and not self.old_passed

    @property
    def would_lose(self) -> bool:
        """A pass that the new marks do not reach; it stays unless somebody says otherwise."""
        return bool(self.old_passed) and not self.earned

    def passed(self, undo: Collection[int]) -> bool | None:
        """Whether it is passed afterwards, where `undo` names the attempts that lose their pass."""
        return True if self.would_lose and self.attempt_id not in undo else self.earned

    def changes_result(self, undo: Collection[int]) -> bool:
        return self.change != "same" or self.passed(undo) != self.old_passed


@dataclass(frozen=True, slots=True)
class Plan:
    """What a regrade of some questions would do, attempt by attempt; `digest` names exactly this."""

    questions: Mapping[str, str | None]  # id → version it is marked by; none = withdrawn
    attempts: tuple[Regraded, ...]
    digest: str

    def count(self, change: str) -> int:
        return sum(line.change == change for line in self.attempts)

    @property
    def newly_passed(self) -> int:
        return sum(line.is_newly_passed for line in self.attempts)

    @property
    def would_lose(self) -> int:
        return sum(line.would_lose for line in self.attempts)


@dataclass(frozen=True, slots=True)
class Touched:
    """An attempt that a changed question touches, and whose it is where the reader may know."""

    attempt_id: int
    person_id: int
    number: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    """A question that is no longer what finished attempts were marked by."""

    id: str
    kind: str  # changed, withdrawn, returned
    before: Question | None  # the words that are kept of it
    now: Question | None
    touched: tuple[Touched, ...]

    @property
    def learners(self) -> int:
        return len({touched.person_id for touched in self.touched})

    @property
    def named(self) -> tuple[Touched, ...]:
        return tuple(touched for touched in self.touched if touched.name)


@dataclass(frozen=True, slots=True)
class PastRegrade:
    """A regrade of a quiz: when, by whom, of which questions, and how many attempts it reached."""

    at: datetime
    by: str
    questions: tuple[str, ...]
    attempts: int


@dataclass(frozen=True, slots=True)
class ResultChange:
    """What a regrade did to one attempt, for its learner; `questions`: number on the paper, and whether withdrawn."""

    questions: tuple[tuple[int, bool], ...]
    at: datetime
    old_score: float | None
    new_score: float | None
    old_passed: bool | None
    new_passed: bool | None
