"""Frozen values of the pulse: what a module's readers said of it, never one of them alone. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

#: with fewer answers somebody could be recognised; figures grow by so many at a time
BATCH = 5
STEPS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Spread:
    """How often each of 1–5 was chosen."""

    counts: tuple[int, ...]

    @property
    def answers(self) -> int:
        return sum(self.counts)

    @property
    def average(self) -> float:
        return sum(step * n for step, n in zip(STEPS, self.counts, strict=True)) / self.answers


@dataclass(frozen=True, slots=True)
class ModulePulse:
    """What is shown of one module: its first five, ten, fifteen … answers."""

    module: str
    useful: Spread
    clear: Spread

    @property
    def answers(self) -> int:
        return self.useful.answers


def spreads(rows: Iterable[tuple[str, int, int, int]]) -> Mapping[str, ModulePulse]:
    """By module, from (module, useful, clear, how many said both)."""
    useful: dict[str, list[int]] = {}
    clear: dict[str, list[int]] = {}
    for module, one, two, count in rows:
        useful.setdefault(module, [0] * len(STEPS))[one - 1] += count
        clear.setdefault(module, [0] * len(STEPS))[two - 1] += count
    return {
        module: ModulePulse(module, Spread(tuple(useful[module])), Spread(tuple(clear[module])))
        for module in useful
    }
