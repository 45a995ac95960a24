"""How reliable each check was on lines that no rule was made on, and so whether it may carry points.

The figures are those of `python -m benchmarks.spoken_checks` on its held-out half; `make check` compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MIN_PRECISION, MIN_RECALL = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Measured:
    """Shares from 0 to 1, rounded to hundredths."""

    precision: float
    recall: float
    has_points: bool


def _stands(precision: float, recall: float) -> Measured:
    return Measured(precision, recall, precision >= MIN_PRECISION and recall >= MIN_RECALL)


#: (check, language) → precision and recall
MEASURED: Mapping[tuple[str, str], Measured] = {
    ("asks-first", "zh"): _stands(0.88, 0.70),
    ("asks-first", "en"): _stands(1.00, 0.80),
    ("gives-evidence", "zh"): _stands(1.00, 0.60),
    ("gives-evidence", "en"): _stands(1.00, 0.80),
    ("gives-away", "zh"): _stands(0.86, 0.60),
    ("gives-away", "en"): _stands(1.00, 0.70),
    ("over-promises", "zh"): _stands(0.86, 0.60),
    ("over-promises", "en"): _stands(0.86, 0.60),
    ("takes-up", "zh"): _stands(0.80, 0.40),
    ("takes-up", "en"): _stands(0.88, 0.70),
    ("next-step", "zh"): _stands(1.00, 1.00),
    ("next-step", "en"): _stands(1.00, 0.90),
}


def has_points(check: str, lang: str) -> bool:
    """Whether what the check found counts; else it is a hint without points."""
    return MEASURED[check, "zh" if lang.startswith("zh") else "en"].has_points
