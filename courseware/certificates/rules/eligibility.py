"""Who gets which certificate. The list that the learner reads is the list that decides."""

from collections.abc import Iterator
from datetime import datetime

from courseware.certificates.rules.states import RENEWABLE
from courseware.certificates.types.goals import Evidence, Goal, Held, Taken
from courseware.content.definitions import Course, TrackDefinition
from courseware.learning.rules import completed_at, course_ticks, module_ticks
from courseware.learning.types import StepFact, Tick

#: of the portfolio there is one
PORTFOLIO = "portfolio"
#: from when facts count, which time it is, and what it renews
_Due = tuple[datetime | None, int, int | None]


def goals(course: Course, evidence: Evidence, now: datetime) -> tuple[Goal, ...]:
    """The certificates that somebody has not, or may renew now: kind by kind, in the order of the course."""
    rules = course.certificates
    found = [*_course(course, evidence, now)]
    if "portfolio" in rules.kinds:
        found += _portfolio(course, evidence, now)
    if "part" in rules.kinds:
        found += _parts(course, evidence, now)
    if "practice" in rules.kinds:
        found += _practice(course, evidence, now)
    return (*found, *_exercises(course, evidence, now))


def covered(course: Course, evidence: Evidence, now: datetime) -> list[Taken]:
    """Open enrolments that old facts complete, and that an older certificate already speaks for."""
    asked = {goal.source_id for goal in _course(course, evidence, now)}
    return [
        one
        for one in evidence.enrolments
        if one.is_open
        and one.id not in asked
        and completed_at(course_ticks(course, _track(course, one.track), evidence.steps))
    ]


def _course(course: Course, evidence: Evidence, now: datetime) -> Iterator[Goal]:
    """Each track under way; and each that was completed, once its certificate runs out."""
    under_way = {one.track for one in evidence.enrolments if one.is_open}
    for one in evidence.enrolments:
        held = _held(evidence, "course", one.track)
        if not one.is_open and (one.track in under_way or held is None):
            continue
        if held is not None and one.is_open and one.counts_from is not None:
            goal: _Due | None = _goal_after(held, one.counts_from)
        else:
            goal = _goal(held, one.counts_from, now)
        if goal is None:
            continue
        under_way.add(one.track)
        since, generation, renews = goal
        ticks = course_ticks(course, _track(course, one.track), _after(evidence, since))
        yield Goal(
            "course", one.track, one.id, one.edition, ticks, generation, since, renews_id=renews
        )


def _portfolio(course: Course, evidence: Evidence, now: datetime) -> Iterator[Goal]:
    goal = _goal_of(evidence, "portfolio", PORTFOLIO, now)
    if goal is None:
        return
    one, since, generation, renews = goal
    steps = _after(evidence, since)
    ticks = tuple(_accepted(e, steps) for e in course.certificates.portfolio)
    yield Goal("portfolio", PORTFOLIO, one.id, one.edition, ticks, generation, since, renews)


def _parts(course: Course, evidence: Evidence, now: datetime) -> Iterator[Goal]:
    for part in course.parts:
        modules = [m for m in course.ready_modules if m.part == part.id]
        goal = _goal_of(evidence, "part", part.id, now)
        if goal is None or not modules:
            continue
        one, since, generation, renews = goal
        steps, test_out = _after(evidence, since), _track(course, one.track).test_out
        ticks = []
        for module in modules:
            at = completed_at(module_ticks(module, steps, test_out=test_out))
            ticks.append(Tick(f"module:{module.slug}", at is not None, at))
        yield Goal("part", part.id, one.id, one.edition, tuple(ticks), generation, since, renews)


def _practice(course: Course, evidence: Evidence, now: datetime) -> Iterator[Goal]:
    """One for each industry that has role-plays, in the order of the course."""
    industries = dict.fromkeys(r.industry for r in course.roleplays.values() if r.industry != "any")
    for industry in industries:
        goal = _goal(_held(evidence, "practice", industry), None, now)
        if goal is None:
            continue
        since, generation, renews = goal
        ticks = [_scenarios(course, industry, _after(evidence, since))]
        if (drills := _drills(course, evidence, industry, since)) is not None:
            ticks.append(drills)
        yield Goal(
            "practice",
            industry,
            evidence.person_id,
            course.edition,
            tuple(ticks),
            generation,
            since,
            renews,
        )


def _exercises(course: Course, evidence: Evidence, now: datetime) -> Iterator[Goal]:
    """Shown only: each is issued for its own submission, when that is accepted."""
    for exercise in course.exercises.values():
        held = _held(evidence, "exercise", exercise.id)
        goal = _goal(held, None, now) if exercise.certifies else None
        if goal is None:
            continue
        since, generation, renews = goal
        ticks = (_accepted(exercise.id, _after(evidence, since)),)
        yield Goal("exercise", exercise.id, 0, course.edition, ticks, generation, since, renews)


def _scenarios(course: Course, industry: str, steps: tuple[StepFact, ...]) -> Tick:
    """So many different role-plays of the industry, or all where it has fewer."""
    there = {r.id for r in course.roleplays.values() if r.industry == industry}
    firsts: dict[str, datetime] = {}
    for step in steps:
        if step.kind == "roleplay" and step.passed and step.item in there:
            firsts[step.item] = min(step.at, firsts.get(step.item, step.at))
    return _counted(
        f"scenarios:{industry}",
        list(firsts.values()),
        min(course.certificates.scenarios, len(there)),
    )


def _drills(
    course: Course, evidence: Evidence, industry: str, since: datetime | None
) -> Tick | None:
    """A share of the industry's objections, rounded up; none where no share is asked."""
    library, share = course.objections.get(industry), course.certificates.drill_share
    if library is None or not share:
        return None
    there = {objection.id for objection in library.objections}
    times = [
        drill.first if since is None or drill.first >= since else drill.last
        for drill in evidence.drills
        if drill.industry == industry
        and drill.objection in there
        and (since is None or drill.last >= since)
    ]
    return _counted(f"drills:{industry}", times, -(-len(there) * share // 100))


def _counted(name: str, times: list[datetime], need: int) -> Tick:
    done = need > 0 and len(times) >= need
    return Tick(name, done, sorted(times)[need - 1] if done else None, len(times), need)


def _accepted(exercise: str, steps: tuple[StepFact, ...]) -> Tick:
    times = [
        s.at for s in steps if s.kind == "exercise" and s.item == exercise and s.grade == "accepted"
    ]
    return Tick(f"accepted:{exercise}", bool(times), min(times, default=None))


def _goal_of(
    evidence: Evidence, kind: str, subject: str, now: datetime
) -> tuple[Taken, datetime | None, int, int | None] | None:
    """As `_goal`, on the enrolment that counts now; none without an enrolment."""
    if not evidence.enrolments:
        return None
    one = evidence.enrolments[0]
    goal = _goal(_held(evidence, kind, subject), one.counts_from, now)
    return None if goal is None else (one, *goal)


def _goal(held: Held | None, counts_from: datetime | None, now: datetime) -> _Due | None:
    """From when facts count, which time it is, and what it renews; none while the one held is good."""
    if held is None:
        return counts_from, 1, None
    if held.revoked_at is not None:
        return _later(counts_from, held.revoked_at), held.generation + 1, None
    if held.expires_at is None or now < held.expires_at - RENEWABLE:
        return None
    return _later(counts_from, held.expires_at - RENEWABLE), held.generation + 1, held.id


def _goal_after(held: Held, counts_from: datetime) -> _Due:
    """The same for a refresher: it is certified whenever it is completed."""
    if held.revoked_at is not None:
        return _later(counts_from, held.revoked_at), held.generation + 1, None
    return counts_from, held.generation + 1, held.id if held.expires_at else None


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)


def _held(evidence: Evidence, kind: str, subject: str) -> Held | None:
    """The newest of them."""
    return next((h for h in evidence.held if (h.kind, h.subject) == (kind, subject)), None)


def _after(evidence: Evidence, since: datetime | None) -> tuple[StepFact, ...]:
    if since is None:
        return evidence.steps
    return tuple(step for step in evidence.steps if step.at >= since)


def _track(course: Course, track_id: str) -> TrackDefinition:
    """The track of this id; the first when the file no longer has it."""
    return next((t for t in course.tracks if t.id == track_id), course.tracks[0])
