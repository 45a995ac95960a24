"""Reading definitions written here: whose they are, who may use them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.authoring.models import Audience, OwnDefinition, OwnVersion
from courseware.authoring.rules.kinds import EXERCISE, KINDS, ROLEPLAY, Found, read_text, shipped
from courseware.authoring.rules.own import PREFIX
from courseware.authoring.types import (
    AudienceRow,
    ListedScenario,
    OwnRow,
    PublishedExercise,
    PublishedRoleplay,
    VersionRow,
)
from courseware.cohorts.models import Cohort, CohortMembership, CohortTrainer
from courseware.cohorts.queries import NOW, trained_cohorts
from courseware.content.definitions import Course, ExerciseDefinition, Text
from courseware.content.own_forms import OwnExercise
from courseware.errors import Forbidden, NotFound


def listed_for(me: Me, course: Course, kind: str) -> list[ListedScenario]:
    """Mine and those of colleagues who train a class with me, the last changed first; an administrator: all."""
    rows = [_own_row(row, me) for row in db.read().execute(_seen_by(me, _rows(kind)))]
    classes: dict[int, list[str]] = {}
    query = (
        select(Audience.definition_id, Cohort.name)
        .join(Cohort, Cohort.id == Audience.cohort_id)
        .where(Audience.withdrawn_at.is_(None), Cohort.closed_at.is_(None))
        .order_by(Cohort.name)
    )
    for definition_id, name in db.read().execute(query):
        classes.setdefault(definition_id, []).append(name)
    return [_listed(row, course, tuple(classes.get(row.id, ()))) for row in rows]


def get_for(me: Me, kind: str, own_id: int) -> OwnRow:
    """What I or a colleague wrote; to others there is none."""
    row = db.read().execute(_seen_by(me, _rows(kind)).where(OwnDefinition.id == own_id)).first()
    if row is None:
        raise NotFound
    return _own_row(row, me)


def get_to_write(me: Me, kind: str, own_id: int) -> OwnRow:
    """One to change: Forbidden to colleagues, who may copy it."""
    row = get_for(me, kind, own_id)
    if not row.may_write:
        raise Forbidden(KINDS[kind].not_yours)
    return row


def read_draft(course: Course, row: OwnRow) -> Found:
    return read_text(course, row.draft, kind=row.kind, name=row.name, module=row.module)


def audiences_of(own_id: int) -> list[AudienceRow]:
    """The classes that may play a scenario now."""
    query = (
        select(Cohort.id, Cohort.name, Audience.since)
        .join(Audience, Audience.cohort_id == Cohort.id)
        .where(Audience.definition_id == own_id, Audience.withdrawn_at.is_(None))
        .order_by(Cohort.name)
    )
    return [AudienceRow(*row) for row in db.read().execute(query)]


def versions_of(own_id: int) -> list[VersionRow]:
    """What was published, the newest first."""
    query = (
        select(OwnVersion.number, OwnVersion.published_at, Person.name)
        .join(Person, Person.id == OwnVersion.published_by_id)
        .where(OwnVersion.definition_id == own_id)
        .order_by(OwnVersion.number.desc())
    )
    return [VersionRow(*row) for row in db.read().execute(query)]


def own_roleplays_for(me: Me, course: Course) -> list[PublishedRoleplay]:
    """The scenarios published to an open class that I am in or train, and those I write that can be tried."""
    found = _usable_for(me, course, ROLEPLAY.kind)
    return [PublishedRoleplay(*each) for each in found]


def own_exercises_for(me: Me, course: Course) -> list[PublishedExercise]:
    """As `own_roleplays_for`, of forms."""
    found = _usable_for(me, course, EXERCISE.kind)
    return [PublishedExercise(*each) for each in found]


def own_roleplay_for(me: Me, course: Course, name: str) -> PublishedRoleplay | None:
    """One of those; an administrator may try any."""
    found = _one_for(me, course, ROLEPLAY.kind, name)
    return PublishedRoleplay(*found) if found else None


def own_exercise_for(me: Me, course: Course, name: str) -> PublishedExercise | None:
    """One of those; an administrator may try any."""
    found = _one_for(me, course, EXERCISE.kind, name)
    return PublishedExercise(*found) if found else None


def own_exercise_begun(course: Course, name: str, owner_id: int) -> ExerciseDefinition | None:
    """A form written here as it is now for somebody who has begun it, also one that was withdrawn since.

    Its author goes on with the draft, everybody else with the newest published version.
    """
    query = _rows(EXERCISE.kind, removed=True).where(OwnDefinition.name == name)
    row = db.read().execute(query).first()
    if row is None or row.module not in course.by_slug:
        return None
    text = row.draft if row.author_id == owner_id else (row.yaml or row.draft)
    found = read_text(course, text, kind=EXERCISE.kind, name=name, module=row.module)
    return found.definition if isinstance(found, OwnExercise) else None


def own_module(name: str, kind: str = ROLEPLAY.kind) -> str | None:
    """The module that a definition written here was made for, also of a removed one."""
    query = select(OwnDefinition.module).where(
        OwnDefinition.kind == kind, OwnDefinition.name == name
    )
    return db.read().scalar(query)


def counts_for(person_id: int, name: str, kind: str = ROLEPLAY.kind) -> bool:
    """Whether what somebody does with a definition written here is recorded: not for its author and those who only try it."""
    query = _counting(person_id, kind).where(OwnDefinition.name == name)
    return db.read().execute(query.limit(1)).first() is not None


def _usable_for(me: Me, course: Course, kind: str) -> list[tuple[Any, ...]]:
    query = _rows(kind).where(
        (OwnDefinition.author_id == me.id) | OwnDefinition.id.in_(_published_to(me.id))
    )
    rows = [_own_row(row, me) for row in db.read().execute(query.order_by(OwnDefinition.id))]
    counting = set(db.read().scalars(_counting(me.id, kind))) if rows else set()
    found = [_usable(course, row, counts=row.name in counting) for row in rows]
    return [each for each in found if each is not None]


def _one_for(me: Me, course: Course, kind: str, name: str) -> tuple[Any, ...] | None:
    mine = (OwnDefinition.author_id == me.id) | OwnDefinition.id.in_(_published_to(me.id))
    query = _rows(kind).where(OwnDefinition.name == name)
    if not me.is_administrator:
        query = query.where(mine)
    row = db.read().execute(query).first()
    if row is None:
        return None
    return _usable(course, _own_row(row, me), counts=counts_for(me.id, name, kind))


def _counting(person_id: int, kind: str) -> Select[Any]:
    """The names of those that a class of theirs uses or used, and that they did not write."""
    query: Select[Any] = (
        select(OwnDefinition.name)
        .join(Audience, Audience.definition_id == OwnDefinition.id)
        .join(CohortMembership, CohortMembership.cohort_id == Audience.cohort_id)
        .where(
            OwnDefinition.kind == kind,
            OwnDefinition.author_id != person_id,
            CohortMembership.person_id == person_id,
            NOW,
        )
    )
    return query


def _usable(course: Course, row: OwnRow, *, counts: bool) -> tuple[Any, ...] | None:
    """The draft for those who write it, the newest published version for everybody else."""
    text = row.draft if row.may_write else row.published
    if text is None or row.name in shipped(course, row.kind) or row.module not in course.by_slug:
        return None
    found = read_text(course, text, kind=row.kind, name=row.name, module=row.module)
    if found.definition is None or not found.is_playable:
        return None
    is_trial = row.may_write or not counts
    return found.definition, row.author, is_trial, row.id, row.may_write


def _published_to(person_id: int) -> Select[Any]:
    member = select(CohortMembership.cohort_id).where(CohortMembership.person_id == person_id, NOW)
    return (
        select(Audience.definition_id)
        .join(Cohort, Cohort.id == Audience.cohort_id)
        .where(
            Audience.withdrawn_at.is_(None),
            Cohort.closed_at.is_(None),
            Audience.cohort_id.in_(member) | Audience.cohort_id.in_(trained_cohorts(person_id)),
        )
    )


def _seen_by(me: Me, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    query = query.order_by(OwnDefinition.changed_at.desc(), OwnDefinition.id.desc())
    if me.is_administrator:
        return query
    colleagues = select(CohortTrainer.person_id).where(
        CohortTrainer.cohort_id.in_(trained_cohorts(me.id))
    )
    return query.where(
        (OwnDefinition.author_id == me.id)
        | OwnDefinition.author_id.in_(colleagues)
        | OwnDefinition.id.in_(_published_to(me.id))
    )


def _rows(kind: str, *, removed: bool = False) -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]]
    newest = (
        select(func.max(OwnVersion.number))
        .where(OwnVersion.definition_id == OwnDefinition.id)
        .correlate(OwnDefinition)
        .scalar_subquery()
    )
    query = (
        select(
            OwnDefinition.id,
            OwnDefinition.kind,
            OwnDefinition.name,
            OwnDefinition.module,
            OwnDefinition.author_id,
            Person.name.label("author"),
            OwnDefinition.copied_from,
            OwnDefinition.draft,
            OwnDefinition.counter,
            OwnDefinition.changed_at,
            OwnVersion.number,
            OwnVersion.yaml,
        )
        .join(Person, Person.id == OwnDefinition.author_id)
        .outerjoin(
            OwnVersion,
            (OwnVersion.definition_id == OwnDefinition.id) & (OwnVersion.number == newest),
        )
        .where(OwnDefinition.kind == kind)
    )
    return query if removed else query.where(OwnDefinition.removed_at.is_(None))


def _own_row(row: Any, me: Me) -> OwnRow:
    values = (*row, me.is_administrator or row.author_id == me.id)
    return OwnRow(*values)


def _listed(row: OwnRow, course: Course, classes: tuple[str, ...]) -> ListedScenario:
    found = read_draft(course, row)
    title = found.sketch.title if found.sketch is not None else None
    return ListedScenario(row, title, found.is_green, classes)


def titles_of(course: Course, names: Iterable[str]) -> dict[str, Text]:
    """The titles of definitions written here, by name, also of removed ones; other names are left out."""
    wanted = sorted({name for name in names if name.startswith(PREFIX)})
    if not wanted:
        return {}
    columns = (OwnDefinition.kind, OwnDefinition.name, OwnDefinition.module, OwnDefinition.draft)
    found = {}
    for kind, name, module, draft in db.read().execute(
        select(*columns).where(OwnDefinition.name.in_(wanted))
    ):
        sketch = read_text(course, draft, kind=kind, name=name, module=module).sketch
        if sketch is not None:
            found[name] = sketch.title
    return found
