"""Laying out and moving the dates of a class. Pure."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from courseware.cohorts.types import Dates, Offsets

DAY = timedelta(days=1)
MOST_FREE_DAYS = 1000
DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """So many modules on the first day, and again every so many weeks."""

    first_on: date
    at_once: int = 1
    weeks: int = 1
    opens: bool = True
    #: days from the opening to the due date; none = nothing is due
    due_after: int | None = None


def lay_out(
    modules: Sequence[str], rhythm: Rhythm, free: Collection[date] = ()
) -> dict[str, Dates]:
    """Dates for all modules: a day that is free is left out, what would be due on one is due after it."""
    found: dict[str, Dates] = {}
    days = _days(rhythm, free)
    for start in range(0, len(modules), rhythm.at_once):
        day = next(days)
        due = None
        if rhythm.due_after is not None:
            due = _next_working(day + rhythm.due_after * DAY, free)
        for module in modules[start : start + rhythm.at_once]:
            found[module] = Dates(day if rhythm.opens else None, due)
    return found


def shift(
    schedule: Mapping[str, Dates], days: int, *, since: date, free: Collection[date] = ()
) -> dict[str, Dates]:
    """Every date from `since` on, moved by so many days; the others stay."""

    def moved(day: date | None) -> date | None:
        if day is None or day < since:
            return day
        return _next_working(day + days * DAY, free)

    return {module: Dates(moved(d.opens_on), moved(d.due_on)) for module, d in schedule.items()}


def offsets_of(schedule: Mapping[str, Dates], first_day: date) -> dict[str, Offsets]:
    """A schedule in days after the first day of its class."""

    def after(day: date | None) -> int | None:
        return None if day is None else (day - first_day).days

    return {m: Offsets(after(d.opens_on), after(d.due_on)) for m, d in schedule.items()}


def dates_of(
    offsets: Mapping[str, Offsets], first_day: date, *, weekends_move: bool = False
) -> dict[str, Dates]:
    """A kept schedule counted from another first day; weekends may move to the Monday after."""

    def day(after: int | None) -> date | None:
        if after is None:
            return None
        found = first_day + after * DAY
        if weekends_move and found.weekday() >= 5:
            found += (7 - found.weekday()) * DAY
        return found

    return {m: Dates(day(o.opens_after), day(o.due_after)) for m, o in offsets.items()}


def turned(schedule: Mapping[str, Dates]) -> list[str]:
    """Modules that would be due before they open."""
    return [m for m, d in schedule.items() if d.opens_on and d.due_on and d.due_on < d.opens_on]


def free_days(text: str) -> set[date]:
    """Days as people write them, one a line, or the first and the last of some; ValueError names what is none."""
    found: set[date] = set()
    for line in re.split(r"[\n,，;；、]", text):
        if not line.strip():
            continue
        days = [_read(word, line) for word in DATE.findall(line)]
        if len(days) not in (1, 2) or days[-1] < days[0]:
            raise ValueError(line.strip())
        span = (days[-1] - days[0]).days + 1
        if span + len(found) > MOST_FREE_DAYS:
            raise ValueError(line.strip())
        found |= {days[0] + n * DAY for n in range(span)}
    return found


def _read(word: str, line: str) -> date:
    try:
        return date(*map(int, word.split("-")))
    except ValueError:
        raise ValueError(line.strip()) from None


def _days(rhythm: Rhythm, free: Collection[date]) -> Iterator[date]:
    """The days of the rhythm that are not free."""
    day = rhythm.first_on
    while True:
        if day not in free:
            yield day
        day += rhythm.weeks * 7 * DAY


def _next_working(day: date, free: Collection[date]) -> date:
    while day in free:
        day += DAY
    return day
