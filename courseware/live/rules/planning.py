"""When class sessions are, and what a sign-in at a moment means."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from courseware.live.types.sessions import Plan, SessionRow

CANCELLED = "This class session has been cancelled."
NOT_OPEN = "The sign-in is not open. Your trainer opens it."
CLOSED = "The sign-in is closed. Please speak to your trainer."
STRANGER = "You are not in this class. Your trainer can put you into it."
OLD_CODE = "This code is wrong or no longer good. Scan the picture again, or type the new code."


def moment(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """A time of the organisation's clock."""
    return datetime.combine(day, clock, zone)


def weekly(plan: Plan, times: int, zone: ZoneInfo) -> tuple[Plan, ...]:
    """The same each week, at the same time by the clock on the wall, whatever summer time does."""
    return tuple(
        replace(
            plan,
            starts_at=_later(plan.starts_at, week, zone),
            ends_at=_later(plan.ends_at, week, zone),
        )
        for week in range(times)
    )


def state_at(starts_at: datetime, at: datetime, late_after: timedelta) -> str:
    """What somebody is who signs in now: present, or late."""
    return "late" if at > starts_at + late_after else "present"


def why_not(session: SessionRow, *, is_member: bool, has_code: bool) -> str:
    """Why somebody cannot sign in now, as an English sentence; empty when they can."""
    if session.cancelled_at is not None:
        return CANCELLED
    if session.sign_in_opened_at is None:
        return NOT_OPEN
    if session.sign_in_closed_at is not None:
        return CLOSED
    if not is_member:
        return STRANGER
    return "" if has_code else OLD_CODE


def _later(at: datetime, weeks: int, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    return datetime.combine(local.date() + timedelta(weeks=weeks), local.time(), zone)
