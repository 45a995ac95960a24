"""For which periods a form may be begun, and what counts as done."""

from datetime import date, timedelta

from courseware.content.definitions import ExerciseDefinition
from courseware.kit import clock


def periods(repeats: str, today: date, fiscal_month: int) -> tuple[str, ...]:
    """The periods a form may be about, the likeliest first; ('',) for one without periods."""
    if repeats in {"never", "free"}:
        return ("",)
    quarter = clock.quarter_of(today, fiscal_month)
    before = clock.quarter_of(quarter.first - timedelta(days=1), fiscal_month)
    if repeats == "quarter":
        return (quarter.label, before.label)
    year = int(quarter.label[:4])
    return (str(year), str(year - 1))


def grade_at_submission(definition: ExerciseDefinition) -> str:
    """What handing in amounts to; the learner's own rubric marks are part of self_checked."""
    return "self_checked" if definition.done_when == "self_checked" else "submitted"


def is_done_at_submission(definition: ExerciseDefinition) -> bool:
    return definition.done_when != "accepted"


def needs_acceptance(definition: ExerciseDefinition, *, asked: bool) -> bool:
    """Whether somebody must accept it: by the form's own rule, or because the obligation asks for it."""
    return definition.done_when == "accepted" or asked


def nearby(today: date, fiscal_month: int) -> tuple[str, ...]:
    """Quarters and years that people write about: last, this and the next two quarters, this year and the next."""
    quarter = clock.quarter_of(today, fiscal_month)
    found = [clock.quarter_of(quarter.first - timedelta(days=1), fiscal_month), quarter]
    for _ in range(2):
        found.append(clock.quarter_of(found[-1].last + timedelta(days=1), fiscal_month))
    year = int(quarter.label[:4])
    return (*(q.label for q in found), str(year), str(year + 1))
