"""Pages of practice."""

from courseware.roleplay.routes import (
    catalogue,
    checks,
    drills,
    maps,
    marks,
    pairs,
    recordings,
    results,
    skills,
    talks,
)
from courseware.roleplay.routes.base import bp

__all__ = [
    "bp",
    "catalogue",
    "checks",
    "drills",
    "maps",
    "marks",
    "pairs",
    "recordings",
    "results",
    "skills",
    "talks",
]
