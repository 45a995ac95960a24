"""Issuing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.models import Certificate
from courseware.certificates.rules import new_serial
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell


@dataclass(frozen=True, slots=True)
class Earned:
    """What a rule found to be true of a person."""

    kind: str
    person_id: int
    source_id: int
    subject: str
    edition: str
    facts: dict[str, Any]


def issue(earned: Earned) -> str:
    """Issue a certificate and tell its holder; a second call for the same source gives the same serial."""
    session = db.write()
    db.load(Person, earned.person_id)  # of two workers at once, the second waits and finds it
    known = session.scalar(
        select(Certificate.serial).where(
            Certificate.kind == earned.kind, Certificate.source_id == earned.source_id
        )
    )
    if known is not None:
        return known
    certificate = Certificate(
        serial=new_serial(clock.now().year),
        kind=earned.kind,
        person_id=earned.person_id,
        source_id=earned.source_id,
        subject=earned.subject,
        edition=earned.edition,
        facts=earned.facts,
        issued_at=clock.now(),
    )
    session.add(certificate)
    session.flush()
    thing = ("certificate", certificate.serial)
    journal.record(None, "issued", thing, about=earned.person_id, kind=earned.kind)
    tell(
        earned.person_id,
        "You have a new certificate: {title}",
        "/certificates",
        key=f"certificate:{certificate.serial}",
        title=earned.facts["title"],
    )
    return certificate.serial
