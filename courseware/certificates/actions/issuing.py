"""Issuing."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.actions.badges import ask_for_badge
from courseware.certificates.actions.records import ask_for_record
from courseware.certificates.models import Certificate
from courseware.certificates.rules import expires_after, new_serial
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
    generation: int = 1
    renews_id: int | None = None
    valid_months: int | None = None


def issue(earned: Earned) -> str:
    """Issue a certificate and tell its holder; a second call for the same thing gives the same serial."""
    session = db.write()
    db.load(Person, earned.person_id)  # of two workers at once, the second waits and finds it
    known = _known(earned)
    if known is not None:
        return known
    now = clock.now()
    certificate = Certificate(
        serial=new_serial(now.year),
        kind=earned.kind,
        person_id=earned.person_id,
        source_id=earned.source_id,
        subject=earned.subject,
        generation=earned.generation,
        edition=earned.edition,
        facts=earned.facts,
        issued_at=now,
        expires_at=expires_after(now, earned.valid_months),
        renews_id=earned.renews_id,
    )
    session.add(certificate)
    session.flush()
    thing = ("certificate", certificate.serial)
    journal.record(None, "issued", thing, about=earned.person_id, kind=earned.kind)
    ask_for_record(certificate.id)
    ask_for_badge(certificate.id)
    tell(
        earned.person_id,
        "You have a new certificate: {title}",
        "/certificates",
        key=f"certificate:{certificate.serial}",
        title=earned.facts["title"],
    )
    return certificate.serial


def _known(earned: Earned) -> str | None:
    """The serial that already speaks for it: of this submission, or of the holder's subject at this time or later."""
    query = select(Certificate.serial).where(
        Certificate.kind == earned.kind, Certificate.replaced_at.is_(None)
    )
    if earned.kind == "exercise":
        query = query.where(Certificate.source_id == earned.source_id)
    else:
        query = query.where(
            Certificate.person_id == earned.person_id,
            Certificate.subject == earned.subject,
            Certificate.generation >= earned.generation,
        )
    serial: str | None = db.write().scalar(query.limit(1))
    return serial
