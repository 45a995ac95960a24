"""Names and figures that the chapters of several reports print."""

from typing import Final

#: msgids; the room of role-plays has the same
INDUSTRIES: Final = {
    "any": "For every industry",
    "manufacturing": "Manufacturing",
    "finance": "Finance",
    "retail": "Retail",
    "software": "Software",
    "healthcare": "Healthcare",
    "education": "Education",
    "new-energy": "New energy",
    "logistics": "Logistics",
    "construction": "Construction",
    "public-sector": "Public sector",
}
KINDS: Final = {
    "exercise": "Exercise form",
    "practice": "Practice",
    "part": "Part of the course",
    "portfolio": "Portfolio",
    "course": "Whole course",
}


def percent(value: float | None) -> str:
    return "–" if value is None else f"{value:g}%"
