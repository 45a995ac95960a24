"""Names and figures that the chapters of several reports print."""

from typing import Final

KINDS: Final = {
    "exercise": "Exercise form",
    "practice": "Practice",
    "part": "Part of the course",
    "portfolio": "Portfolio",
    "course": "Whole course",
}


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:g}%"
