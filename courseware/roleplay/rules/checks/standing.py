"""How reliable each check was on lines that no rule was made on, and so whether it may carry points.

The figures are those of `python -m benchmarks.spoken_checks` on its held-out half; `make check` compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from courseware.content.definitions import SPOKEN_CHECKS

MIN_PRECISION, MIN_RECALL = 0.9, 0.7
LANGS = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares from 0 to 1, rounded to hundredths."""

    precision: float
    recall: float
    has_points: bool


def _stands(precision: float, recall: float) -> Measured:
    return Measured(precision, recall, precision >= MIN_PRECISION and recall >= MIN_RECALL)


MEASURED: Mapping[tuple[str, str], Measured] = {
    (check, lang): _stands(0.0, 0.0) for check in SPOKEN_CHECKS for lang in LANGS
}


def has_points(check: str, lang: str) -> bool:
    """Whether what the check found counts; else it is a hint without points."""
    return MEASURED[check, "zh" if lang.startswith("zh") else "en"].has_points
