"""Reading what start pages show, from many rooms."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import active_under, manages, me_by_id, people_under
from courseware.accounts.types import Me, PersonRow
from courseware.cohorts.models import CohortMembership
from courseware.cohorts.queries import cohorts_for, trained_people, trains
from courseware.content.definitions import Course, ModuleDefinition
from courseware.errors import NotFound
from courseware.exercise import queries as exercises
from courseware.home.rules import due_state, next_in_module, open_modules
from courseware.home.types import CohortLine, DueLine, Helped, LearnerHome, Next, TeamHome
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.learning.models import Note, Obligation, Progress, Step
from courseware.learning.types import Due
from courseware.quiz.queries import has_passed
from courseware.quiz.queries.exams import starting_class
from courseware.quiz.queries.missed import to_review
from courseware.settings.rules import Organisation

HREFS = {
    "module": "/modules/",
    "lesson": "/modules/",
    "quiz": "/quizzes/",
    "roleplay": "/roleplays/",
}
WEEK = timedelta(days=7)


def learner_home(course: Course, me: Me, lang: str, organisation: Organisation) -> LearnerHome:
    enrolment = learning.enrolment_of(me.id)
    track = learning.track_of(course, enrolment)
    modules = [course.by_slug[s] for s in track.modules if course.by_slug[s].is_ready]
    standings = learning.standings(me.id)
    passed = sum(1 for m in modules if m.slug in standings and standings[m.slug].passed)
    soon = organisation.reminder_days
    dues = [_due_line(course, due, lang, soon_days=soon) for due in learning.dues_of(me.id)]
    found = _returned(me.id, lang)
    if found is None:
        found = _in_the_modules(open_modules(modules, standings), me.id, track.test_out, lang)
    if found is None:
        found = _after_the_modules(course, me.id, lang)
    complete = enrolment is not None and enrolment.outcome == "completed"
    missed = to_review(me.id, course, clock.now())
    place = starting_class(me.id) if course.starting_test is not None and not complete else None
    start = place.name if place else None
    return LearnerHome(
        track.title[lang], passed, len(modules), found, dues, missed, complete, start
    )


def cohort_lines(course: Course, me: Me) -> list[CohortLine]:
    """A trainer's classes at a glance."""
    tracks = {track.id: track.modules for track in course.tracks}
    lines = []
    for cohort in cohorts_for(me):
        asked = tracks.get(cohort.track, ())
        ready = [m.slug for m in course.ready_modules if m.slug in asked]
        members = select(CohortMembership.person_id).where(
            CohortMembership.cohort_id == cohort.id, CohortMembership.to_on.is_(None)
        )
        passed = select(func.count()).where(
            Progress.person_id.in_(members),
            Progress.passed_at.is_not(None),
            Progress.module.in_(ready),
        )
        line = CohortLine(
            cohort.id,
            cohort.name,
            cohort.members,
            db.read().scalar(passed) or 0,
            cohort.members * len(ready),
            _late(members),
        )
        lines.append(line)
    return lines


def team_home(me: Me) -> TeamHome:
    """A manager's people at a glance."""
    people = active_under(me.id)
    active = select(func.count(func.distinct(Step.person_id))).where(
        Step.person_id.in_(people), Step.at > clock.now() - WEEK, Step.withdrawn_at.is_(None)
    )
    return TeamHome(
        members=db.read().scalar(select(func.count()).select_from(people.subquery())) or 0,
        late=_late(people),
        open=db.read().scalar(_open(people)) or 0,
        active=db.read().scalar(active) or 0,
    )


def find_people(me: Me, words: str) -> list[PersonRow]:
    """People that this person may see whose name or address holds the words."""
    if not (me.is_administrator or me.is_trainer or me.is_manager):
        return []
    query = select(Person.id, Person.name, Person.email).where(
        Person.name.icontains(words, autoescape=True)
        | Person.email.icontains(words, autoescape=True),
        Person.deactivated_at.is_(None),
    )
    if not me.is_administrator:
        query = query.where(
            Person.id.in_(people_under(me.id)) | Person.id.in_(trained_people(me.id))
        )
    return [PersonRow(*row) for row in db.read().execute(query.order_by(Person.name).limit(20))]


def person_to_help(me: Me, person_id: int) -> Helped:
    """Somebody whom this person may hand a link to choose a password.

    That is: an administrator anybody; a trainer and a manager their own people, but nobody with more rights.
    """
    row = (
        db.read()
        .execute(
            select(
                Person.id,
                Person.name,
                Person.email,
                Person.password_hash.is_not(None),
            ).where(Person.id == person_id, Person.deactivated_at.is_(None))
        )
        .first()
    )
    if row is None:
        raise NotFound
    if not me.is_administrator and not _may_open_the_account(me, person_id):
        raise NotFound
    return Helped(row.id, row.name, row.email, row[3])


def _may_open_the_account(me: Me, person_id: int) -> bool:
    """Whether a link to this account gives its maker nothing that they may not do or see already."""
    managed, who = manages(me.id, person_id), me_by_id(person_id)
    if who is None or who.is_administrator or not (managed or trains(me.id, person_id)):
        return False
    # What a manager leads is led by those above; a trainer would come by a team.
    more = who.is_author and not me.is_author, who.is_trainer and not me.is_trainer
    return not any(more) and (managed or not who.is_manager)


def find_notes(person_id: int, words: str) -> list[tuple[str, str]]:
    """One's own notes that hold the words: slug of the module, text."""
    query = (
        select(Note.module, Note.text)
        .where(Note.person_id == person_id, Note.text.icontains(words, autoescape=True))
        .order_by(Note.changed_at.desc())
        .limit(20)
    )
    return [(row.module, row.text) for row in db.read().execute(query)]


def _late(people: Select[Any]) -> int:
    return db.read().scalar(_open(people).where(Obligation.due_at < clock.now())) or 0


def _open(people: Select[Any]) -> Select[Any]:
    return select(func.count()).where(
        Obligation.person_id.in_(people),
        Obligation.fulfilled_at.is_(None),
        Obligation.closed_at.is_(None),
    )


def _due_line(course: Course, due: Due, lang: str, *, soon_days: int) -> DueLine:
    state = due_state(due.due_at, clock.now(), soon_days=soon_days)
    href = f"{HREFS.get(due.kind, '/exercises/')}{due.item}"
    return DueLine(_title(course, due, lang), href, due.due_at, state, due.asked_by)


def _title(course: Course, due: Due, lang: str) -> str:
    if due.kind == "exercise" and due.item in course.exercises:
        return course.exercises[due.item].title[lang]
    if due.kind == "roleplay" and due.item in course.roleplays:
        return course.roleplays[due.item].title[lang]
    module = course.by_slug.get(due.item)
    return f"{module.number:02d} {module.title[lang]}" if module else due.item


def _returned(person_id: int, lang: str) -> Next | None:
    """A form that came back goes before everything else."""
    for row in exercises.submissions_of(person_id):
        if row.state == "returned":
            title = exercises.definition_of(row).title[lang]
            return Next("returned", title, f"/submissions/{row.id}")
    return None


def _in_the_modules(
    modules: Sequence[ModuleDefinition], person_id: int, test_out: int | None, lang: str
) -> Next | None:
    """What to do next in one of them; a form that is with its reviewer can wait while other work is left."""
    waiting = {
        f"exercise:{row.exercise}"
        for row in (exercises.submissions_of(person_id) if modules else ())
        if row.state == "submitted"
    }
    nexts = []
    for module in modules:
        ticks = learning.ticks_of_module(person_id, module, test_out=test_out)
        nexts.append(next_in_module(module, ticks, lang))
        left = [tick for tick in ticks if tick.id not in waiting]
        if not all(tick.done for tick in left):
            return next_in_module(module, left, lang)
    return nexts[0] if nexts else None


def _after_the_modules(course: Course, person_id: int, lang: str) -> Next:
    accepted = {
        step.item
        for step in learning.steps_of(person_id)
        if step.kind == "exercise" and step.grade == "accepted"
    }
    for exercise in course.completion.exercises:
        if exercise not in accepted and exercise in course.exercises:
            found = course.exercises[exercise]
            return Next("exercise", found.title[lang], f"/exercises/{exercise}")
    if course.final is not None and not has_passed(person_id, course.final.slug):
        return Next("final", "", f"/quizzes/{course.final.slug}")
    return Next("done", course.title[lang], "/certificates")
