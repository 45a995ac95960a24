"""Badges are made by the worker, after the certificate: signing is no part of the transaction that issues it."""

from courseware.certificates.actions.badges import keep_credentials
from courseware.certificates.documents.badge_keys import key_now
from courseware.certificates.documents.badges import are_badges_issued, credential_of
from courseware.certificates.queries import badges, by_serial
from courseware.kit import jobs

#: so many in one transaction: about two seconds of signing
MOST = 300


def make_badge(certificate_id: int) -> None:
    """Make the badge of one certificate; a second call finds it made and changes nothing."""
    _make(badges.waiting(1, certificate_id))


def make_badges() -> None:
    """Make the badges that are missing: of certificates older than badges, or issued before PUBLIC_URL was set."""
    if _make(badges.waiting(MOST)) == MOST:
        jobs.put("make_badges", key="make_badges")


def _make(serials: list[str]) -> int:
    if not serials or not are_badges_issued():
        return 0
    rows = [row for serial in serials if (row := by_serial(serial)) is not None]
    keep_credentials({row.serial: credential_of(row) for row in rows}, key_now())
    return len(rows)
