"""How far somebody is: the path through the parts, the week, quizzes by part, skills, the next certificate. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta

from courseware.certificates.types.goals import Goal
from courseware.content.definitions import Course, ModuleDefinition
from courseware.home.types import Day, PathModule, PathPart, Skill
from courseware.learning.types import Standing
from courseware.roleplay.rules.skills import skills_of, weighed
from courseware.roleplay.types.skills import Played

DAYS_A_WEEK = 7
#: certificates that one works towards over weeks; the others come with a single form or talk
TOWARDS = ("part", "portfolio", "course")


def path_of(
    course: Course,
    track: Collection[str],
    standings: Mapping[str, Standing],
    *,
    here: str | None,
    closed: Collection[str],
    lang: str,
) -> list[PathPart]:
    """The parts of a track in the order of the course; `here` is the module to go on with."""
    found = []
    for part in course.parts:
        listed = [m for m in course.modules if m.part == part.id and m.slug in track]
        if not listed:
            continue
        states = {m.slug: _state(m, standings.get(m.slug), closed) for m in listed}
        passed = sum(state == "passed" for state in states.values())
        count = sum(m.is_ready for m in listed)
        modules = [PathModule(m.slug, m.number, m.title[lang], states[m.slug]) for m in listed]
        if here in states:
            state = "here"
        elif count and passed == count:
            state = "done"
        else:
            begun = passed or "under-way" in states.values()
            state = "begun" if begun else "ahead"
        found.append(PathPart(part.id, part.title[lang], passed, count, state, modules))
    return found


def week_of(today: date, week_start: int, learned: Collection[date]) -> list[Day]:
    """The seven days of this week, and on which of them something was done."""
    first = today - timedelta(days=(today.weekday() - week_start) % DAYS_A_WEEK)
    days = (first + timedelta(days=n) for n in range(DAYS_A_WEEK))
    return [Day(day, day in learned and day <= today, day == today) for day in days]


def quizzes_by_part(
    course: Course, standings: Mapping[str, Standing], lang: str
) -> list[tuple[str, int]]:
    """Of each part with a finished quiz its name and the mean of the best scores, in per cent."""
    found = []
    for part in course.parts:
        scores = [
            standing.best_score
            for module in course.modules
            if module.part == part.id
            and (standing := standings.get(module.slug)) is not None
            and standing.best_score is not None
        ]
        if scores:
            found.append((part.title[lang], round(sum(scores) / len(scores))))
    return found


def skills_from(course: Course, sessions: Sequence[Played], lang: str) -> list[Skill]:
    """Each skill that came up in a talk, over all industries: as in the skill picture the newest counts most."""
    newest = sorted(sessions, key=lambda s: (s.ended_at, s.id), reverse=True)
    found = []
    for criterion in skills_of(course) if newest else ():
        marks = [mark for s in newest if (mark := s.mark_for(criterion.id)) is not None]
        mean = weighed(marks)
        if mean is not None:
            found.append(Skill(criterion.name[lang], mean, len(marks)))
    return found


def next_certificate(goals: Iterable[Goal]) -> Goal | None:
    """The one that is nearest: of those begun the one with the fewest lines left; of several the smallest."""
    left = [g for g in goals if g.kind in TOWARDS and g.ticks and not g.is_met and g.done]
    return min(left, key=lambda g: (len(g.ticks) - g.done, len(g.ticks)), default=None)


def _state(module: ModuleDefinition, standing: Standing | None, closed: Collection[str]) -> str:
    if not module.is_ready:
        return "preparing"
    if standing is not None and standing.state != "new":
        return standing.state
    return "closed" if module.slug in closed else "new"
