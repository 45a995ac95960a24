"""Reading badges: the credential of a certificate, what it attests, keys, and who is on a status list."""

import json
from datetime import datetime

from sqlalchemy import Select, func, or_, select

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.models import Certificate, IssuerKey
from courseware.certificates.rules import normal_serial
from courseware.certificates.rules.badges import ids_of
from courseware.certificates.types.badges import Achieved, Badge, BadgeKey, Listed


def badge_of(text: str) -> Badge | None:
    """The badge behind a serial as somebody typed it; none when there is no such certificate."""
    serial = normal_serial(text)
    query = select(
        Certificate.id,
        Certificate.serial,
        Certificate.credential,
        Certificate.is_test,
        Person.erased_at.is_not(None),
    ).join(Person, Person.id == Certificate.person_id)
    row = db.read().execute(query.where(Certificate.serial == serial)).first() if serial else None
    return Badge(*row) if row else None


def waiting(most: int, certificate_id: int | None = None) -> list[str]:
    """Serials of certificates that have no credential yet and may have one, the oldest first."""
    query = _without_credential().order_by(Certificate.id).limit(most)
    if certificate_id is not None:
        query = query.where(Certificate.id == certificate_id)
    return list(db.read().scalars(query))


def _without_credential() -> Select[str]:
    return (
        select(Certificate.serial)
        .join(Person, Person.id == Certificate.person_id)
        .where(
            Certificate.credential.is_(None),
            Certificate.is_test.is_(False),
            Person.erased_at.is_(None),
        )
    )


def email_of(person_id: int) -> str:
    """Where a person gets mail; empty for those who have no address."""
    email = db.read().scalar(select(Person.email).where(Person.id == person_id)) or ""
    return "" if email.endswith("@invalid") else email


def achieved(kind: str, subject: str) -> Achieved | None:
    """What the certificates of a kind and subject attest; none before the first was issued."""
    query = (
        select(Certificate.kind, Certificate.subject, Certificate.edition, Certificate.facts)
        .where(
            Certificate.kind == kind, Certificate.subject == subject, Certificate.is_test.is_(False)
        )
        .order_by(Certificate.id.desc())
        .limit(1)
    )
    row = db.read().execute(query).first()
    return Achieved(*row) if row else None


def badge_keys() -> list[BadgeKey]:
    """Every key that ever signed a badge, the newest first: a retired one still proves what it signed."""
    query = (
        select(IssuerKey.fingerprint, IssuerKey.public, IssuerKey.retired_at)
        .where(IssuerKey.kind == "badge")
        .order_by(IssuerKey.id.desc())
    )
    return [BadgeKey(row[0], json.loads(row[1]), row[2]) for row in db.read().execute(query)]


def status_list(number: int) -> Listed | None:
    """Which certificates of a list were revoked or replaced; none for a list without certificates."""
    first, last = ids_of(number)
    mine = Certificate.id.between(first, last)
    since: datetime | None = db.read().scalar(select(func.min(Certificate.issued_at)).where(mine))
    if since is None:
        return None
    query = (
        select(Certificate.id, Certificate.revoked_at, Certificate.replaced_at)
        .where(mine, or_(Certificate.revoked_at.is_not(None), Certificate.replaced_at.is_not(None)))
        .order_by(Certificate.id)
    )
    rows = db.read().execute(query).all()
    moments = [moment for row in rows for moment in row[1:] if moment is not None]
    return Listed(number, tuple(row.id - first for row in rows), max([since, *moments]))
