"""What becomes of a certificate after it was issued."""

from datetime import timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.certificates.actions.badges import ask_for_badge
from courseware.certificates.actions.records import ask_for_record
from courseware.certificates.models import Certificate
from courseware.certificates.rules import WARNINGS, new_serial, warning_due
from courseware.errors import Conflict, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.notices.actions import tell


def revoke(actor_id: int, serial: str, reason: str) -> None:
    """Revoke a certificate with a reason; a second time is refused. Its holder is told."""
    if not reason.strip():
        raise Refused("Say why the certificate is revoked.")
    certificate = _standing(serial)
    certificate.revoked_at, certificate.revoked_by_id = clock.now(), actor_id
    certificate.revoked_reason = reason.strip()
    journal.record(actor_id, "revoked", ("certificate", serial), about=certificate.person_id)
    tell(
        certificate.person_id,
        "Your certificate {title} was revoked: {reason}",
        "/certificates",
        key=f"revoked:{serial}",
        title=certificate.facts["title"],
        reason=reason.strip(),
    )


def reissue(actor_id: int, serial: str, name: str, *, reason: str) -> str:
    """Issue a certificate again with the name put right; the old serial points to the new one, which is returned."""
    if not name.strip() or not reason.strip():
        raise Refused("Write the name as it should be, and why.")
    old = _standing(serial)
    if db.load(Person, old.person_id).erased_at is not None:
        raise NotFound
    session, now = db.write(), clock.now()
    old.replaced_at = now
    session.flush()  # one of a kind stands: the old one must lie down first
    new = Certificate(
        serial=new_serial(now.year),
        kind=old.kind,
        person_id=old.person_id,
        source_id=old.source_id,
        subject=old.subject,
        generation=old.generation,
        edition=old.edition,
        facts=old.facts | {"name": name.strip()},
        issued_at=now,
        expires_at=old.expires_at,
        replaces_id=old.id,
        renews_id=old.renews_id,
    )
    session.add(new)
    session.flush()
    thing = ("certificate", new.serial)
    about = old.person_id
    journal.record(actor_id, "reissued", thing, about=about, old=serial, reason=reason.strip())
    ask_for_record(new.id)
    ask_for_badge(new.id)
    tell(
        about,
        "Your certificate {title} was issued again with your name put right.",
        "/certificates",
        key=f"certificate:{new.serial}",
        title=new.facts["title"],
    )
    return new.serial


def warn_of_ends() -> None:
    """Tell holders 30 and 7 days before a certificate ends, each once; not where a new one is there already."""
    now, newer = clock.now(), aliased(Certificate)
    query = (
        select(Certificate)
        .join(Person, Person.id == Certificate.person_id)
        .where(
            Certificate.expires_at > now,
            Certificate.expires_at <= now + timedelta(days=max(WARNINGS)),
            Certificate.revoked_at.is_(None),
            Certificate.replaced_at.is_(None),
            Person.erased_at.is_(None),
            ~exists().where(newer.renews_id == Certificate.id),
        )
        .order_by(Certificate.id)
    )
    for certificate in db.write().scalars(query).all():
        days = warning_due(certificate.expires_at, now) if certificate.expires_at else None
        if days is None or certificate.expires_at is None:
            continue
        tell(
            certificate.person_id,
            "Your certificate {title} ends on {day}. Meet its rule again, and you get a new one.",
            "/certificates",
            key=f"ends:{certificate.serial}:{days}",
            title=certificate.facts["title"],
            day=certificate.expires_at.date().isoformat(),
        )


def _standing(serial: str) -> Certificate:
    """The certificate, locked, that is neither revoked nor replaced."""
    query = select(Certificate).where(Certificate.serial == serial).with_for_update()
    certificate = db.write().scalars(query).one()
    if certificate.revoked_at is not None:
        raise Conflict("This certificate has been revoked already.")
    if certificate.replaced_at is not None:
        raise Conflict("Another certificate stands in its place already: change that one.")
    return certificate
