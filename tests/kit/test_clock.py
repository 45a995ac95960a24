"""What a person can rely on about dates: due days, fiscal quarters, working days."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.kit import clock

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))
MONTHS = st.integers(1, 12)


def test_now_is_aware_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_a_frozen_clock_stands_still_and_runs_again_afterwards() -> None:
    at = datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC)
    with clock.frozen(at):
        assert clock.now() == at
        with clock.frozen(at + timedelta(days=1)):
            assert clock.now() == at + timedelta(days=1)
        assert clock.now() == at
    assert clock.now() != at


def test_freezing_one_thread_leaves_the_others_running() -> None:
    with clock.frozen(datetime(2001, 1, 1, tzinfo=UTC)), ThreadPoolExecutor(1) as pool:
        assert pool.submit(clock.now).result().year > 2001


def test_a_moment_without_a_zone_cannot_be_frozen() -> None:
    with pytest.raises(ValueError, match="time zone"), clock.frozen(datetime(2026, 1, 1)):  # noqa: DTZ001 - what is refused
        pass


@pytest.mark.parametrize(
    ("day", "first_month", "expected"),
    [
        (date(2026, 8, 15), 1, ("2026-Q3", date(2026, 7, 1), date(2026, 9, 30))),
        (date(2026, 12, 31), 1, ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))),
        (date(2026, 3, 31), 4, ("2025-Q4", date(2026, 1, 1), date(2026, 3, 31))),
        (date(2026, 4, 1), 4, ("2026-Q1", date(2026, 4, 1), date(2026, 6, 30))),
        (date(2028, 2, 29), 12, ("2027-Q1", date(2027, 12, 1), date(2028, 2, 29))),
    ],
)
def test_quarters_follow_the_fiscal_year(
    day: date, first_month: int, expected: tuple[str, date, date]
) -> None:
    assert clock.quarter_of(day, first_month) == clock.Period(*expected)


@given(DAYS, MONTHS)
def test_a_day_lies_in_its_quarter_and_the_label_leads_back(day: date, first_month: int) -> None:
    period = clock.quarter_of(day, first_month)
    assert day in period
    assert clock.quarter_named(period.label, first_month) == period
    following = clock.next_quarter(period, first_month)
    assert following.first == period.last + timedelta(days=1)


@pytest.mark.parametrize("label", ["2026-Q5", "2026Q1", "Q1-2026", "2026-Q1 ", "2026-Q१"])
def test_a_label_that_is_no_quarter_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="2026-Q3"):
        clock.quarter_named(label, 1)


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_does_not_exist_is_refused(month: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 12"):
        clock.quarter_of(date(2026, 1, 1), month)


def test_a_due_day_ends_at_its_last_second_there() -> None:
    assert clock.end_of_day(date(2026, 11, 23), "Asia/Shanghai") == datetime(
        2026, 11, 23, 15, 59, 59, tzinfo=UTC
    )


def test_a_due_day_ends_right_on_the_day_the_clocks_change() -> None:
    ends = clock.end_of_day(date(2026, 10, 25), "Europe/Berlin")
    assert ends == datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC)


def test_late_evening_utc_is_tomorrow_in_shanghai() -> None:
    at = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
    assert clock.local_day(at, "Asia/Shanghai") == date(2026, 11, 24)


@given(DAYS, st.integers(0, 400))
def test_working_days_equal_a_count_by_hand(first: date, length: int) -> None:
    days = [first + timedelta(days=n) for n in range(1, length + 1)]
    expected = sum(day.weekday() not in (5, 6) for day in days)
    assert clock.working_days_between(first, first + timedelta(days=length)) == expected
    assert clock.working_days_between(first + timedelta(days=length), first) == 0
