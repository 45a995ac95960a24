"""What the pages of forms share: the blueprint, what was sent, what a page is made of."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, request
from flask_login import current_user

from courseware.authoring.queries.own import own_exercise_for
from courseware.authoring.rules.own import PREFIX
from courseware.authoring.types import PublishedExercise
from courseware.content import current
from courseware.content.definitions import ExerciseDefinition, RubricDefinition
from courseware.errors import NotFound, Refused
from courseware.exercise import queries
from courseware.exercise.rules import comparing
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import RevisionRow, SubmissionRow
from courseware.review.types import ReviewRow
from courseware.web import locale

bp = Blueprint("exercise", __name__)


def exercise(exercise_id: str) -> ExerciseDefinition:
    """A form as it can be begun now: the course's, else one that was written here for me."""
    own = own_of(exercise_id)
    found = own.definition if own else current.course().exercises.get(exercise_id)
    if found is None:
        raise NotFound
    return found


def own_of(exercise_id: str) -> PublishedExercise | None:
    """A form written here, if I may fill it in; it cannot hide one of the course."""
    course = current.course()
    if not exercise_id.startswith(PREFIX) or exercise_id in course.exercises:
        return None
    return own_exercise_for(current_user, course, exercise_id)


def rubric_of(definition: ExerciseDefinition) -> RubricDefinition | None:
    return current.course().rubrics.get(definition.rubric)


def form_values() -> dict[str, Any]:
    """What a plain form sent: a list where a name came more than once."""
    sent = request.form.to_dict(flat=False)
    return {name: values[0] if len(values) == 1 else values for name, values in sent.items()}


def form_shown() -> str | None:
    """What names the version of the form on the page that sends; none from what does not tell."""
    return request.args.get("form")


def script_values() -> tuple[dict[str, Any], int]:
    """What autosave sent: the values by name, and the counter they are based on."""
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("data"), dict):
        raise Refused("The server did not understand this request. Nothing was changed.")
    return body["data"], counter(body.get("counter"))


def counter(value: Any) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def marks_in(sent: Mapping[str, Any], rubric: RubricDefinition | None) -> dict[str, int]:
    """Rubric marks 0 to 3 by criterion; anything else is left out."""
    found = {}
    for criterion in rubric.criteria if rubric else ():
        mark = str(sent.get(f"mark.{criterion.id}", ""))
        if mark in {"0", "1", "2", "3"}:
            found[criterion.id] = int(mark)
    return found


def rounds(
    row: SubmissionRow, definition: ExerciseDefinition, reviews: list[ReviewRow]
) -> list[dict[str, Any]]:
    """The rounds handed in, the newest first: words, verdict, and what changed since the one before."""
    words: dict[int, RevisionRow] = {r.round: r for r in queries.revisions(row.id, "submitted")}
    sheets = {n: draw(definition, w.answers, locale.lang()) for n, w in words.items()}
    found: list[dict[str, Any]] = []
    before: int | None = None
    for n in sorted(words):
        changed = comparing.differences(sheets[before], sheets[n]) if before is not None else []
        said = [r for r in reviews if r.round == n]
        found.append({"number": n, "at": words[n].at, "reviews": said, "changed": changed})
        before = n
    return found[::-1]


def latest_comments(reviews: list[ReviewRow]) -> dict[str, list[tuple[ReviewRow, str]]]:
    """Every comment ever made, by field, the newest first."""
    found: dict[str, list[tuple[ReviewRow, str]]] = {}
    for review in reversed(reviews):
        for key, text in review.comments.items():
            found.setdefault(key, []).append((review, text))
    return found
