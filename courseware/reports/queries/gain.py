"""What a class gained: its starting test beside its final exam, part by part."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import or_, select

from courseware import db
from courseware.content.definitions import FINAL, STARTING_TEST, Course
from courseware.quiz.models import Attempt, QuestionMark
from courseware.reports.rules import gain_of
from courseware.reports.types import Exam, Gain


def gain_in(course: Course, cohort_id: int, ids: Collection[int]) -> Gain | None:
    """The gain of those who took the starting test of this class and a final exam; none when nobody has both."""
    a = Attempt
    query = select(a.id, a.person_id, a.slug, a.score, a.questions).where(
        a.person_id.in_(ids),
        a.submitted_at.is_not(None),
        a.score.is_not(None),
        or_((a.slug == STARTING_TEST) & (a.cohort_id == cohort_id), (a.slug == FINAL) & a.counted),
    )
    first: dict[int, Any] = {}
    last: dict[int, Any] = {}
    for row in db.read().execute(query.order_by(a.score, a.id)):  # the best comes last
        (first if row.slug == STARTING_TEST else last)[row.person_id] = row
    both = sorted(first.keys() & last.keys())
    if not both:
        return None
    marks = _marks([exams[person].id for exams in (first, last) for person in both])
    pairs = [(_exam(course, first[p], marks), _exam(course, last[p], marks)) for p in both]
    return gain_of(course, pairs)


def _exam(course: Course, row: Any, marks: dict[int, dict[str, float | None]]) -> Exam:
    by_part: dict[str, list[float]] = defaultdict(list)
    for kept in row.questions:
        module, mark = course.by_slug.get(kept.get("module", "")), marks[row.id].get(kept["id"])
        if module is not None and mark is not None:
            by_part[module.part].append(mark)
    return Exam(row.score, {part: 100 * sum(m) / len(m) for part, m in by_part.items()})


def _marks(attempts: Collection[int]) -> dict[int, dict[str, float | None]]:
    """The mark that stands for each question, by attempt; a question outside the score has none."""
    m = QuestionMark
    query = select(m.attempt_id, m.question, m.fraction, m.counts).where(m.attempt_id.in_(attempts))
    found: dict[int, dict[str, float | None]] = defaultdict(dict)
    for row in db.read().execute(query.order_by(m.id)):
        found[row.attempt_id][row.question] = row.fraction if row.counts else None
    return found
