"""python -m benchmarks.spoken_checks: how often the checks of typed lines are right, on lines labelled by hand.

Prints precision and recall of each check and language on both halves, and no line. Exits 1 when a check that carries
points is below the bound on the half that no rule was made on, or when the shown figures are not the measured ones.
"""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from courseware.roleplay.rules.checks import check_line
from courseware.roleplay.rules.checks.standing import MEASURED, MIN_PRECISION, MIN_RECALL, Measured

LINES = Path(__file__).parents[1] / "tests/data/lines"
HALVES = ("tuning", "held-out")

Check = Callable[..., Mapping[str, tuple[str, ...]]]
Key = tuple[str, str]


@dataclass(slots=True)
class Count:
    """How often a check was right about what is there, said too much, said too little."""

    right: int = 0
    false: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def is_enough(self) -> bool:
        return self.precision >= MIN_PRECISION and self.recall >= MIN_RECALL


def measure(lines: Iterable[Mapping[str, Any]], check: Check = check_line) -> dict[Key, Count]:
    """Counts by check and language."""
    counts: dict[Key, Count] = {}
    for line in lines:
        count = counts.setdefault((line["check"], line["lang"]), Count())
        found = check(line["line"], lang=line["lang"], customer=line.get("customer") or "")
        is_found = line["check"] in found
        count.right += is_found and line["has"]
        count.false += is_found and not line["has"]
        count.missed += line["has"] and not is_found
    return counts


def load(half: str) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = yaml.safe_load((LINES / f"{half}.yaml").read_text("utf-8"))
    return lines


def failures(
    held_out: Mapping[Key, Count], measured: Mapping[Key, Measured] = MEASURED
) -> list[str]:
    """What is wrong with what learners are told about the checks."""
    found: list[str] = []
    for key, stands in measured.items():
        count = held_out.get(key, Count())
        if stands.has_points and not count.is_enough:
            found.append(f"{key[0]} ({key[1]}) carries points and is below the bound")
        if (round(count.precision, 2), round(count.recall, 2)) != (stands.precision, stands.recall):
            found.append(
                f"{key[0]} ({key[1]}): standing.py does not say the figures that are measured"
            )
    return found


def main(check: Check = check_line) -> int:
    counts = {half: measure(load(half), check) for half in HALVES}
    print(f"{'check':16}{'':4}{'tuning':>16}{'held out':>16}   precision, recall")
    for check_id, lang in sorted(counts["held-out"]):
        cells = (counts[half][check_id, lang] for half in HALVES)
        figures = "".join(f"{c.precision:10.2f}{c.recall:6.2f}" for c in cells)
        points = "points" if MEASURED[check_id, lang].has_points else "hint"
        print(f"{check_id:16}{lang:4}{figures}   {points}")
    wrong = failures(counts["held-out"])
    for sentence in wrong:
        print(f"Not in order: {sentence}.", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
