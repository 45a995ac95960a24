"""Frozen values of item analysis: what was read of everybody's attempts, and the figures made of it. No names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from courseware.content.definitions import QuestionDefinition, Text
from courseware.quiz.types.base import Response


@dataclass(frozen=True, slots=True)
class Total:
    """What one paper came to, by its first marks."""

    earned: float
    questions: int  # that count
    is_first: bool  # of its person at this quiz
    passed: bool


@dataclass(frozen=True, slots=True)
class Answers:
    """A quiz as everybody took it; papers are named by the number of the attempt."""

    attempts: int
    people: int
    totals: Mapping[int, Total]
    #: (question, version) → paper → what it earned; only where its person met the question for the first time
    met: Mapping[tuple[str, str], Mapping[int, float | None]]
    #: question → each answer that was given, with its papers
    given: Mapping[str, Sequence[tuple[Response, Sequence[int]]]]
    seconds: Mapping[str, Mapping[int, float]]  # question → paper → time taken

    def series_of(self, question: str) -> list[str]:
        """The versions of a question that were met, the latest first."""
        found = {version: max(met) for (id_, version), met in self.met.items() if id_ == question}
        return sorted(found, key=found.__getitem__, reverse=True)


@dataclass(frozen=True, slots=True)
class Flag:
    """What looks bad, why, and what to do about it: two sentences and their values."""

    kind: str
    tone: str  # bad or warn
    label: str
    reason: str
    advice: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that an answer can hold: an option, the right place of an item, or a typed answer."""

    key: str
    text: Text | str
    right: bool
    count: int = 0
    share: float = 0.0
    quarters: tuple[
        float | None, ...
    ] = ()  # share in each, the weakest first; none = nobody is in it


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question in one wording that counts."""

    id: str
    version: str
    definition: QuestionDefinition | None
    n: int  # people
    facility: float | None = None
    discrimination: float | None = None
    seconds: float | None = None
    empty: int = 0
    choices: tuple[Choice, ...] = ()
    flags: tuple[Flag, ...] = ()
    is_enough: bool = False  # to show figures
    is_judged: bool = False  # enough to flag
    older: tuple[tuple[str, int], ...] = ()  # other series and how many people met each

    @property
    def order(self) -> tuple[int, int, str]:
        """Flagged ones first, the worst of them before the others."""
        worst = sum(3 if flag.tone == "bad" else 1 for flag in self.flags)
        return (-worst, 0 if self.is_judged else 1 if self.is_enough else 2, self.id)


@dataclass(frozen=True, slots=True)
class QuizFigures:
    """A quiz as a whole: the first attempts of everybody."""

    attempts: int
    people: int
    length: float | None = None  # questions that count on a paper
    mean: float | None = None  # per cent
    deviation: float | None = None  # per cent
    passed: float | None = None  # share of people
    alpha: float | None = None
    error: float | None = None  # per cent
    is_enough: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    """A quiz and its questions, those that look bad first."""

    quiz: QuizFigures
    items: tuple[ItemFigures, ...]

    @property
    def flagged(self) -> int:
        return sum(bool(item.flags) for item in self.items)
