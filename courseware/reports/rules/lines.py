"""From facts to figures: what a report says of a person, and of them all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from courseware.assignments.rules import module_of
from courseware.content.definitions import Course, Text
from courseware.kit.clock import Period
from courseware.reports.rules.matrix import one_sign
from courseware.reports.rules.needs import USUAL, Limits, needs_of
from courseware.reports.types import (
    Cell,
    Column,
    DueFact,
    Exam,
    Facts,
    Gain,
    GainLine,
    Line,
    Member,
    PartLine,
    StepFact,
    Window,
)


@dataclass(frozen=True, slots=True)
class Basis:
    """What all lines of a report share."""

    course: Course
    columns: tuple[Column, ...]
    period: Period | None
    now: datetime
    limits: Limits = USUAL


def columns_of(course: Course, slugs: Iterable[str]) -> tuple[Column, ...]:
    """The modules with these slugs, in their order."""
    found = [course.by_slug[slug] for slug in slugs if slug in course.by_slug]
    return tuple(Column(m.slug, m.number, m.title, m.part, m.is_ready) for m in found)


def window_of(
    first: date, end: date | None, period: Period | None, zone: ZoneInfo
) -> Window | None:
    """From the day somebody came to the day they left (not included), cut to the period; none when nothing is left."""
    if period is not None:
        first = max(first, period.first)
        after = period.last + timedelta(days=1)
        end = min(end, after) if end else after
    if end is not None and end <= first:
        return None
    return _midnight(first, zone), _midnight(end, zone) if end else None


def facts_until(facts: Facts, moment: datetime) -> Facts:
    """What was owed then: what was done since was still open."""
    dues = tuple(
        replace(due, fulfilled_at=None) if due.fulfilled_at and due.fulfilled_at > moment else due
        for due in facts.dues
    )
    return replace(facts, dues=dues)


def line_of(basis: Basis, member: Member, facts: Facts) -> Line:
    """What a report says of one person."""
    counted = _Counted(basis, member, facts)
    columns = basis.columns
    cells = tuple(counted.cell(column) for column in columns)
    wanted = {column.slug for column in columns if column.is_ready} & set(facts.track)
    scores = list(counted.scores.values())
    last_at = max((step.at for step in counted.steps), default=None)
    line = Line(
        person_id=member.id,
        name=member.name,
        place=member.place,
        is_current=member.is_current,
        cells=cells,
        passed=sum(
            cell.state == "passed" and column.slug in wanted
            for cell, column in zip(cells, columns, strict=True)
        ),
        need=len(wanted),
        average=round(sum(scores) / len(scores), 1) if scores else None,
        roleplays=len({s.item for s in counted.steps if s.kind == "roleplay" and s.passed}),
        exercises=len(
            {s.item for s in counted.steps if s.kind == "exercise" and s.grade == "accepted"}
        ),
        late=len(counted.late),
        waiting=facts.waiting if member.is_current else 0,
        last_at=last_at,
    )
    if basis.period is not None or line.is_complete or not member.is_current:
        return line
    return replace(line, needs=needs_of(member, facts, basis.limits, basis.now))


def parts_of(
    basis: Basis, lines: Sequence[Line], tracks: Sequence[frozenset[str]]
) -> tuple[PartLine, ...]:
    """How much of each part of the course has been passed; parts without a ready module are left out."""
    columns = basis.columns
    found = []
    for part in basis.course.parts:
        places = [
            n for n, column in enumerate(columns) if column.part == part.id and column.is_ready
        ]
        need = passed = 0
        for line, track in zip(lines, tracks, strict=True):
            mine = [n for n in places if columns[n].slug in track]
            need += len(mine)
            passed += sum(line.cells[n].state == "passed" for n in mine)
        if need:
            found.append(PartLine(part.title, passed, need))
    return tuple(found)


def gain_of(course: Course, pairs: Sequence[tuple[Exam, Exam]]) -> Gain:
    """The gain by part of people who have both exams; a part counts those who were asked about it both times."""
    lines = []
    for part in course.parts:
        both = [
            (start.by_part[part.id], final.by_part[part.id])
            for start, final in pairs
            if part.id in start.by_part and part.id in final.by_part
        ]
        if both:
            lines.append(_gain_line(part.title, both))
    lines.append(_gain_line(None, [(start.score, final.score) for start, final in pairs]))
    return Gain(len(pairs), tuple(lines))


def _gain_line(title: Text | None, both: Sequence[tuple[float, float]]) -> GainLine:
    start, final = (round(sum(side) / len(both), 1) for side in zip(*both, strict=True))
    return GainLine(title, start, final, len(both))


class _Counted:
    """The facts of one person that the report counts."""

    def __init__(self, basis: Basis, member: Member, facts: Facts) -> None:
        self.member, self.facts, self.now = member, facts, basis.now
        self.is_period = basis.period is not None
        course = basis.course
        self.steps = [step for step in facts.steps if self.counts(step.at)]
        self.begun = {step.module for step in self.steps}
        self.scores = _best(self.steps)
        self.late = [due for due in facts.dues if self.is_late(due)]
        self.late_in = {module_of(course, due.kind, due.item) for due in self.late}
        self.due_in: dict[str, date] = {}
        for due in facts.dues:
            if due.fulfilled_at is None and due.due_on is not None:
                slug = module_of(course, due.kind, due.item)
                self.due_in[slug] = min(due.due_on, self.due_in.get(slug, due.due_on))

    def counts(self, at: datetime | None) -> bool:
        return at is not None and any(
            (first is None or at >= first) and (end is None or at < end)
            for first, end in self.member.windows
        )

    def is_late(self, due: DueFact) -> bool:
        """Up to now: open and past its date. In a period: due in it, and still open when it ended."""
        if due.due_at is None or due.due_at >= self.now:
            return False
        if not self.is_period:
            return due.fulfilled_at is None
        end = max((w[1] or self.now for w in self.member.windows), default=self.now)
        return self.counts(due.due_at) and (due.fulfilled_at is None or due.fulfilled_at >= end)

    def cell(self, column: Column) -> Cell:
        slug = column.slug
        if not column.is_ready:
            return Cell("preparation")
        return Cell(self.state(slug), self.scores.get(slug), self.due_in.get(slug))

    def state(self, slug: str) -> str:
        progress = self.facts.progress.get(slug)
        if progress is not None and progress.passed_at is not None:
            if self.counts(progress.passed_at):
                return "passed"
            if self.is_period and self.member.is_current and self.is_before(progress.passed_at):
                return "earlier"
        opened = progress is not None and self.counts(progress.opened_at)
        state = "under-way" if opened or slug in self.begun else "new"
        if not self.is_period and self.member.is_current and slug in self.facts.waiting_in:
            state = "waiting"
        return one_sign(state, is_late=slug in self.late_in)

    def is_before(self, at: datetime) -> bool:
        firsts = [first for first, _end in self.member.windows if first is not None]
        return bool(firsts) and at < min(firsts)


def _best(steps: Iterable[StepFact]) -> dict[str, float]:
    """The best quiz score by module, per cent."""
    found: dict[str, float] = {}
    for step in steps:
        if step.kind == "quiz" and step.score is not None:
            found[step.module] = max(step.score, found.get(step.module, 0.0))
    return found


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)
