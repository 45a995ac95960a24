"""Reading forms and what people filled in."""

from courseware.exercise.queries.submissions import (
    Asked,
    Seen,
    asked_of,
    get_submission_for,
    handed_in,
    printable,
    revisions,
    sources_for,
    submission,
    submissions_of,
)
from courseware.exercise.queries.versions import definition_of, draft, form_sent

__all__ = [
    "Asked",
    "Seen",
    "asked_of",
    "definition_of",
    "draft",
    "form_sent",
    "get_submission_for",
    "handed_in",
    "printable",
    "revisions",
    "sources_for",
    "submission",
    "submissions_of",
]
