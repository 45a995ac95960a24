"""Hashing passwords with argon2; never inside a writing transaction, it takes tens of milliseconds."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError, VerifyMismatchError

#: OWASP's second recommendation: 19 MiB, two passes, one lane
_MEMORY, _PASSES, _LANES = 19456, 2, 1
_hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY, parallelism=_LANES)
_dummy = _hasher.hash("nobody's password")


def configure(memory: int) -> None:
    """Use so many KiB of memory a hash; tests use little."""
    global _hasher, _dummy  # noqa: PLW0603 - one cost a process, chosen at start-up
    passes = _PASSES if memory >= _MEMORY else 1
    _hasher = PasswordHasher(time_cost=passes, memory_cost=memory, parallelism=_LANES)
    _dummy = _hasher.hash("nobody's password")


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether the password is the stored one; takes as long when there is none, so that nobody learns from it."""
    try:
        _hasher.verify(stored or _dummy, password)
    except (VerifyMismatchError, VerificationError, InvalidHashError):
        return False
    return stored is not None
