"""Frozen values of quizzes that pages and rules read: attempts, answers, and whether one may begin."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from courseware.content.definitions import Digest, QuestionDefinition, Text
from courseware.quiz.types.base import Mark, Response


@dataclass(frozen=True, slots=True)
class Pinned:
    """A question as it was drawn: which wording, and its parts in which order."""

    id: str
    digest: Digest
    order: tuple[str, ...]
    module: str  # slug


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """An attempt without its questions: for lists and limits."""

    id: int
    person_id: int
    slug: str
    number: int
    pass_mark: int
    counted: bool
    started_at: datetime
    deadline_at: datetime | None
    submitted_at: datetime | None
    ended_by: str | None
    score: float | None
    passed: bool | None

    @property
    def status(self) -> str:
        """open, awaiting (a trainer's marks), passed or failed."""
        if self.submitted_at is None:
            return "open"
        if self.score is None:
            return "awaiting"
        return "passed" if self.passed else "failed"


@dataclass(frozen=True, slots=True)
class Paper:
    """An attempt with what was drawn for it."""

    attempt: AttemptRow
    pinned: tuple[Pinned, ...]

    def position(self, question_id: str) -> int | None:
        """The question's number on the paper, from 1; none when it was not drawn."""
        return next((n for n, q in enumerate(self.pinned, 1) if q.id == question_id), None)


@dataclass(frozen=True, slots=True)
class StepRow:
    """The newest answer to a question that counts."""

    id: int
    question: str
    response: Response
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """The mark of a question that stands; `is_anew`: a regrade gave it."""

    version: str
    fraction: float | None
    counts: bool
    is_anew: bool


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it arrives: which step of which browser, and the newest step that its page knew of."""

    question: str
    response: Response
    client_id: str
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """An answer that is stored: its step, when it came, and whether it counts."""

    step: int
    at: datetime
    outcome: str  # counted, late, overtaken


@dataclass(frozen=True, slots=True)
class Score:
    """Per cent: exact, to decide by, and rounded down to a tenth, to show."""

    exact: Fraction
    shown: float


@dataclass(frozen=True, slots=True)
class Start:
    """Whether an attempt may begin now; if not, the sentence that says why and from when it may."""

    allowed: bool
    sentence: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question on the page: its number, its words, its parts in order, what was answered and earned."""

    number: int
    definition: QuestionDefinition
    parts: Mapping[str, Any]
    partial: bool
    response: Response = None
    seen: int = 0
    mark: Mark | None = None
    fraction: float | None = None  # none = waits for a trainer, or outside the mark
    counts: bool = True
    heading: Text | None = None  # the lesson heading that it came from
    is_anew: bool = False  # its mark is by a regrade

    @property
    def id(self) -> str:
        return self.definition.id

    @property
    def type(self) -> str:
        return self.definition.type

    @property
    def name(self) -> str:
        """What its form fields begin with."""
        return f"q{self.number}"

    @property
    def is_answered(self) -> bool:
        return self.response is not None

    @property
    def state(self) -> str:
        """right, part, wrong, empty, awaiting or unmarked."""
        if not self.counts:
            return "unmarked"
        if not self.is_answered:
            return "empty"
        if self.fraction is None:
            return "awaiting"
        return "right" if self.fraction == 1 else "part" if self.fraction else "wrong"
