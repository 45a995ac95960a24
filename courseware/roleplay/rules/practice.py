"""What somebody has practised, and what is best to practise next."""

from collections.abc import Iterable, Mapping, Sequence

from courseware.content.definitions import Course, RoleplayDefinition
from courseware.content.industries import ANY, INDUSTRY_NAMES
from courseware.roleplay.rules.marking import TOP_MARK
from courseware.roleplay.rules.ways import criteria_of
from courseware.roleplay.types import (
    Advice,
    Asked,
    Card,
    PastRow,
    Shelf,
)

#: in the order in which they are listed; `any`: not tied to one
INDUSTRIES = (ANY, *(each for each in INDUSTRY_NAMES if each != ANY))
RECENT = 10  # sessions that advice looks at


def best_of(sessions: Iterable[PastRow]) -> PastRow | None:
    """The best finished session: a passed one before others, then by score, then the earlier.

    What was played in a pair is practice and passes nothing.
    """
    ended = [s for s in sessions if s.ended_at is not None and s.mode != "pair"]
    return min(ended, key=lambda s: (not s.passed, -(s.score or 0), s.id), default=None)


def weakest(sessions: Sequence[PastRow]) -> str | None:
    """The criterion with the lowest mean over the newest finished sessions; none when it is nowhere below the top."""
    newest = sorted((s for s in sessions if s.ended_at and s.marks), key=lambda s: s.id)[-RECENT:]
    earned: dict[str, list[float]] = {}
    for session in newest:
        for criterion, mark in (session.marks or {}).items():
            earned.setdefault(criterion, []).append(mark)
    means = {criterion: sum(marks) / len(marks) for criterion, marks in earned.items()}
    low = min(means, key=lambda criterion: (means[criterion], criterion), default=None)
    return low if low is not None and means[low] < TOP_MARK else None


def advise(roleplays: Sequence[RoleplayDefinition], sessions: Sequence[PastRow]) -> Advice | None:
    """What to practise next: a scenario not yet passed that trains the weakest criterion; else the worst passed one."""
    criterion = weakest(sessions)
    best = {r.id: best_of([s for s in sessions if s.roleplay == r.id]) for r in roleplays}

    def order(roleplay: RoleplayDefinition) -> tuple[bool, bool, float]:
        done = best[roleplay.id]
        trains = criterion is not None and criterion in criteria_of(roleplay)
        return bool(done and done.passed), not trains, (done.score or 0) if done else 0

    chosen = min(roleplays, key=order, default=None)
    return Advice(chosen.id, criterion) if chosen else None


def shelves(
    course: Course, sessions: Sequence[PastRow], asked: Mapping[str, Asked]
) -> tuple[Shelf, ...]:
    """The scenarios by industry, in the order of INDUSTRIES, with where somebody stands in each."""
    found = []
    for industry in INDUSTRIES:
        cards = tuple(
            _card(course, roleplay, sessions, asked.get(roleplay.id))
            for module in course.modules
            for roleplay in module.roleplays
            if roleplay.industry == industry
        )
        if cards or industry in course.objections:
            found.append(Shelf(industry, industry in course.objections, cards))
    return tuple(found)


def _card(
    course: Course, roleplay: RoleplayDefinition, sessions: Sequence[PastRow], asked: Asked | None
) -> Card:
    mine = [s for s in sessions if s.roleplay == roleplay.id]
    going_on = (s for s in mine if s.ended_at is None and s.mode != "pair")
    unfinished = max(going_on, key=lambda s: s.id, default=None)
    times = sum(s.ended_at is not None for s in mine)
    return Card(roleplay, course.by_slug[roleplay.module], best_of(mine), unfinished, times, asked)
