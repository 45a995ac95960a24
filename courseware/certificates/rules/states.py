"""What state a certificate is in."""

from datetime import datetime


def state_of(revoked_at: datetime | None, expires_at: datetime | None, now: datetime) -> str:
    """One of valid, revoked, expired."""
    if revoked_at is not None:
        return "revoked"
    return "expired" if expires_at is not None and expires_at <= now else "valid"
