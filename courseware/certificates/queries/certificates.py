"""Certificates, one and many."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages
from courseware.accounts.types import Me
from courseware.certificates.models import Certificate
from courseware.certificates.rules import normal_serial
from courseware.certificates.types import CertificateRow
from courseware.cohorts.queries import trains
from courseware.errors import NotFound

_NEXT, _RENEWED = aliased(Certificate), aliased(Certificate)
#: subqueries and not joins: a certificate that was renewed twice by mistake is still one row
_REPLACED_BY = (
    select(_NEXT.serial).where(_NEXT.replaces_id == Certificate.id).limit(1).scalar_subquery()
)
_RENEWED_BY = (
    select(_RENEWED.serial)
    .where(_RENEWED.renews_id == Certificate.id, _RENEWED.replaced_at.is_(None))
    .limit(1)
    .scalar_subquery()
)
ROW = select(
    Certificate.id,
    Certificate.serial,
    Certificate.kind,
    Certificate.person_id,
    Certificate.source_id,
    Certificate.subject,
    Certificate.edition,
    Certificate.facts,
    Certificate.issued_at,
    Certificate.expires_at,
    Certificate.revoked_at,
    Certificate.revoked_reason,
    Person.erased_at.is_not(None),
    Certificate.generation,
    Certificate.replaced_at,
    Certificate.renews_id,
    _REPLACED_BY,
    _RENEWED_BY,
).join(Person, Person.id == Certificate.person_id)


def certificates_of(person_id: int) -> list[CertificateRow]:
    """A person's certificates, the newest first."""
    query = ROW.where(Certificate.person_id == person_id)
    rows = db.read().execute(query.order_by(Certificate.issued_at.desc(), Certificate.id.desc()))
    return [CertificateRow(*row) for row in rows]


def get_certificate_for(me: Me, serial: str) -> CertificateRow:
    """A certificate of one's own, of one's people or learners; to others there is none."""
    found = by_serial(serial)
    if found is None:
        raise NotFound
    owner = found.person_id
    if owner != me.id and not (
        me.is_administrator or trains(me.id, owner) or manages(me.id, owner)
    ):
        raise NotFound
    return found


def by_serial(text: str) -> CertificateRow | None:
    """The certificate of a serial as somebody typed it; none when there is none."""
    serial = normal_serial(text)
    if serial is None:
        return None
    row = db.read().execute(ROW.where(Certificate.serial == serial)).first()
    return CertificateRow(*row) if row else None
