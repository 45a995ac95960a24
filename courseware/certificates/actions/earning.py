"""Issuing what somebody has earned: the facts that a certificate states are gathered here."""

from typing import Any

from courseware.accounts.queries import names
from courseware.certificates.actions.issuing import Earned, issue
from courseware.certificates.queries.evidence import evidence_of
from courseware.certificates.queries.words import title_of
from courseware.certificates.rules.eligibility import covered, goals
from courseware.certificates.types.goals import Evidence, Goal
from courseware.content.definitions import Course, Text
from courseware.exercise import queries as exercises
from courseware.kit import clock
from courseware.learning.actions import end_enrolment
from courseware.learning.queries import track_named
from courseware.learning.rules import best_scores


def issue_what_is_due(course: Course, person_id: int) -> None:
    """Issue every certificate whose rule has come true for somebody, and end what is completed by it."""
    now = clock.now()
    evidence = evidence_of([person_id]).get(person_id)
    if evidence is None:
        return
    met = [g for g in goals(course, evidence, now) if g.is_met and g.kind != "exercise"]
    over = [one.id for one in covered(course, evidence, now)]
    if not met and not over:
        return
    name = names({person_id})[person_id]
    for goal in met:
        issue(_earned(course, evidence, goal, name))
        if goal.kind == "course":
            over.append(goal.source_id)
    for enrolment in over:
        end_enrolment(enrolment, "completed")


def issue_for_submission(course: Course, submission_id: int) -> None:
    """Issue the certificate of an exercise that certifies, once its submission is accepted."""
    row = exercises.submission(submission_id)
    if row is None or row.accepted_at is None or not exercises.definition_of(row).certifies:
        return
    evidence = evidence_of([row.owner_id]).get(row.owner_id)
    if evidence is None:
        return
    facts: dict[str, Any] = {
        "name": row.owner,
        "title": both(exercises.definition_of(row).title),
        "accepted_on": row.accepted_at.isoformat(),
        "accepted_by": row.accepted_by,
        "accepted_role": row.accepted_role,
        "period": row.period,
        "rounds": row.round,
    }
    runs = [h for h in evidence.held if h.kind == "exercise" and h.subject == row.exercise]
    before = next((h for h in runs if h.expires_at is not None and h.revoked_at is None), None)
    issue(
        Earned(
            kind="exercise",
            person_id=row.owner_id,
            source_id=submission_id,
            subject=row.exercise,
            edition=course.edition,
            facts=facts,
            generation=before.generation + 1 if before else 1,
            renews_id=before.id if before else None,
            valid_months=course.certificates.valid_months.get("exercise"),
        )
    )


def both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _earned(course: Course, evidence: Evidence, goal: Goal, name: str) -> Earned:
    facts: dict[str, Any] = {
        "name": name,
        "title": both(title_of(course, goal.kind, goal.subject)),
        **_FACTS[goal.kind](course, evidence, goal),
    }
    return Earned(
        kind=goal.kind,
        person_id=evidence.person_id,
        source_id=goal.source_id,
        subject=goal.subject,
        edition=goal.edition,
        facts=facts,
        generation=goal.generation,
        renews_id=goal.renews_id,
        valid_months=course.certificates.valid_months.get(goal.kind),
    )


def _of_course(course: Course, evidence: Evidence, goal: Goal) -> dict[str, Any]:
    return {
        "track": both(track_named(course, goal.subject).title),
        **_of_modules(course, evidence, goal),
        **_of_exercises(course, evidence, goal),
    }


def _of_modules(_course: Course, evidence: Evidence, goal: Goal) -> dict[str, Any]:
    """How many modules, and the mean of the best quiz of each."""
    slugs = _named(goal, "module")
    since = goal.since
    best = best_scores(s for s in evidence.steps if since is None or s.at >= since)
    scores = [best[slug] for slug in slugs if slug in best]
    average = round(sum(scores) / len(scores), 1) if scores else None
    return {"modules": len(slugs), "average": average}


def _of_exercises(course: Course, _evidence: Evidence, goal: Goal) -> dict[str, Any]:
    ids = [e for e in _named(goal, "accepted") if e in course.exercises]
    return {"exercises": [both(course.exercises[e].title) for e in ids]}


def _of_practice(course: Course, evidence: Evidence, goal: Goal) -> dict[str, Any]:
    """The role-plays passed; of the drill what was asked, since how it went is the holder's own."""
    passed = {
        s.item
        for s in evidence.steps
        if s.kind == "roleplay" and s.passed and (goal.since is None or s.at >= goal.since)
    }
    roleplays = [r for r in course.roleplays.values() if r.industry == goal.subject]
    drills = next((tick.need for tick in goal.ticks if tick.id.startswith("drills:")), 0)
    return {
        "industry": goal.subject,
        "scenarios": [both(r.title) for r in roleplays if r.id in passed],
        "drills": drills,
    }


_FACTS = {
    "course": _of_course,
    "part": _of_modules,
    "portfolio": _of_exercises,
    "practice": _of_practice,
}


def _named(goal: Goal, kind: str) -> list[str]:
    """What the lines of this kind are about."""
    parts = (tick.id.partition(":") for tick in goal.ticks)
    return [item for name, _, item in parts if name == kind]
