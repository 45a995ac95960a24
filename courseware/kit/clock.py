"""Time belongs here: now (which tests may stop), ends of days, fiscal quarters, working days."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MONTHS = 12
MONTHS_A_QUARTER = 3
WORKDAYS_A_WEEK = 5
PERIOD_LABEL = re.compile(r"([0-9]{4})-Q([1-4])")

# A context variable and not a global: a test that stops the clock must not stop it
# for the thread of another test.
_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    """The present moment in UTC, aware; inside `frozen` the moment given there."""
    return _stopped_at.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[datetime]:
    """Stop the clock at an aware moment, for this thread or task only."""
    if at.tzinfo is None:
        raise ValueError("Give frozen() a moment with a time zone.")
    token = _stopped_at.set(at.astimezone(UTC))
    try:
        yield at.astimezone(UTC)
    finally:
        _stopped_at.reset(token)


@dataclass(frozen=True)
class Period:
    """A fiscal quarter, both days included. Its year is the one its fiscal year began in."""

    label: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


def quarter_of(day: date, first_month: int) -> Period:
    """The fiscal quarter of a day, where the fiscal year begins with month 1–12."""
    _check_month(first_month)
    months = (day.month - first_month) % MONTHS
    year = day.year if day.month >= first_month else day.year - 1
    return _quarter(year, number=months // MONTHS_A_QUARTER + 1, first_month=first_month)


def quarter_named(label: str, first_month: int) -> Period:
    """The quarter behind a label such as 2026-Q3; ValueError when it is none."""
    _check_month(first_month)
    match = PERIOD_LABEL.fullmatch(label)
    if match is None:
        raise ValueError(f"A quarter is written like 2026-Q3, not {label!r}.")
    return _quarter(int(match[1]), number=int(match[2]), first_month=first_month)


def next_quarter(period: Period, first_month: int) -> Period:
    return quarter_of(period.last + timedelta(days=1), first_month)


def _quarter(year: int, *, number: int, first_month: int) -> Period:
    start = first_month + (number - 1) * MONTHS_A_QUARTER
    following = _first_of_month(year, start + MONTHS_A_QUARTER)
    return Period(
        label=f"{year}-Q{number}",
        first=_first_of_month(year, start),
        last=following - timedelta(days=1),
    )


def _first_of_month(year: int, month: int) -> date:
    """The month may be past twelve: 13 is January of the next year."""
    return date(year + (month - 1) // MONTHS, (month - 1) % MONTHS + 1, 1)


def _check_month(first_month: int) -> None:
    if not 1 <= first_month <= MONTHS:
        raise ValueError(f"The fiscal year begins with a month from 1 to 12, not {first_month}.")


def end_of_day(day: date, zone: str) -> datetime:
    """23:59:59 of that day in that time zone (its IANA name), as UTC."""
    return datetime.combine(day, time(23, 59, 59), ZoneInfo(zone)).astimezone(UTC)


def local_day(at: datetime, zone: str) -> date:
    """The calendar day that a moment falls on in that time zone."""
    return at.astimezone(ZoneInfo(zone)).date()


def working_days_between(first: date, last: date) -> int:
    """Mondays to Fridays after `first` up to and with `last`: 0 on the same day or backwards.

    Public holidays are not known here; a queue that waits over one looks older than it is.
    """
    if last <= first:
        return 0
    weeks, rest = divmod((last - first).days, 7)
    odd_days = (first + timedelta(days=n) for n in range(1, rest + 1))
    return weeks * WORKDAYS_A_WEEK + sum(day.weekday() < WORKDAYS_A_WEEK for day in odd_days)
