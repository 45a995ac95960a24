"""What a learner does next, and how a due date looks today. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from courseware.content.definitions import ModuleDefinition
from courseware.home.types import Next
from courseware.learning.types import Standing, Tick


def due_state(due_at: datetime | None, now: datetime, *, soon_days: int) -> str:
    """One of none, late, soon (within so many days), later."""
    if due_at is None:
        return "none"
    if due_at < now:
        return "late"
    return "soon" if due_at - now <= timedelta(days=soon_days) else "later"


def next_module(
    track: Sequence[ModuleDefinition], standings: Mapping[str, Standing]
) -> ModuleDefinition | None:
    """The module to go on with: one that is begun, else the first that is not passed; none = all passed."""
    open_ones = [m for m in track if not (m.slug in standings and standings[m.slug].passed)]
    begun = [m for m in open_ones if m.slug in standings]
    return next(iter(begun or open_ones), None)


def next_in_module(module: ModuleDefinition, ticks: Sequence[Tick], lang: str) -> Next:
    """The first thing that is missing in a module."""
    missing = next((tick.id for tick in ticks if not tick.done), "lesson")
    kind, _, item = missing.partition(":")
    title = module.title[lang]
    if kind == "quiz":
        return Next("quiz", title, f"/quizzes/{module.slug}", module.number)
    if kind == "exercise":
        exercise = next(e for e in module.exercises if e.id == item)
        return Next("exercise", exercise.title[lang], f"/exercises/{item}", module.number)
    if kind in ("roleplay", "roleplays"):
        href = f"/roleplays/{item}" if item else f"/roleplays#{module.slug}"
        return Next("practice", title, href, module.number)
    return Next("lesson", title, f"/modules/{module.slug}", module.number)
