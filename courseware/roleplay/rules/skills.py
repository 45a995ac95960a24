"""The skill picture: criterion by industry from ended sessions, and what to practise next.

A cell is the weighed mean of the last five marks for its criterion in scenarios of its industry: the newest counts
five times, the one before four times, and so on down to once. So a good week shows, and one lucky talk does not
decide. A criterion that did not come up in a session leaves no mark there: an empty cell is not a zero.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from courseware.content.definitions import Course, Criterion, RoleplayDefinition
from courseware.roleplay.rules.marking import TOP_MARK
from courseware.roleplay.rules.practice import INDUSTRIES
from courseware.roleplay.rules.ways import criteria_of
from courseware.roleplay.types.drills import Drilled
from courseware.roleplay.types.skills import (
    Cell,
    DrillFigures,
    NextPractice,
    Picture,
    Played,
    Row,
)

COUNTED = 5  # marks a cell rests on
WEAK = 2.0  # below this a skill is practised before new ground is broken
DRILLED = 20  # newest answers looked at for each type of objection

Key = tuple[str, str]  # industry, criterion


def weighed(marks: Sequence[float]) -> float | None:
    """The mean of the last marks, the newest first; each weighs one less than the one after it."""
    last = list(marks[:COUNTED])
    if not last:
        return None
    weights = range(COUNTED, COUNTED - len(last), -1)
    return sum(w * m for w, m in zip(weights, last, strict=True)) / sum(weights)


def counted(
    sessions: Iterable[Played], roleplays: Mapping[str, RoleplayDefinition], key: Key
) -> list[Played]:
    """The sessions a cell rests on, the newest first."""
    industry, criterion = key
    fit = [
        s
        for s in sessions
        if s.roleplay in roleplays
        and roleplays[s.roleplay].industry == industry
        and s.mark_for(criterion) is not None
    ]
    return sorted(fit, key=lambda s: (s.ended_at, s.id), reverse=True)[:COUNTED]


def picture_of(course: Course, sessions: Sequence[Played]) -> Picture:
    """All skills of the rubrics in use by all industries that have scenarios."""
    used = list(course.roleplays.values())
    industries = tuple(i for i in INDUSTRIES if any(r.industry == i for r in used))
    trained = {(r.industry, c) for r in used for c in criteria_of(r)}
    rows = tuple(
        Row(
            criterion,
            tuple(
                cell_of(
                    sessions,
                    course.roleplays,
                    (industry, criterion.id),
                    is_trained=(industry, criterion.id) in trained,
                )
                for industry in industries
            ),
        )
        for criterion in skills_of(course)
    )
    return Picture(industries, rows, sum(s.roleplay in course.roleplays for s in sessions))


def skills_of(course: Course) -> list[Criterion]:
    """The criteria that some scenario trains, one of the same id once: those of the rubric most in use first."""
    rubrics = [
        name for name, _ in Counter(r.rubric for r in course.roleplays.values()).most_common()
    ]
    trained = {c for roleplay in course.roleplays.values() for c in criteria_of(roleplay)}
    found: dict[str, Criterion] = {}
    for name in rubrics:
        for criterion in course.rubrics[name].criteria:
            if criterion.id in trained:
                found.setdefault(criterion.id, criterion)
    return list(found.values())


def cell_of(
    sessions: Iterable[Played],
    roleplays: Mapping[str, RoleplayDefinition],
    key: Key,
    *,
    is_trained: bool,
) -> Cell:
    last = counted(sessions, roleplays, key)
    marks = [mark for s in last if (mark := s.mark_for(key[1])) is not None]
    by_trainer = sum(key[1] in s.by_trainer for s in last)
    return Cell(*key, weighed(marks), len(marks), by_trainer, is_trained or bool(marks))


def practise_next(
    course: Course, picture: Picture, sessions: Sequence[Played]
) -> NextPractice | None:
    """What to play next, and why.

    A skill below 2 of 3 first, the weakest; then one not practised yet in the industry played last; then the weakest
    that is not at the top; then an industry not tried. None where all of it stands at the top.
    """
    played = [s for s in sessions if s.roleplay in course.roleplays]
    if not played:
        first = next(iter(course.roleplays.values()), None)
        return NextPractice("begin", first.id, first.industry) if first else None
    cells = [cell for row in picture.rows for cell in row.cells if cell.is_trained]
    low = min(
        (c for c in cells if c.mean is not None and c.mean < TOP_MARK),
        key=lambda c: c.mean or 0,
        default=None,
    )
    newest = max(played, key=lambda s: (s.ended_at, s.id))
    home = course.roleplays[newest.roleplay].industry
    empty = next((c for c in cells if c.mean is None and c.industry == home), None)
    elsewhere = next((c for c in cells if c.mean is None), None)
    if low is not None and (low.mean or 0) < WEAK:
        return _advice(course, "weak", low, played)
    if empty is not None:
        return _advice(course, "empty", empty, played)
    if low is not None:
        return _advice(course, "better", low, played)
    return _advice(course, "elsewhere", elsewhere, played) if elsewhere else None


def trains_for(course: Course, key: Key) -> list[RoleplayDefinition]:
    """The scenarios of an industry that train a skill."""
    return [
        r for r in course.roleplays.values() if r.industry == key[0] and key[1] in criteria_of(r)
    ]


def drilled(answers: Sequence[Drilled]) -> list[DrillFigures]:
    """How the newest answers went, by industry and type of objection; what is missed most comes first."""
    by_type: dict[tuple[str, str], list[str]] = {}
    for answer in sorted(answers, key=lambda a: a.at, reverse=True):
        if answer.type is not None:
            by_type.setdefault((answer.industry, answer.type), []).append(answer.outcome)
    found = []
    for (industry, kind), outcomes in by_type.items():
        newest = outcomes[:DRILLED]
        counts = (newest.count(name) for name in ("well", "partly", "missed"))
        found.append(DrillFigures(industry, kind, *counts))
    order = {industry: place for place, industry in enumerate(INDUSTRIES)}
    return sorted(found, key=lambda f: (order.get(f.industry, 99), -f.missed, -f.partly, f.type))


def _advice(course: Course, reason: str, cell: Cell, played: Sequence[Played]) -> NextPractice:
    """The scenario of the cell's industry that trains its skill: one not passed first, then the lowest score."""

    def order(roleplay: RoleplayDefinition) -> tuple[bool, bool, float]:
        mine = [s for s in played if s.roleplay == roleplay.id]
        best = max((s.score for s in mine), default=0.0)
        return cell.criterion not in criteria_of(roleplay), any(s.passed for s in mine), best

    fit = [r for r in course.roleplays.values() if r.industry == cell.industry]
    return NextPractice(reason, min(fit, key=order).id, cell.industry, cell.criterion, cell.mean)
