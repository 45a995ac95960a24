"""Frozen values of learning that other rooms hand in and get back."""

from dataclasses import dataclass
from datetime import datetime

GRADES = ("submitted", "self_checked", "accepted")


@dataclass(frozen=True, slots=True)
class Done:
    """What a room reports when somebody did something that may count."""

    person_id: int
    kind: str  # lesson, quiz, roleplay, exercise, final
    item: str  # slug or id
    module: str  # slug; empty for the final exam
    passed: bool
    score: float | None = None  # per cent, 0–100
    grade: str | None = None  # exercise: submitted, self_checked, accepted
    source: tuple[str, int] | None = None  # kind and id of the row behind it
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Tick:
    """One condition of a rule: shown to the learner as a line with a tick, and what decides."""

    id: str  # lesson, quiz, exercise:<id>, roleplays, module:<slug>, final, accepted:<id>
    done: bool
    at: datetime | None = None
    have: int = 0
    need: int = 1


@dataclass(frozen=True, slots=True)
class StepFact:
    """A step as the rules see it."""

    kind: str
    item: str
    module: str
    passed: bool
    at: datetime
    score: float | None = None
    grade: str | None = None
