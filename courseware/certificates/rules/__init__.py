"""Rules of certificates. Pure."""

from courseware.certificates.rules.serials import ALPHABET, new_serial, normal_serial
from courseware.certificates.rules.states import (
    RENEWABLE,
    STATES,
    WARNINGS,
    expires_after,
    state_of,
    warning_due,
)

__all__ = [
    "ALPHABET",
    "RENEWABLE",
    "STATES",
    "WARNINGS",
    "expires_after",
    "new_serial",
    "normal_serial",
    "state_of",
    "warning_due",
]
