"""Certificates, one and many."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages
from courseware.accounts.types import Me
from courseware.certificates.models import Certificate
from courseware.certificates.rules import normal_serial
from courseware.certificates.types import CertificateRow
from courseware.certificates.types.goals import Wish
from courseware.cohorts.queries import trains
from courseware.errors import NotFound
from courseware.web.paging import SIZE, Page, page_of

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

_COUNT = select(func.count(Certificate.id)).join(Person, Person.id == Certificate.person_id)


def certificates_of(person_id: int, *, with_replaced: bool = False) -> list[CertificateRow]:
    """A person's certificates, the newest first; those with a name put right only on demand."""
    return by_person([person_id], with_replaced=with_replaced)[person_id]


def by_person(
    people: Collection[int], *, with_replaced: bool = False
) -> dict[int, list[CertificateRow]]:
    """The certificates of each of these people, the newest first."""
    query = ROW.where(Certificate.person_id.in_(people))
    if not with_replaced:
        query = query.where(Certificate.replaced_at.is_(None))
    found: dict[int, list[CertificateRow]] = {person_id: [] for person_id in people}
    ordered = query.order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    for row in db.read().execute(ordered):
        found[row.person_id].append(CertificateRow(*row))
    return found


def every_certificate(wish: Wish, page: int, now: datetime) -> Page[CertificateRow]:
    """The certificates that match, the newest first, a page of them; for administrators."""
    rows = db.read()
    total = rows.scalar(_matching(_COUNT, wish, now)) or 0
    query = _matching(ROW, wish, now).order_by(Certificate.issued_at.desc(), Certificate.id.desc())
    found = rows.execute(query.limit(SIZE).offset((page - 1) * SIZE))
    return page_of([CertificateRow(*row) for row in found], total, page)


def _matching(query: Select[Any], wish: Wish, now: datetime) -> Select[Any]:
    """Narrow down to what was asked for."""
    serial = normal_serial(wish.words)
    if serial is not None:
        query = query.where(Certificate.serial == serial)
    elif wish.words:
        query = query.where(
            Person.name.icontains(wish.words, autoescape=True)
            | Certificate.serial.icontains(wish.words, autoescape=True)
        )
    if wish.kind:
        query = query.where(Certificate.kind == wish.kind)
    return query.where(*_in_state(wish.state, now))


def _in_state(state: str, now: datetime) -> list[ColumnElement[bool]]:
    """What `rules.state_of` says, as conditions."""
    c = Certificate
    if state == "revoked":
        return [c.revoked_at.is_not(None)]
    if state == "replaced":
        return [c.revoked_at.is_(None), c.replaced_at.is_not(None)]
    if state == "expired":
        return [c.revoked_at.is_(None), c.replaced_at.is_(None), c.expires_at <= now]
    if state == "valid":
        runs = c.expires_at.is_(None) | (c.expires_at > now)
        return [c.revoked_at.is_(None), c.replaced_at.is_(None), runs]
    return []


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
