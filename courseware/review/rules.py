"""When a waiting review is late, and in which role somebody reviews. Pure."""

from datetime import datetime, timedelta

from courseware.kit import clock

#: a lock lasts so long after the reviewer's last sign of life
LOCK = timedelta(minutes=15)
MARKS = range(4)  # 0 to 3


def waiting_days(since: datetime, now: datetime, zone: str) -> int:
    """Whole working days between two moments, by the organisation's calendar."""
    return clock.working_days_between(clock.local_day(since, zone), clock.local_day(now, zone))


def role_of(*, trains: bool, manages: bool, is_trainer: bool) -> str:
    """The role that a verdict is printed with: a trainer of the class before a manager."""
    if trains or (is_trainer and not manages):
        return "trainer"
    return "manager"
