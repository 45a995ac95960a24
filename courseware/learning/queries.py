"""Reading where people stand."""

from datetime import date

from sqlalchemy import BindParameter, Integer, bindparam, case, exists, func, select, type_coerce

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.cohorts.queries import openings_of, will_open
from courseware.content.definitions import Course, ModuleDefinition, TrackDefinition
from courseware.errors import NotFound
from courseware.learning.models import Enrolment, Note, Obligation, Progress, Step
from courseware.learning.rules import TestOut, closed_modules, course_ticks, module_ticks
from courseware.learning.types import (
    Due,
    EnrolmentRow,
    NoteRow,
    NotOpenYet,
    Opening,
    PageFacts,
    Standing,
    StepFact,
    Tick,
)
from courseware.web.zone import today

_STANDING = select(
    Progress.module,
    Progress.opened_at.is_not(None),
    Progress.read_at.is_not(None),
    Progress.quiz_passed_at.is_not(None),
    Progress.passed_at.is_not(None),
    Progress.best_score,
    Progress.anchor,
    Progress.reached,
)


#: statements that every lesson page asks are built once
_MINE: BindParameter[int] = bindparam("person_id")
_STANDINGS = _STANDING.where(Progress.person_id == _MINE)
_STEPS = select(
    Step.kind, Step.item, Step.module, Step.passed, Step.at, Step.score, Step.grade, Step.ordinal
)
_STANDS = Step.withdrawn_at.is_(None)
_STEPS_OF = _STEPS.where(Step.person_id == _MINE, _STANDS).order_by(Step.at, Step.id)
_STEPS_IN = _STEPS_OF.where(Step.module == bindparam("module"))
#: the enrolment that counts for a person now comes first
_COUNTS_NOW = (Enrolment.ended_at.is_not(None), Enrolment.id.desc())


def standings(person_id: int) -> dict[str, Standing]:
    """Where a person stands, by module; a module without facts is missing."""
    rows = db.read().execute(_STANDINGS, {"person_id": person_id})
    return {row[0]: Standing(*row) for row in rows}


def steps_of(person_id: int, module: str | None = None) -> list[StepFact]:
    """What a person did, in all modules or one, oldest first."""
    if module is None:
        rows = db.read().execute(_STEPS_OF, {"person_id": person_id})
    else:
        rows = db.read().execute(_STEPS_IN, {"person_id": person_id, "module": module})
    return [StepFact(*row) for row in rows]


def ticks_of_module(
    person_id: int, module: ModuleDefinition, *, test_out: TestOut
) -> tuple[Tick, ...]:
    """The conditions of a module with what this person has met of them, on a track with this `test_out`."""
    return module_ticks(module, steps_of(person_id, module.slug), test_out=test_out)


def ticks_of_course(course: Course, person_id: int, enrolment: EnrolmentRow) -> tuple[Tick, ...]:
    """The conditions of the course certificate with what this person has met, from the facts the enrolment counts."""
    counted = counted_steps(person_id, enrolment)
    return course_ticks(course, track_of(course, enrolment), counted)


def counted_steps(person_id: int, enrolment: EnrolmentRow) -> list[StepFact]:
    """What a person did that the enrolment counts: a refresher counts from its own start."""
    since = enrolment.counts_from
    return [step for step in steps_of(person_id) if since is None or step.at >= since]


def track_of(course: Course, enrolment: EnrolmentRow | None) -> TrackDefinition:
    """The track of an enrolment; without one, or when the file no longer has it, the first."""
    return track_named(course, enrolment.track if enrolment else None)


def track_named(course: Course, track_id: str | None) -> TrackDefinition:
    """The track of this id; the first when the file no longer has it."""
    return next((track for track in course.tracks if track.id == track_id), course.tracks[0])


def enrolment_of(person_id: int) -> EnrolmentRow | None:
    """The enrolment that counts for a person now: the newest open one, else the newest."""
    query = select(
        Enrolment.id,
        Enrolment.track,
        Enrolment.edition,
        Enrolment.cohort_id,
        Enrolment.counts_from,
        Enrolment.outcome,
    ).where(Enrolment.person_id == person_id)
    row = db.read().execute(query.order_by(*_COUNTS_NOW).limit(1)).first()
    return EnrolmentRow(*row) if row else None


def dues_of(person_id: int, *, open_only: bool = True) -> list[Due]:
    """What a person was asked to do: the earliest due first; closed ones are left out."""
    query = _DUES.where(Obligation.fulfilled_at.is_(None)) if open_only else _DUES
    return [Due(*row) for row in db.read().execute(query, {"person_id": person_id})]


def dues_on(person_id: int, item: str) -> list[Due]:
    """The open obligations of a person on one item, the earliest due first."""
    rows = db.read().execute(_DUES_ON, {"person_id": person_id, "item": item})
    return [Due(*row) for row in rows]


_DUES = (
    select(
        Obligation.id,
        Obligation.kind,
        Obligation.item,
        Obligation.due_at,
        Person.name,
        Obligation.source_kind,
        Obligation.fulfilled_at,
        Obligation.quantity,
    )
    .outerjoin(Person, Person.id == Obligation.asked_by_id)
    .where(Obligation.person_id == _MINE, Obligation.closed_at.is_(None))
    .order_by(Obligation.due_at.is_(None), Obligation.due_at, Obligation.id)
)
_ITEM: BindParameter[str] = bindparam("item")
_DUES_ON = _DUES.where(Obligation.item == _ITEM, Obligation.fulfilled_at.is_(None))
_OWES = exists().where(
    Obligation.person_id == _MINE,
    Obligation.item == _ITEM,
    Obligation.fulfilled_at.is_(None),
    Obligation.closed_at.is_(None),
)
_HAS_NOTES = exists().where(Note.person_id == _MINE, Note.module == _ITEM)
_HAS_STEPS = exists().where(Step.person_id == _MINE, Step.module == _ITEM, _STANDS)
_DAY: BindParameter[date] = bindparam("today")
_WAITS = will_open(_MINE, _ITEM, _DAY)
_TRACK = select(Enrolment.track).where(Enrolment.person_id == _MINE).order_by(*_COUNTS_NOW).limit(1)
_PAGE = select(
    # Slugs joined into two strings: one row where fifty would cost more than the rest of the page.
    func.aggregate_strings(case((Progress.passed_at.is_not(None), Progress.module)), " "),
    func.aggregate_strings(case((Progress.passed_at.is_(None), Progress.module)), " "),
    func.max(case((Progress.module == _ITEM, Progress.anchor))),
    type_coerce(_OWES, Integer),
    type_coerce(_HAS_NOTES, Integer),
    type_coerce(_HAS_STEPS, Integer),
    _TRACK.scalar_subquery(),
    type_coerce(_WAITS, Integer),
    func.max(case((Progress.module == _ITEM, Progress.reached))),
).where(Progress.person_id == _MINE)


def page_of(person_id: int, module: str) -> PageFacts:
    """What a lesson page needs, in one statement of one row."""
    values = {"person_id": person_id, "item": module, "today": today()}
    row = db.read().execute(_PAGE, values).one()
    return PageFacts(frozenset((row[0] or "").split()), frozenset((row[1] or "").split()), *row[2:])


def closed_to(me: Me, course: Course) -> dict[str, Opening]:
    """The modules that a class of this person opens only later, and that nothing else opens for them."""
    if me.is_trainer or me.is_author or me.is_administrator:
        return {}
    classes = openings_of(me.id, today())
    if not any(each.later for each in classes):
        return {}
    asked = select(Obligation.item).where(
        Obligation.person_id == me.id,
        Obligation.closed_at.is_(None),
        Obligation.source_kind != "schedule",
    )
    alone = select(Enrolment.track).where(
        Enrolment.person_id == me.id, Enrolment.ended_at.is_(None), Enrolment.cohort_id.is_(None)
    )
    touched = select(Progress.module).where(Progress.person_id == me.id)
    rows = db.read()
    return closed_modules(
        course,
        classes,
        alone=list(rows.scalars(alone)),
        asked=frozenset(rows.scalars(asked)),
        touched=frozenset(rows.scalars(touched)),
    )


def require_open(me: Me, course: Course, slug: str) -> None:
    """Nothing of a module is shown or begun before the class opens it: NotOpenYet, where that is so."""
    opening = closed_to(me, course).get(slug)
    if opening is not None:
        raise NotOpenYet(slug, opening)


_NOTES = (
    select(
        Note.id,
        Note.module,
        Note.anchor,
        Note.text,
        Note.changed_at,
        Note.lang,
        Note.quote,
        Note.before,
        Note.after,
        Note.colour,
    )
    .where(Note.person_id == _MINE)
    .order_by(Note.id)
)
_NOTES_ON = _NOTES.where(Note.module == _ITEM)


def notes_of(person_id: int, module: str | None = None) -> list[NoteRow]:
    """A person's own notes and marked words, in one module or in all, the oldest first."""
    if module is None:
        rows = db.read().execute(_NOTES, {"person_id": person_id})
    else:
        rows = db.read().execute(_NOTES_ON, {"person_id": person_id, "item": module})
    return [NoteRow(**row) for row in rows.mappings()]


def get_note_for(person_id: int, note_id: int) -> NoteRow:
    """One's own note; another's is not found."""
    rows = db.read().execute(_NOTES.where(Note.id == note_id), {"person_id": person_id})
    row = rows.mappings().first()
    if row is None:
        raise NotFound
    return NoteRow(**row)
