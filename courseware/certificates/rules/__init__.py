"""Rules of certificates. Pure."""

from courseware.certificates.rules.serials import ALPHABET, new_serial, normal_serial
from courseware.certificates.rules.states import state_of

__all__ = ["ALPHABET", "new_serial", "normal_serial", "state_of"]
