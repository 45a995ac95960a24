"""Who needs help, and why: decided from facts alone, by limits that the organisation sets."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from statistics import quantiles

from courseware.reports.types import Facts, Line, Member, Need
from courseware.reports.types.matrix import Situation

#: classes below this have no quartiles worth the name
SMALLEST = 8
#: Tukey's fence: so many times the distance of the quartiles (Exploratory Data Analysis, 1977)
FENCE = 1.5


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on somebody needs help."""

    failures: int = 2  # failed attempts at one quiz without a pass
    quiet_days: int = 7  # without activity while something is due
    return_days: int = 5  # that a returned form lies untouched
    behind: int = 2  # modules past their date


USUAL = Limits()


def needs_of(member: Member, facts: Facts, limits: Limits, now: datetime) -> tuple[Need, ...]:
    """Every reason why somebody needs help now, the gravest first."""
    return needs_in(situation_of(facts, now), member.since, limits, now)


def needs_in(situation: Situation, since: date, limits: Limits, now: datetime) -> tuple[Need, ...]:
    """The same, from what decides it; `since` is the day on which they came."""
    return tuple(
        need
        for found in (
            _behind(situation, limits),
            _failing(situation, limits),
            _returned(situation, limits, now),
            _quiet(situation, since, limits, now),
        )
        for need in found
    )


def situation_of(facts: Facts, now: datetime) -> Situation:
    """What decides, out of everything that somebody did and owes."""
    quizzes = [step for step in facts.steps if step.kind == "quiz"]
    passed = {step.item for step in quizzes if step.passed}
    is_open = [due for due in facts.dues if due.fulfilled_at is None]
    late = {d.item for d in is_open if d.kind == "module" and d.due_at and d.due_at < now}
    return Situation(
        failed=Counter(step.item for step in quizzes if step.item not in passed),
        returned=facts.returned,
        owes=bool(is_open),
        late_modules=len(late),
        last_at=max((step.at for step in facts.steps), default=None),
    )


def fence_of(passed: Sequence[int]) -> float:
    """Below this many modules somebody is far below the others: the lower quartile less 1.5 times the quartiles' distance."""
    lower, _middle, upper = quantiles(passed, n=4, method="inclusive")
    return lower - FENCE * (upper - lower)


def far_below(lines: Sequence[Line]) -> list[Line]:
    """The lines of a class without a schedule: who has passed far fewer modules than the others needs help.

    Far is below the lower quartile less 1.5 times the distance of the quartiles; classes of eight or more.
    """
    if len(lines) < SMALLEST:
        return list(lines)
    fence = fence_of([line.passed for line in lines])
    return [
        replace(line, needs=(Need("below", "", line.passed), *line.needs))
        if line.passed < fence
        else line
        for line in lines
    ]


def _failing(situation: Situation, limits: Limits) -> Iterator[Need]:
    for item, count in sorted(situation.failed.items(), key=lambda found: (-found[1], found[0])):
        if count >= limits.failures:
            yield Need("failing", item, count)


def _quiet(situation: Situation, since: date, limits: Limits, now: datetime) -> Iterator[Need]:
    if not situation.owes:
        return
    came = datetime.combine(since, datetime.min.time(), now.tzinfo)
    last = situation.last_at or came
    if now - last > timedelta(days=limits.quiet_days):
        yield Need("quiet", "", (now - last).days)


def _returned(situation: Situation, limits: Limits, now: datetime) -> Iterator[Need]:
    for form in situation.returned:
        if now - form.touched_at > timedelta(days=limits.return_days):
            yield Need("returned", form.exercise, (now - form.touched_at).days)


def _behind(situation: Situation, limits: Limits) -> Iterator[Need]:
    if situation.late_modules >= limits.behind:
        yield Need("behind", "", situation.late_modules)
