"""What items are called, also those that were written here; which of those one may ask for, and of whom."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from courseware import db
from courseware.accounts.types import Me
from courseware.assignments.rules import title_of
from courseware.assignments.types import Asked, Item
from courseware.authoring.models import Audience, OwnDefinition
from courseware.authoring.queries.own import listed_for, titles_of
from courseware.authoring.rules.own import PREFIX
from courseware.cohorts.models import CohortMembership
from courseware.content.definitions import Course, Text

OWN = ("roleplay", "exercise")


def own_items(me: Me, course: Course) -> dict[str, list[Item]]:
    """The scenarios and forms written here that a class uses now, of those this person may read."""
    found = {}
    for kind in OWN:
        rows = [each for each in listed_for(me, course, kind) if each.classes]
        items = [(each.row.name, each.title) for each in rows if each.row.published is not None]
        found[kind] = [Item(kind, name, _own(title or Text(name, name))) for name, title in items]
    return found


def called(course: Course, kind: str, item: str) -> Text:
    """What one item is called; of several at once see `titles`."""
    return titles(course, [item])(kind, item)


def titles(course: Course, items: Iterable[str]) -> Callable[[str, str], Text]:
    """What these items are called, by kind and item: one statement where some were written here, else none."""
    own = titles_of(course, items)
    return lambda kind, item: own.get(item) or title_of(course, kind, item)


def outside_of(asked: Asked, people: Iterable[int]) -> set[int]:
    """Who is in no class that may use a definition written here; nobody where it is the course's."""
    if asked.kind not in OWN or not asked.item.startswith(PREFIX):
        return set()
    query = (
        select(CohortMembership.person_id)
        .join(Audience, Audience.cohort_id == CohortMembership.cohort_id)
        .join(OwnDefinition, OwnDefinition.id == Audience.definition_id)
        .where(
            OwnDefinition.kind == asked.kind,
            OwnDefinition.name == asked.item,
            OwnDefinition.removed_at.is_(None),
            Audience.withdrawn_at.is_(None),
            CohortMembership.to_on.is_(None),
        )
    )
    return set(people) - set(db.read().scalars(query))


def _own(title: Text) -> Text:
    return Text(f"自编 · {title.zh}", f"own · {title.en}")
