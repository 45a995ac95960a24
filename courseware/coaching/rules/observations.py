"""When managers are asked about graduates, and with which form. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from statistics import fmean
from typing import Any

from courseware.content.definitions import Course, ExerciseDefinition

#: the form that asks how somebody works since the course
FORM = "after-the-course"
ABOUT = "manager_about_person"
#: a manager has so long to answer
TIME_TO_ANSWER = timedelta(days=14)
#: who finished longer ago than this after a question was due is not asked about any more
LATEST = timedelta(days=30)


def days_of(setting: str) -> tuple[int, ...]:
    """`"30,90"` as numbers, in order; what is no number of days is left out."""
    parts = (part.strip() for part in setting.replace("，", ",").split(","))
    return tuple(
        sorted({int(p) for p in parts if p.isascii() and p.isdigit() and 0 < int(p) <= 999})
    )


def due_now(finished_on: date, days: Iterable[int], today: date) -> list[int]:
    """After which of these numbers of days it is time to ask."""
    return [n for n in days if timedelta(0) <= today - finished_on - timedelta(days=n) <= LATEST]


def form_of(course: Course) -> ExerciseDefinition | None:
    """The form for it; where the course has none of that name, the first that leaders fill in about people."""
    if FORM in course.exercises:
        return course.exercises[FORM]
    return next((form for form in course.exercises.values() if form.filled_by == ABOUT), None)


def mean_rating(form: ExerciseDefinition | None, answers: Mapping[str, Any]) -> float | None:
    """The mean of what was rated; none where nothing was."""
    if form is None:
        return None
    keys = [f.key for section in form.sections for f in section.fields if f.type == "rating"]
    marks = [float(answers[key]) for key in keys if str(answers.get(key) or "").isdigit()]
    return round(fmean(marks), 1) if marks else None
