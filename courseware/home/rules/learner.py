"""What a learner does next, and how a due date looks today. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from courseware.content.definitions import ModuleDefinition
from courseware.home.types import CameIn, Next
from courseware.learning.types import Standing, Tick

#: who comes back within this is still looking
SAME_LOOK = timedelta(minutes=30)


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
        return Next("quiz", title, f"/quizzes/{module.slug}", module.number)
    if kind == "exercise":
        exercise = next(e for e in module.exercises if e.id == item)
        return Next("exercise", exercise.title[lang], f"/exercises/{item}", module.number)
    if kind in ("roleplay", "roleplays"):
        href = f"/roleplays/{item}" if item else f"/roleplays#{module.slug}"
        return Next("practice", title, href, module.number)
    return Next("lesson", title, f"/modules/{module.slug}", module.number)


def next_look(since: datetime, last: datetime, now: datetime) -> tuple[datetime, datetime]:
    """What the page calls the last look, and this look: a page that is reloaded keeps what was new on it."""
    return (last if now - last > SAME_LOOK else since), now


def together(rows: Sequence[CameIn]) -> list[CameIn]:
    """One line for all of a sort from one person, new ones apart: who passes ten quizzes hides nobody else.

    The rows come newest first; the newest of a line names it.
    """
    found: dict[tuple[int, str, bool], CameIn] = {}
    for row in rows:
        key = (row.person_id, row.kind, row.is_new)
        known = found.get(key)
        found[key] = replace(known, count=known.count + 1) if known else row
    return list(found.values())
