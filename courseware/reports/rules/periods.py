"""The periods a report can be about: a fiscal quarter, a month, or from one day to another. Pure."""

import re
from datetime import date, timedelta

from courseware.kit.clock import Period, quarter_named, quarter_of

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
BETWEEN = ".."
#: from a day to another, at most
LONGEST = timedelta(days=3 * 366)


def period_named(label: str, fiscal_month: int) -> Period:
    """The period behind 2026-Q3, 2026-11 or 2026-10-05..2026-11-01; ValueError when it is none."""
    month = MONTH.fullmatch(label)
    if month is not None:
        return month_of(date(int(month[1]), int(month[2]), 1))
    if BETWEEN in label:
        first, _, last = label.partition(BETWEEN)
        return between(date.fromisoformat(first), date.fromisoformat(last))
    return quarter_named(label, fiscal_month)


def month_of(day: date) -> Period:
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return Period(f"{first:%Y-%m}", first, following - timedelta(days=1))


def between(first: date, last: date) -> Period:
    """From one day to another, both included; ValueError when it ends before it begins or lasts for years."""
    if not timedelta(0) <= last - first <= LONGEST or first.year < 2000 or last.year > 9000:
        raise ValueError("These days are no period.")
    return Period(f"{first.isoformat()}{BETWEEN}{last.isoformat()}", first, last)


def before(period: Period, fiscal_month: int) -> Period:
    """The quarter or month before, or as many days just before."""
    last = period.first - timedelta(days=1)
    if MONTH.fullmatch(period.label):
        return month_of(last)
    if BETWEEN in period.label:
        return between(last - (period.last - period.first), last)
    return quarter_of(last, fiscal_month)


def is_between(period: Period) -> bool:
    """Whether its two days are all there is to say of it."""
    return BETWEEN in period.label
