"""What can be asked for, and what it is called. Pure."""

from collections.abc import Mapping

from courseware.assignments.types import Item
from courseware.content.definitions import Course, ModuleDefinition, Text

KINDS = ("exercise", "roleplay", "module", "quiz", "lesson")
#: where the person who owes it does it
PLACES: Mapping[str, str] = {
    "module": "/modules/",
    "lesson": "/modules/",
    "quiz": "/quizzes/",
    "roleplay": "/roleplays/",
    "exercise": "/exercises/",
}


def items_of(course: Course) -> dict[str, list[Item]]:
    """All that can be asked for, by kind; of modules only those that count."""
    ready = course.ready_modules
    return {
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
    """What an item is called; its id once the course no longer has it."""
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
    return item if item in course.by_slug else ""


def place_of(kind: str, item: str) -> str:
    """The page where the item is done."""
    return f"{PLACES[kind]}{item}"


def _numbered(module: ModuleDefinition) -> Text:
    number = f"{module.number:02d}"
    return Text(f"{number} {module.title.zh}", f"{number} {module.title.en}")


def _in_module(course: Course, slug: str, title: Text) -> Text:
    number = f"{course.by_slug[slug].number:02d}"
    return Text(f"{number} · {title.zh}", f"{number} · {title.en}")
