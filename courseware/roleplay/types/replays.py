"""A talk looked at again: the way it took, and what each line cost against the best one there."""

from dataclasses import dataclass

from courseware.content.drawing import Trace


@dataclass(frozen=True, slots=True)
class Lost:
    """Points of one criterion that the best line here would have earned more; mine none: it earned no mark."""

    criterion: str
    mine: int | None
    best: int


@dataclass(frozen=True, slots=True)
class Cost:
    """One line of the learner beside the best that was to be said there."""

    number: int
    line: str
    best: str  # empty where no better line was at hand
    lost: tuple[Lost, ...]
    points: int  # that the best line is ahead, all criteria together
    mood: int  # that the best line is ahead; below zero: this line did the customer more good
    trust: int

    @property
    def is_best(self) -> bool:
        return not self.best


@dataclass(frozen=True, slots=True)
class Replay:
    costs: dict[int, Cost]  # by number of the line
    dearest: tuple[Cost, ...]  # the three that cost most, the dearest first
    moods: tuple[int, ...]  # before the first line and after each
    trusts: tuple[int, ...]
    trace: Trace
    reached: int  # nodes passed
    nodes: int  # of the scenario
