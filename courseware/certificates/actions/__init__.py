"""The only writer of certificates."""

from courseware.certificates.actions.issuing import Earned, issue
from courseware.certificates.actions.life import reissue, revoke

__all__ = ["Earned", "issue", "reissue", "revoke"]
