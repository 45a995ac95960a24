"""Who needs help, and why: decided from facts alone, by limits that the organisation sets."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import quantiles

from courseware.reports.types import Facts, Line, Member, Need

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
    return tuple(
        need
        for found in (
            _behind(facts, limits, now),
            _failing(facts, limits),
            _returned(facts, limits, now),
            _quiet(member, facts, limits, now),
        )
        for need in found
    )


def far_below(lines: Sequence[Line]) -> list[Line]:
    """The lines of a class without a schedule: who has passed far fewer modules than the others needs help.

    Far is below the lower quartile less 1.5 times the distance of the quartiles; classes of eight or more.
    """
    if len(lines) < SMALLEST:
        return list(lines)
    lower, _middle, upper = quantiles([line.passed for line in lines], n=4, method="inclusive")
    fence = lower - FENCE * (upper - lower)
    return [
        replace(line, needs=(Need("below", "", line.passed), *line.needs))
        if line.passed < fence
        else line
        for line in lines
    ]


def _failing(facts: Facts, limits: Limits) -> Iterator[Need]:
    quizzes = [step for step in facts.steps if step.kind == "quiz"]
    passed = {step.item for step in quizzes if step.passed}
    failed = Counter(step.item for step in quizzes if step.item not in passed)
    for item, count in failed.most_common():
        if count >= limits.failures:
            yield Need("failing", item, count)


def _quiet(member: Member, facts: Facts, limits: Limits, now: datetime) -> Iterator[Need]:
    if not any(due.fulfilled_at is None for due in facts.dues):
        return
    came = datetime.combine(member.since, datetime.min.time(), now.tzinfo)
    last = max((step.at for step in facts.steps), default=came)
    if now - last > timedelta(days=limits.quiet_days):
        yield Need("quiet", "", (now - last).days)


def _returned(facts: Facts, limits: Limits, now: datetime) -> Iterator[Need]:
    for form in facts.returned:
        if now - form.touched_at > timedelta(days=limits.return_days):
            yield Need("returned", form.exercise, (now - form.touched_at).days)


def _behind(facts: Facts, limits: Limits, now: datetime) -> Iterator[Need]:
    late = {
        due.item
        for due in facts.dues
        if due.kind == "module" and due.fulfilled_at is None and due.due_at and due.due_at < now
    }
    if len(late) >= limits.behind:
        yield Need("behind", "", len(late))
