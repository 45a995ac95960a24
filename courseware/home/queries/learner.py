"""Where a learner stands and goes on, what they owe, and what they practise today."""

from courseware.accounts.types import Me
from courseware.assignments.queries import owed_by
from courseware.assignments.types import Owed
from courseware.certificates.queries.words import title_of
from courseware.certificates.rules.eligibility import goals
from courseware.certificates.types.goals import Evidence, Taken
from courseware.content.definitions import Course
from courseware.exercise import queries as exercises
from courseware.home.queries.going_on import Known, going_on
from courseware.home.rules import due_state
from courseware.home.rules.path import (
    next_certificate,
    path_of,
    quizzes_by_part,
    skills_from,
    week_of,
)
from courseware.home.rules.practice import open_quizzes, practice_for, talks_within_reach
from courseware.home.types import DueLine, LearnerHome, Nearest, Next, Practice, Today
from courseware.kit import clock
from courseware.learning import queries as learning
from courseware.learning.types import EnrolmentRow
from courseware.quiz.queries.exams import starting_class
from courseware.quiz.queries.missed import to_review
from courseware.quiz.types.missed import ToReview
from courseware.roleplay.queries.drills import spacing_of
from courseware.roleplay.queries.skills import played_by
from courseware.settings.rules import Organisation
from courseware.web.zone import today, zone


def learner_home(course: Course, me: Me, lang: str, organisation: Organisation) -> LearnerHome:
    enrolment = learning.enrolment_of(me.id)
    known = _known(course, me, lang, enrolment)
    found, missed = going_on(known), to_review(me.id, course, clock.now())
    complete = enrolment is not None and enrolment.outcome == "completed"
    place = starting_class(me.id) if course.starting_test is not None and not complete else None
    is_new = known.is_new and not complete
    practice = None if is_new else _practice(known, found, missed)
    talks = [] if is_new else played_by(me.id, shared_only=False)
    modules, left = known.modules, {module.slug for module in known.left}
    learned = {step.at.astimezone(zone()).date() for step in known.steps}
    soon = organisation.reminder_days
    return LearnerHome(
        track=known.track.title[lang],
        passed=len(modules) - len(left),
        modules=len(modules),
        next=found,
        dues=[_due_line(owed, lang, soon_days=soon) for owed in owed_by(course, me.id)],
        missed=missed,
        is_complete=complete,
        starting_class=place.name if place else None,
        is_new=is_new,
        practice=practice,
        practice_title=_title(course, practice, lang),
        path=path_of(
            course,
            known.track.modules,
            known.standings,
            here=_here(known, found),
            closed=known.closed,
            lang=lang,
        ),
        quizzes=quizzes_by_part(course, known.standings, lang),
        skills=skills_from(course, talks, lang),
        week=week_of(today(), organisation.week_start, learned),
        certificate=_certificate(known, enrolment),
    )


def _known(course: Course, me: Me, lang: str, enrolment: EnrolmentRow | None) -> Known:
    return Known(
        person_id=me.id,
        course=course,
        track=learning.track_of(course, enrolment),
        lang=lang,
        standings=learning.standings(me.id),
        steps=learning.steps_of(me.id),
        forms=exercises.submissions_of(me.id),
        closed=learning.closed_to(me, course),
    )


def _practice(known: Known, found: Next, missed: ToReview) -> Practice | None:
    """From what is open to this person and is not what the page tells them to go on with anyway."""
    course, day = known.course, today()
    listed = {
        (industry, objection.id)
        for industry, library in course.objections.items()
        for objection in library.objections
    }
    cards = spacing_of(known.person_id)
    open_now = [module for module in known.modules if module.slug not in known.closed]
    besides = next(
        (m.slug for m in open_now if found.kind == "quiz" and m.number == found.module), ""
    )
    passed = [step.item for step in known.steps if step.kind == "roleplay" and step.passed]
    return practice_for(
        Today(
            cards=sum(key in listed and card.due_on <= day for key, card in cards.items()),
            missed=len(missed.due),
            quizzes=open_quizzes(open_now, known.standings, besides=besides),
            talks=talks_within_reach(open_now, known.standings, passed),
            fresh=len(listed - cards.keys()),
        )
    )


def _title(course: Course, practice: Practice | None, lang: str) -> str:
    if practice is None or not practice.item:
        return ""
    if practice.kind == "quiz":
        return course.by_slug[practice.item].title[lang]
    return course.roleplays[practice.item].title[lang]


def _here(known: Known, found: Next) -> str | None:
    """The module to go on with; while a form is mended or everything waits, the first that is left."""
    named = (m.slug for m in known.modules if m.number == found.module)
    first = (m.slug for m in known.left if m.slug not in known.closed)
    return next(named, None) or next(first, None)


def _due_line(owed: Owed, lang: str, *, soon_days: int) -> DueLine:
    due_at = owed.first.due_at
    state = due_state(due_at, clock.now(), soon_days=soon_days)
    return DueLine(owed.title[lang], owed.href, due_at, state, owed.sources)


def _certificate(known: Known, enrolment: EnrolmentRow | None) -> Nearest | None:
    """The nearest, by the rules that issue it; those that are held have their lines all ticked and are left out."""
    if enrolment is None or enrolment.outcome is not None:
        return None
    counted = [s for s in known.steps if s.passed or s.grade == "accepted"]
    taken = Taken(enrolment.id, enrolment.track, enrolment.edition, enrolment.counts_from, True)
    evidence = Evidence(known.person_id, tuple(counted), (taken,))
    goal = next_certificate(goals(known.course, evidence, clock.now()))
    if goal is None:
        return None
    title = title_of(known.course, goal.kind, goal.subject)[known.lang]
    return Nearest(title, goal.done, len(goal.ticks))
