"""Where a learner stands and goes on, and what they owe."""

from collections.abc import Mapping, Sequence

from courseware.accounts.types import Me
from courseware.assignments.queries import owed_by
from courseware.assignments.types import Owed
from courseware.content.definitions import Course, ModuleDefinition
from courseware.exercise import queries as exercises
from courseware.home.rules import due_state, next_in_module, open_modules
from courseware.home.types import DueLine, LearnerHome, Next
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.learning.types import Opening
from courseware.quiz.queries import has_passed
from courseware.quiz.queries.exams import starting_class
from courseware.quiz.queries.missed import to_review
from courseware.settings.rules import Organisation


def learner_home(course: Course, me: Me, lang: str, organisation: Organisation) -> LearnerHome:
    enrolment = learning.enrolment_of(me.id)
    track = learning.track_of(course, enrolment)
    modules = [course.by_slug[s] for s in track.modules if course.by_slug[s].is_ready]
    standings = learning.standings(me.id)
    passed = sum(1 for m in modules if m.slug in standings and standings[m.slug].passed)
    soon = organisation.reminder_days
    dues = [_due_line(owed, lang, soon_days=soon) for owed in owed_by(course, me.id)]
    found = _returned(me.id, lang)
    if found is None:
        left = open_modules(modules, standings)
        closed = learning.closed_to(me, course) if left else {}
        now_open = [module for module in left if module.slug not in closed]
        found = _in_the_modules(now_open, me.id, track.test_out, lang)
        if found is None and left:
            found = _waits_for_the_class(left, closed, lang)
    if found is None:
        found = _after_the_modules(course, me.id, lang)
    complete = enrolment is not None and enrolment.outcome == "completed"
    missed = to_review(me.id, course, clock.now())
    place = starting_class(me.id) if course.starting_test is not None and not complete else None
    start = place.name if place else None
    return LearnerHome(
        track.title[lang], passed, len(modules), found, dues, missed, complete, start
    )


def _waits_for_the_class(
    left: Sequence[ModuleDefinition], closed: Mapping[str, Opening], lang: str
) -> Next:
    """All that is left is not open yet: what opens first, and when."""
    first = min(left, key=lambda module: (closed[module.slug].on, module.number))
    href, day = f"/modules/{first.slug}", closed[first.slug].on
    return Next("waits", first.title[lang], href, first.number, day)


def _due_line(owed: Owed, lang: str, *, soon_days: int) -> DueLine:
    due_at = owed.first.due_at
    state = due_state(due_at, clock.now(), soon_days=soon_days)
    return DueLine(owed.title[lang], owed.href, due_at, state, owed.sources)


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
