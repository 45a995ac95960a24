"""The only writer of certificates."""

from courseware.certificates.actions.issuing import Earned, issue
from courseware.certificates.actions.life import revoke

__all__ = ["Earned", "issue", "revoke"]
