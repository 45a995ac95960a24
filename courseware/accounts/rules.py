"""Who may sign in when, what a good password is, how long a link holds. Pure."""

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta

LINK_LIFETIME = timedelta(hours=24)
#: who is invited may be away for some days
INVITATION_LIFETIME = timedelta(days=7)
FAILURES = 5  # in WINDOW, for one address of mail: then wait
WINDOW = timedelta(minutes=15)
MIN_PASSWORD = 10
#: a copy of personal data that is not ready after this may be asked for again
COPY_PATIENCE = timedelta(hours=6)
#: and lies ready for so long
COPY_LIFETIME = timedelta(days=7)
MAX_PASSWORD = 200


def locked_until(failures: list[datetime], now: datetime) -> datetime | None:
    """Until when sign-in is locked, given the times of the failures since the last success; none = it is not."""
    recent = sorted(at for at in failures if at > now - WINDOW)
    return recent[-FAILURES] + WINDOW if len(recent) >= FAILURES else None


def password_problem(password: str, *, email: str) -> str | None:
    """Why a password will not do, as a msgid; none = it will."""
    if len(password) < MIN_PASSWORD:
        return "Please choose a password of at least 10 characters."
    if len(password) > MAX_PASSWORD:
        return "Please choose a password of at most 200 characters."
    if password.lower() == email.lower() or len(set(password)) < 4:
        return "This password is too easy to guess. A short sentence is a good one."
    return None


def is_own_path(target: str) -> bool:
    """Whether an address is a path of this site: browsers drop control characters and take a backslash for a slash."""
    return re.fullmatch(r"/(?![/\\])[^\\\x00-\x20\x7f]*", target) is not None


def teams_below(above: Mapping[int, int | None], team_id: int) -> set[int]:
    """A team and all below it, given the team above each."""
    found = {team_id}
    while more := {team for team, parent in above.items() if parent in found} - found:
        found |= more
    return found


def new_token() -> str:
    return secrets.token_urlsafe(24)


def hash_token(token: str) -> str:
    """What is stored of a link: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def normal_email(text: str) -> str:
    return text.strip().lower()


def normal_mobile(text: str) -> str | None:
    """A mobile number as it is stored: digits, +86 left out; none when it cannot be one."""
    digits = re.sub(r"[\s().\-–]", "", text).removeprefix("+86")
    return digits if re.fullmatch(r"\+?[0-9]{6,18}", digits) else None
