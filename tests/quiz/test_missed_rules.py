"""When a missed question comes again."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from courseware.quiz.rules.missed import answered, is_due, missed
from courseware.quiz.types.missed import Turn

SHANGHAI = ZoneInfo("Asia/Shanghai")
EVENING = datetime(2026, 11, 2, 22, 30, tzinfo=SHANGHAI)


def day(number: int, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(2026, 11, 2, tzinfo=zone) + timedelta(days=number)


def test_what_is_missed_in_the_evening_is_due_the_next_morning():
    turn = missed(EVENING, SHANGHAI)
    assert turn == Turn(0, day(1))
    assert not is_due(turn, EVENING)
    assert is_due(turn, EVENING + timedelta(hours=1, minutes=30))


def test_the_day_is_that_of_the_organisation():
    berlin = ZoneInfo("Europe/Berlin")
    assert missed(EVENING, berlin).due_at == day(1, berlin)
    late_in_utc = datetime(2026, 11, 2, 17, tzinfo=UTC)  # already the third in Shanghai
    assert missed(late_in_utc, SHANGHAI).due_at == day(2)


def test_a_changed_clock_still_means_the_start_of_the_day():
    berlin = ZoneInfo("Europe/Berlin")
    before = datetime(2026, 10, 24, 12, tzinfo=berlin)  # the clock goes back on the 25th
    assert missed(before, berlin).due_at == datetime(2026, 10, 25, tzinfo=berlin)
    turn = answered(Turn(0, before), before, berlin, right=True)
    assert turn.due_at == datetime(2026, 10, 27, tzinfo=berlin)


@pytest.mark.parametrize(("stage", "days"), [(0, 3), (1, 7), (2, 21)])
def test_each_right_answer_makes_the_pause_longer(stage: int, days: int):
    following = answered(Turn(stage, EVENING), EVENING, SHANGHAI, right=True)
    assert following == Turn(stage + 1, day(days))


def test_the_fourth_right_answer_is_the_last():
    known = answered(Turn(3, EVENING), EVENING, SHANGHAI, right=True)
    assert known == Turn(4, None)
    assert not is_due(known, EVENING + timedelta(days=1000))
    assert answered(known, EVENING, SHANGHAI, right=False) == known


@pytest.mark.parametrize("stage", range(4))
def test_a_wrong_answer_starts_again(stage: int):
    assert answered(Turn(stage, EVENING), EVENING, SHANGHAI, right=False) == Turn(0, day(1))


@pytest.mark.parametrize("right", [True, False])
def test_an_answer_before_its_turn_moves_nothing(*, right: bool):
    turn = Turn(1, EVENING + timedelta(seconds=1))
    assert answered(turn, EVENING, SHANGHAI, right=right) == turn
