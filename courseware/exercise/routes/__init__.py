"""The pages of the forms: the list, filling in, reviewing, printing."""

from courseware.exercise.routes import (
    chain,
    classes,
    examples,
    exchange,
    files,
    filling,
    listing,
    previews,
    printing,
    reviewing,
    starring,
)
from courseware.exercise.routes.base import bp

__all__ = [
    "bp",
    "chain",
    "classes",
    "examples",
    "exchange",
    "files",
    "filling",
    "listing",
    "previews",
    "printing",
    "reviewing",
    "starring",
]
