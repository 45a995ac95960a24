"""What becomes of a certificate after it was issued."""

from sqlalchemy import select

from courseware import db
from courseware.certificates.models import Certificate
from courseware.errors import Conflict, Refused
from courseware.journal import actions as journal
from courseware.kit import clock


def revoke(actor_id: int, serial: str, reason: str) -> None:
    """Revoke a certificate with a reason; a second time is refused."""
    if not reason.strip():
        raise Refused("Say why the certificate is revoked.")
    query = select(Certificate).where(Certificate.serial == serial).with_for_update()
    certificate = db.write().scalars(query).one()
    if certificate.revoked_at is not None:
        raise Conflict("This certificate has been revoked already.")
    certificate.revoked_at, certificate.revoked_by_id = clock.now(), actor_id
    certificate.revoked_reason = reason.strip()
    journal.record(actor_id, "revoked", ("certificate", serial), about=certificate.person_id)
