"""What a learner does next, and how a due date looks today. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from courseware.content.definitions import QUIZ_MINUTES, ModuleDefinition
from courseware.home.types import Next
from courseware.learning.types import Standing, Tick


def due_state(due_at: datetime | None, now: datetime, *, soon_days: int) -> str:
    """One of none, late, soon (within so many days), later."""
    if due_at is None:
        return "none"
    if due_at < now:
        return "late"
    return "soon" if due_at - now <= timedelta(days=soon_days) else "later"


def open_modules(
    track: Sequence[ModuleDefinition], standings: Mapping[str, Standing]
) -> list[ModuleDefinition]:
    """The modules to go on with, in this order: those that are begun, then those that are not; none = all passed."""
    left = [m for m in track if not (m.slug in standings and standings[m.slug].passed)]
    return sorted(left, key=lambda module: module.slug not in standings)


def next_in_module(module: ModuleDefinition, ticks: Sequence[Tick], lang: str) -> Next:
    """The first thing that is missing in a module."""
    missing = next((tick.id for tick in ticks if not tick.done), "lesson")
    kind, _, item = missing.partition(":")
    title = module.title[lang]
    if kind == "quiz":
        href = f"/quizzes/{module.slug}"
        return Next("quiz", title, href, module.number, minutes=QUIZ_MINUTES)
    if kind == "exercise":
        exercise = next(e for e in module.exercises if e.id == item)
        href, minutes = f"/exercises/{item}", exercise.minutes
        return Next("exercise", exercise.title[lang], href, module.number, minutes=minutes)
    if kind in ("roleplay", "roleplays"):
        href = f"/roleplays/{item}" if item else f"/roleplays#{module.slug}"
        return Next("practice", title, href, module.number)
    reading = next((lesson.minutes for lesson in module.lessons.values()), None)
    return Next("lesson", title, f"/modules/{module.slug}", module.number, minutes=reading)
