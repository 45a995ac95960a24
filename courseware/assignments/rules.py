"""What can be asked for, and what it is called. Pure."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from courseware.assignments.types import AssignmentRow, Item, Kept, Line, Round
from courseware.content.definitions import Course, ModuleDefinition, Text
from courseware.learning.rules import ANY

KINDS = ("drill", "exercise", "roleplay", "module", "quiz", "lesson")
#: what is done again and again: work from before the asking never counts
ANEW = ("drill", "task")
DRILLS: Mapping[str, Text] = {
    ANY: Text("异议快练：任何类型", "Objection drill: any type"),
    "price": Text("异议快练：价格", "Objection drill: price"),
    "timing": Text("异议快练：时机", "Objection drill: timing"),
    "authority": Text("异议快练：决策权", "Objection drill: authority to decide"),
    "incumbent": Text("异议快练：现有供应商", "Objection drill: present supplier"),
    "trust": Text("异议快练：信任", "Objection drill: trust"),
    "integration": Text("异议快练：系统对接", "Objection drill: fitting in"),
    "no-need": Text("异议快练：没有需求", "Objection drill: no need"),
    "own": Text("异议快练：行业特有", "Objection drill: this industry alone"),
}
DAYS = {"week": 7, "two-weeks": 14}
MONTHS = 12
#: people whose record stands in the list itself
FEW = 8
#: where the person who owes it does it
PLACES: Mapping[str, str] = {
    "module": "/modules/",
    "lesson": "/modules/",
    "quiz": "/quizzes/",
    "roleplay": "/roleplays/",
    "exercise": "/exercises/",
    "drill": "/drills?type=",
    "task": "/tasks/",
}


def items_of(course: Course) -> dict[str, list[Item]]:
    """All that can be asked for, by kind; of modules only those that count."""
    ready = course.ready_modules
    drilled = {o.type for library in course.objections.values() for o in library.objections}
    types = [kind for kind in DRILLS if kind in drilled or (drilled and kind == ANY)]
    return {
        "drill": [Item("drill", kind, DRILLS[kind]) for kind in types],
        "exercise": [
            Item("exercise", e.id, _in_module(course, e.module, e.title))
            for m in ready
            for e in m.exercises
        ],
        "roleplay": [
            Item("roleplay", r.id, _in_module(course, r.module, r.title))
            for m in ready
            for r in m.roleplays
        ],
        "module": [Item("module", m.slug, _numbered(m)) for m in ready],
        "quiz": [Item("quiz", m.slug, _numbered(m)) for m in ready],
        "lesson": [Item("lesson", m.slug, _numbered(m)) for m in ready],
    }


def title_of(course: Course, kind: str, item: str) -> Text:
    """What an item is called; its id once the course no longer has it. A task is called by its words."""
    if kind == "drill" and item in DRILLS:
        return DRILLS[item]
    if kind == "task":
        return Text(item, item)
    if kind == "exercise" and item in course.exercises:
        return course.exercises[item].title
    if kind == "roleplay" and item in course.roleplays:
        return course.roleplays[item].title
    if item in course.by_slug:
        return _numbered(course.by_slug[item])
    return Text(item, item)


def module_of(course: Course, kind: str, item: str) -> str:
    """The slug of the module an item belongs to; empty when the course no longer has it."""
    if kind == "exercise":
        return course.exercises[item].module if item in course.exercises else ""
    if kind == "roleplay":
        return course.roleplays[item].module if item in course.roleplays else ""
    return item if kind not in ANEW and item in course.by_slug else ""


def place_of(kind: str, item: str, owed_id: int | None = None) -> str:
    """The page where the item is done; a task is done by each person on a page of their own."""
    if kind == "task":
        return f"{PLACES[kind]}{owed_id}" if owed_id else "/"
    if kind == "drill" and item == ANY:
        return "/drills"
    return f"{PLACES[kind]}{item}"


def round_on(first_due: date, every: str, day: date) -> Round:
    """The round that a day lies in; the first is due on `first_due`, and days before it lie in it too."""
    number = 0
    while _due(first_due, every, number) < day:
        number += 1
    before = _due(first_due, every, number - 1)
    return Round(before + timedelta(days=1), _due(first_due, every, number))


def fold(rows: Sequence[AssignmentRow], kept: Sequence[Kept]) -> list[Line]:
    """One line for each series, where its newest round would stand; the rows come newest first."""
    lines: list[Line] = []
    seen: set[int] = set()
    for row in rows:
        if row.series_id is None:
            lines.append(Line(row))
        elif row.series_id not in seen:
            seen.add(row.series_id)
            rounds = [other for other in reversed(rows) if other.series_id == row.series_id]
            record = tuple(each for each in kept if each.series_id == row.series_id)
            lines.append(Line(row, tuple(rounds), record))
    return lines


def _due(first_due: date, every: str, number: int) -> date:
    """The due date of the round after so many others.

    A month later is the same day of the next month or its last, where it is shorter; what begins at the end
    of a month stays at the end: 28 February, 31 March, 30 April.
    """
    if every != "month":
        return first_due + timedelta(days=DAYS[every] * number)
    year, month = divmod(first_due.year * MONTHS + first_due.month - 1 + number, MONTHS)
    last = monthrange(year, month + 1)[1]
    at_the_end = first_due.day == monthrange(first_due.year, first_due.month)[1]
    return date(year, month + 1, last if at_the_end else min(first_due.day, last))


def _numbered(module: ModuleDefinition) -> Text:
    number = f"{module.number:02d}"
    return Text(f"{number} {module.title.zh}", f"{number} {module.title.en}")


def _in_module(course: Course, slug: str, title: Text) -> Text:
    number = f"{course.by_slug[slug].number:02d}"
    return Text(f"{number} · {title.zh}", f"{number} · {title.en}")
