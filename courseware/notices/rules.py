"""When somebody is told beside the inbox: bundled, never in quiet hours, at most once a day for who wants that. Pure."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: what comes within this is one mail
BUNDLE = timedelta(minutes=2)
MAILS = ("at-once", "daily", "never")
#: a day's digest leaves half an hour after the quiet hours
AFTER_QUIET = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Choice:
    """How somebody wants to be told; hours are those of the organisation."""

    mail: str = "at-once"  # one of MAILS
    quiet_from: int = 21  # 0–23
    quiet_to: int = 8  # 0–23; the same as `quiet_from`: never quiet
    chat: bool = False


def is_quiet(choice: Choice, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is now between the quiet hours."""
    hour, first, last = now.astimezone(zone).hour, choice.quiet_from, choice.quiet_to
    if first <= last:
        return first <= hour < last
    return hour >= first or hour < last


def next_moment(
    choice: Choice, now: datetime, zone: ZoneInfo, last: datetime | None
) -> datetime | None:
    """When what waits may leave: none = now.

    `last` is when something left for this person before; a digest leaves once in a day of the organisation.
    """
    if choice.mail == "daily" and not choice.chat:
        return _digest(choice, now, zone, last)
    return _at(now, zone, hour=choice.quiet_to) if is_quiet(choice, now, zone) else None


def _digest(
    choice: Choice, now: datetime, zone: ZoneInfo, last: datetime | None
) -> datetime | None:
    local = now.astimezone(zone)
    today = datetime.combine(local.date(), time(choice.quiet_to), zone) + AFTER_QUIET
    had_todays = last is not None and last.astimezone(zone).date() == local.date()
    if had_todays:
        return today + timedelta(days=1)
    if now < today:
        return today
    return (
        _at(now, zone, hour=choice.quiet_to) + AFTER_QUIET if is_quiet(choice, now, zone) else None
    )


def _at(now: datetime, zone: ZoneInfo, *, hour: int) -> datetime:
    """The next time the clock shows this hour."""
    local = now.astimezone(zone)
    found = datetime.combine(local.date(), time(hour), zone)
    return found if found > now else found + timedelta(days=1)
