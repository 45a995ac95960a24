"""What to do next week, from what a report holds: whom to talk to, what to review, what falls due. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from courseware.reports.rules.whole import Named
from courseware.reports.types import Report
from courseware.reports.types.whole import ObjectiveLine, Todo

WEEK = timedelta(days=7)
#: so many people to talk to, the most pressing first
TALKS = 10
#: an objective is explained again below this share of right answers, in per cent
WELL_KNOWN = 70


def todos_of(
    report: Report,
    facts: tuple[Iterable[Any], Iterable[Any], Sequence[ObjectiveLine]],
    named: Named,
) -> tuple[Todo, ...]:
    """Whom to talk to about what, what to review, what falls due within seven days, what to explain again."""
    waiting, asked, weak = facts
    names = {line.person_id: line.name for line in report.lines}
    found = [
        Todo("talk", (line.name,), None, {"need": line.needs[0]}, None, f"/people/{line.person_id}")
        for line in report.stuck
        if line.needs
    ][:TALKS]
    found += _reviews(waiting, named)
    found += _dues(asked, names, report.at, named)
    found += [
        Todo("explain", (), line.words, {"right": line.right}, None, line.link)
        for line in weak[:2]
        if line.right < WELL_KNOWN
    ]
    return tuple(found)


def _reviews(waiting: Iterable[Any], named: Named) -> list[Todo]:
    kinds = {"submission": "exercise", "session": "roleplay", "attempt": "quiz"}
    by: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in waiting:
        by[kinds.get(row.object_kind, row.object_kind), row.item].append(row)
    return [
        Todo(
            "review",
            tuple(dict.fromkeys(row.name for row in rows)),
            named(kind, item),
            {"n": len(rows), "since": min(row.since for row in rows)},
            None,
            "/reviews",
        )
        for (kind, item), rows in by.items()
    ]


def _dues(
    asked: Iterable[Any], names: Mapping[int, str], now: datetime, named: Named
) -> list[Todo]:
    by: dict[tuple[str, str, date | None], list[str]] = defaultdict(list)
    for one in asked:
        if one.fulfilled_at is None and now <= one.due_at < now + WEEK and one.person_id in names:
            by[one.kind, one.item, one.due_on].append(names[one.person_id])
    return [
        Todo(
            "due",
            tuple(dict.fromkeys(people)),
            named(kind, item),
            {"n": len(people)},
            on,
            "/assignments",
        )
        for (kind, item, on), people in by.items()
    ]
