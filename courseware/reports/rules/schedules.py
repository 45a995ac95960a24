"""When a report is sent next, and who may receive it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from courseware.kit.addresses import has_mail
from courseware.reports.types.schedules import Recipient, Schedule, TeamLink

DAYS_A_WEEK = 7


def next_day(every: str, after: date, week_start: int) -> date | None:
    """The first day after this one on which a report of the week or month goes out; an end has a day of its own."""
    if every == "week":
        ahead = (week_start - after.weekday() - 1) % DAYS_A_WEEK + 1
        return after + timedelta(days=ahead)
    if every == "month":
        return (after.replace(day=1) + timedelta(days=32)).replace(day=1)
    return None


def day_of(schedule: Schedule) -> date | None:
    """The day on which it goes out next; of a class the day after its last."""
    if schedule.ended_at is not None:
        return None
    if schedule.every == "end":
        last = schedule.class_ends_on
        return last + timedelta(days=1) if last else None
    return schedule.next_on


def is_due(schedule: Schedule, today: date) -> bool:
    """Whether it goes out now; a day that was missed is made up for once."""
    day = day_of(schedule)
    return day is not None and day <= today


def held_back(reader: Recipient, allowed: Collection[int]) -> str | None:
    """Why somebody does not get a report; none when they do."""
    if not reader.is_active:
        return "left"
    if reader.id not in allowed:
        return "not-allowed"
    return None if has_mail(reader.email) else "no-address"


def who_leads_all(teams: Mapping[int, TeamLink], wanted: Sequence[int]) -> frozenset[int]:
    """Who manages, or stands in for a manager of, each of these teams or a team above it."""
    found: frozenset[int] | None = None
    for number in wanted:
        mine = frozenset(_upwards(teams, number))
        found = mine if found is None else found & mine
    return found or frozenset()


def tops_of(teams: Mapping[int, TeamLink], leader: int) -> list[int]:
    """The teams somebody leads; those below follow."""
    return [team.id for team in teams.values() if leader in team.leaders]


def _upwards(teams: Mapping[int, TeamLink], number: int | None) -> set[int]:
    found: set[int] = set()
    seen: set[int] = set()
    while number is not None and number in teams and number not in seen:
        seen.add(number)
        found.update(teams[number].leaders)
        number = teams[number].parent_id
    return found
