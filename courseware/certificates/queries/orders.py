"""Orders of many certificates: who may order whose, and what an order holds."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, null, or_, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamMembership
from courseware.accounts.queries import people_under, teams_under
from courseware.accounts.types import Me
from courseware.assignments.queries import teams_below
from courseware.certificates.models import Certificate, CertificateOrder
from courseware.certificates.types.orders import OrderedCertificate, OrderRow, Place
from courseware.cohorts.models import Cohort
from courseware.cohorts.queries import cohorts_for, members_of
from courseware.errors import NotFound

c = Certificate
#: the newest so many orders are listed
MOST_LISTED = 30
_ORDER = (
    select(
        CertificateOrder.id,
        CertificateOrder.asked_by_id,
        Person.lang,
        CertificateOrder.cohort_id,
        Cohort.name.label("cohort"),
        CertificateOrder.form,
        CertificateOrder.serials.label("parts"),
        CertificateOrder.asked_at,
        CertificateOrder.done,
        CertificateOrder.finished_at,
        CertificateOrder.cancelled_at,
        CertificateOrder.failure,
        CertificateOrder.file,
        CertificateOrder.size,
    )
    .join(Person, Person.id == CertificateOrder.asked_by_id)
    .outerjoin(Cohort, Cohort.id == CertificateOrder.cohort_id)
)


def places_for(me: Me) -> list[Place]:
    """All one's people, the teams below, the classes one trains; of an administrator everything."""
    found: list[Place] = []
    if me.is_manager or me.is_administrator:
        found.append(Place("people", ""))
        teams = select(Team.id, Team.name).order_by(Team.name, Team.id)
        if not me.is_administrator:
            teams = teams.where(Team.id.in_(teams_under(me.id)))
        found += [Place(f"team:{row.id}", row.name) for row in db.read().execute(teams)]
    if me.is_trainer or me.is_administrator:
        found += [Place(f"cohort:{row.id}", row.name, row.id) for row in cohorts_for(me)]
    return found


def get_place_for(me: Me, key: str) -> Place:
    """A place of one's own; to others there is none."""
    for place in places_for(me):
        if place.key == key:
            return place
    raise NotFound


def standing_in(me: Me, place: Place, now: datetime) -> list[tuple[str, str]]:
    """Serial and kind of the certificates there that are valid now, by the name of the holder."""
    query = (
        select(c.serial, c.kind)
        .join(Person, Person.id == c.person_id)
        .where(
            c.replaced_at.is_(None),
            c.revoked_at.is_(None),
            or_(c.expires_at.is_(None), c.expires_at > now),
            Person.erased_at.is_(None),
            _people_in(me, place),
        )
        .order_by(Person.name, Person.id, c.kind, c.id)
    )
    return [(row.serial, row.kind) for row in db.read().execute(query)]


def orders_of(me: Me) -> list[OrderRow]:
    """One's own orders, the newest first."""
    query = _ORDER.where(CertificateOrder.asked_by_id == me.id)
    rows = db.read().execute(query.order_by(CertificateOrder.id.desc()).limit(MOST_LISTED))
    return [_order(row) for row in rows]


def get_order_for(me: Me, order_id: int) -> OrderRow:
    """An order of one's own; to others, administrators too, there is none."""
    found = order(order_id)
    if found is None or found.asked_by_id != me.id:
        raise NotFound
    return found


def order(order_id: int) -> OrderRow | None:
    row = db.read().execute(_ORDER.where(CertificateOrder.id == order_id)).first()
    return _order(row) if row else None


def certificates_in(serials: Sequence[str]) -> list[OrderedCertificate]:
    """The certificates of an order, or of a piece of it, in its order."""
    query = (
        select(
            c.id, c.serial, c.kind, c.facts, c.issued_at, c.expires_at, c.file,
            _reason().label("left_out"),
        )
        .join(Person, Person.id == c.person_id)
        .where(c.serial.in_(serials))
    )  # fmt: skip
    known = {
        row.serial: OrderedCertificate(
            row.id, row.serial, row.kind, row.facts["name"], row.facts["title"],
            row.issued_at, row.expires_at, row.file, row.left_out,
        )
        for row in db.read().execute(query)
    }  # fmt: skip
    return [known[serial] for serial in serials if serial in known]


def count_ready(serials: Collection[str]) -> int:
    """How many of these lie ready, or will be left out."""
    query = (
        select(func.count())
        .select_from(c)
        .join(Person, Person.id == c.person_id)
        .where(c.serial.in_(serials), or_(c.file.is_not(None), _reason().is_not(None)))
    )
    return db.read().scalar(query) or 0


def left_out_of(serials: Collection[str], until: datetime) -> dict[str, int]:
    """How many were left out of an order finished then, by reason."""
    reason = _reason(until)
    query = (
        select(reason, func.count())
        .select_from(c)
        .join(Person, Person.id == c.person_id)
        .where(c.serial.in_(serials), reason.is_not(None))
        .group_by(reason)
    )
    return {row[0]: row[1] for row in db.read().execute(query)}


def erased_since(serials: Collection[str], at: datetime) -> bool:
    """Whether a holder's data was removed after the file with it was made."""
    query = (
        select(c.id)
        .join(Person, Person.id == c.person_id)
        .where(c.serial.in_(serials), Person.erased_at > at)
    )
    return db.read().execute(query.limit(1)).first() is not None


def _people_in(me: Me, place: Place) -> ColumnElement[bool]:
    if place.cohort_id is not None:
        return c.person_id.in_(members_of(place.cohort_id))
    if place.key == "people":
        return (
            c.person_id.is_not(None)
            if me.is_administrator
            else c.person_id.in_(people_under(me.id))
        )
    teams: Select[Any] = teams_below(int(place.key.partition(":")[2]))
    members = select(TeamMembership.person_id).where(
        TeamMembership.team_id.in_(teams), TeamMembership.to_on.is_(None)
    )
    inside = c.person_id.in_(members)
    return inside if me.is_administrator else inside & c.person_id.in_(people_under(me.id))


def _reason(until: datetime | None = None) -> ColumnElement[Any]:
    """Why a certificate is in no file: what happened to it, or happened until then."""

    def happened(at: Any) -> ColumnElement[bool]:
        found: ColumnElement[bool] = at.is_not(None) if until is None else at <= until
        return found

    return case(
        (happened(Person.erased_at), "erased"),
        (happened(c.revoked_at), "revoked"),
        (happened(c.replaced_at), "replaced"),
        else_=null(),
    )


def _order(row: Any) -> OrderRow:
    return OrderRow(**(row._asdict() | {"parts": tuple(row.parts)}))
