"""What state a certificate is in, and until when it is valid."""

import calendar
from datetime import datetime, timedelta

MONTHS = 12
STATES = ("valid", "expired", "replaced", "revoked")
#: so long before its end a certificate can be earned anew
RENEWABLE = timedelta(days=60)
#: so many days before its end its holder is warned
WARNINGS = (30, 7)


def state_of(
    revoked_at: datetime | None,
    expires_at: datetime | None,
    now: datetime,
    *,
    replaced_at: datetime | None = None,
) -> str:
    """One of valid, revoked, replaced, expired."""
    if revoked_at is not None:
        return "revoked"
    if replaced_at is not None:
        return "replaced"
    return "expired" if expires_at is not None and expires_at <= now else "valid"


def expires_after(issued_at: datetime, months: int | None) -> datetime | None:
    """The same day so many months later, or the last of that month; none = it never ends."""
    if months is None:
        return None
    number = issued_at.month - 1 + months
    year, month = issued_at.year + number // MONTHS, number % MONTHS + 1
    day = min(issued_at.day, calendar.monthrange(year, month)[1])
    return issued_at.replace(year=year, month=month, day=day)


def warning_due(expires_at: datetime, now: datetime) -> int | None:
    """The warning that is due: 30 or 7 days before the end; none before that and after the end."""
    left = expires_at - now
    if left <= timedelta(0):
        return None
    return min((days for days in WARNINGS if left <= timedelta(days=days)), default=None)
