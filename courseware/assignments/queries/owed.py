"""What somebody owes, as they see it themselves: what, by whom, why and when."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.assignments.models import Assignment
from courseware.assignments.queries.titles import titles
from courseware.assignments.rules import place_of
from courseware.assignments.types import Owed, Source, Task
from courseware.content.definitions import Course
from courseware.errors import NotFound
from courseware.journal.models import Entry
from courseware.kit import clock
from courseware.learning.models import Obligation, Step
from courseware.learning.rules import is_about, times_met
from courseware.learning.types import StepFact


def owed_by(course: Course, person_id: int) -> list[Owed]:
    """All that somebody still owes, the earliest due first; one thing that several ask for stands once."""
    query = _sources(person_id).where(Obligation.fulfilled_at.is_(None))
    found: dict[tuple[str, str, int], list[Source]] = {}
    for source in _read(person_id, query):
        number = source.obligation_id if source.kind == "task" else 0
        found.setdefault((source.kind, source.item, number), []).append(source)
    called = titles(course, [item for _kind, item, _number in found])
    return [
        Owed(called(kind, item), place_of(kind, item, number), tuple(sources))
        for (kind, item, number), sources in found.items()
    ]


def sources_of(person_id: int, kinds: Iterable[str], item: str) -> list[Source]:
    """Who asks somebody for one thing, the earliest due first; of drills, for any type where `item` is empty."""
    query = _sources(person_id).where(
        Obligation.fulfilled_at.is_(None), Obligation.kind.in_(list(kinds))
    )
    if item:
        query = query.where(Obligation.item == item)
    return _read(person_id, query)


def task_for(person_id: int, obligation_id: int) -> Task:
    """One's own task; to others there is none."""
    o = Obligation
    query = _sources(person_id, also_closed=True).where(o.id == obligation_id, o.kind == "task")
    row = (
        db.read()
        .execute(query.add_columns(o.fulfilled_at, o.closed_reason, o.source_id, o.source_kind))
        .first()
    )
    if row is None:
        raise NotFound
    note = _note(person_id, row.source_id) if row.fulfilled_at else ""
    return Task(_source(row[:11]), row.fulfilled_at, row.closed_reason, note)


def _sources(person_id: int, *, also_closed: bool = False) -> Select[Any]:
    o, a = Obligation, Assignment
    query: Any = (
        select(
            o.id, o.kind, o.item, Person.name, a.words, o.due_at, o.due_on, o.quantity, a.due_on, o.counts_from, a.series_id
        )
        .outerjoin(Person, Person.id == o.asked_by_id)
        .outerjoin(a, and_(o.source_kind == "assignment", a.id == o.source_id))
        .where(o.person_id == person_id)
        .order_by(o.due_at.is_(None), o.due_at, o.id)
    )  # fmt: skip
    found: Select[Any] = query if also_closed else query.where(o.closed_at.is_(None))
    return found


def _read(person_id: int, query: Select[Any]) -> list[Source]:
    found = [_source(row) for row in db.read().execute(query)]
    drills = [each for each in found if each.kind == "drill"]
    if not drills:
        return found
    steps = _drilled(
        person_id, min((each.counts_from for each in drills if each.counts_from), default=None)
    )
    return [replace(each, have=_have(each, steps)) if each in drills else each for each in found]


def _source(row: Any) -> Source:
    id_, kind, item, name, words, due_at, due_on, quantity, asked_on, counts_from, _series = row
    moved = due_on is not None and asked_on is not None and due_on > asked_on
    extended_from = asked_on if moved else None
    late = due_at is not None and due_at < clock.now()
    return Source(
        id_,
        kind,
        item,
        name,
        words or "",
        due_at,
        due_on,
        quantity,
        extended_from,
        counts_from,
        late,
    )


def _drilled(person_id: int, since: datetime | None) -> list[tuple[StepFact, int | None]]:
    s = Step
    query = select(s.kind, s.item, s.module, s.passed, s.at, s.source_id).where(
        s.person_id == person_id, s.kind == "drill", s.withdrawn_at.is_(None)
    )
    if since is not None:
        query = query.where(s.at >= since)
    return [(StepFact(*row[:-1]), row[-1]) for row in db.read().execute(query)]


def _have(source: Source, steps: list[tuple[StepFact, int | None]]) -> int:
    about = [
        (step, line)
        for step, line in steps
        if is_about("drill", source.item, ("drill", step.item, ""))
        and (source.counts_from is None or step.at >= source.counts_from)
    ]
    return times_met("drill", about)


def _note(person_id: int, assignment_id: int) -> str:
    e = Entry
    query = select(e.particulars).where(
        e.object_kind == "assignment",
        e.object_id == str(assignment_id),
        e.verb == "noted",
        e.actor_id == person_id,
    )
    found = db.read().scalar(query.order_by(e.id.desc()).limit(1))
    return str(found.get("words") or "") if found else ""
