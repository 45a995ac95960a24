"""From facts to figures and to who needs help. Pure."""

from courseware.reports.rules.lines import (
    Basis,
    columns_of,
    facts_until,
    gain_of,
    line_of,
    parts_of,
    window_of,
)
from courseware.reports.rules.needs import Limits, far_below, needs_in, needs_of

__all__ = [
    "Basis",
    "Limits",
    "columns_of",
    "facts_until",
    "far_below",
    "gain_of",
    "line_of",
    "needs_in",
    "needs_of",
    "parts_of",
    "window_of",
]
