"""What a reviewer has typed, in one shape, from a plain form or a script."""

from collections.abc import Mapping
from typing import Any

from flask_login import current_user

from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Conflict
from courseware.exercise.routes.base import counter, form_values, marks_in, rubric_of
from courseware.exercise.types import SubmissionRow
from courseware.review import actions as desk
from courseware.review.types import Stale

LONGEST = 4_000


def content_of(definition: ExerciseDefinition, sent: Mapping[str, Any]) -> dict[str, Any]:
    """A reviewer's words in one shape, from a plain form or a script."""
    comments = {}
    for field in definition.fields:
        text = str(sent.get(f"comment.{field.key}") or "").strip()[:LONGEST]
        if text:
            comments[field.key] = text
    ticked = sent.get("mend") or []
    ticked = ticked if isinstance(ticked, list) else [ticked]
    return {
        "comments": comments,
        "mend": [f.key for f in definition.fields if f.key in ticked],
        "marks": marks_in(sent, rubric_of(definition)),
        "summary": str(sent.get("summary") or "").strip()[:LONGEST],
    }


def flat(content: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {f"comment.{k}": v for k, v in content.get("comments", {}).items()}
    flat |= {f"mark.{k}": str(v) for k, v in content.get("marks", {}).items()}
    return flat | {"mend": content.get("mend", []), "summary": content.get("summary", "")}


def keep_typed(row: SubmissionRow, definition: ExerciseDefinition) -> None:
    """Keep what a plain form sent along with something else: the page is drawn anew, and nothing typed is lost."""
    sent = form_values()
    content = content_of(definition, sent)
    thing, based_on = ("submission", row.id), counter(sent.get("counter"))
    if isinstance(desk.save_draft(current_user, thing, content, counter=based_on), Stale):
        raise Conflict("You have written more about this in another window.")
