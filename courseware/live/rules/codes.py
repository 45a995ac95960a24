"""The code of a sign-in: another one every thirty seconds, and worth nothing soon after."""

import hmac
from datetime import datetime, timedelta

#: without 0, 1, I and O: nobody should have to ask what they read on the wall
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 6
WINDOW = timedelta(seconds=30)
#: so long into a window the code before is still taken: a finger is slower than a clock
GRACE = timedelta(seconds=10)
#: whoever scanned in time may sign in to their account and read the page before they press
SCAN_LASTS = timedelta(minutes=5)


def code_at(secret: str, at: datetime) -> str:
    """The code that is on the wall at a moment."""
    return _code(secret, _window(at))


def is_good(secret: str, code: str, at: datetime) -> bool:
    """Whether a code is the one of this moment, or the one before within the grace."""
    wanted = [code_at(secret, at), code_at(secret, at - GRACE)]
    return any(hmac.compare_digest(each, normal(code)) for each in wanted)


def seconds_left(at: datetime) -> int:
    """After how many seconds, 1–30, the code changes."""
    whole = int(WINDOW.total_seconds())
    return whole - int(at.timestamp()) % whole


def normal(code: str) -> str:
    """A code as it was typed: small letters, spaces and dashes do not matter."""
    kept = "".join(letter for letter in code.upper() if letter in ALPHABET)
    return kept[:LENGTH] if len(kept) == LENGTH else ""


def _window(at: datetime) -> int:
    return int(at.timestamp()) // int(WINDOW.total_seconds())


def _code(secret: str, window: int) -> str:
    digest = hmac.digest(secret.encode(), str(window).encode(), "sha256")
    number = int.from_bytes(digest[:8], "big")
    size = len(ALPHABET)
    return "".join(ALPHABET[number // size**place % size] for place in range(LENGTH))
