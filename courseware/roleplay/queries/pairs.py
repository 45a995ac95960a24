"""Reading practices in pairs: who is in which, what a code leads to, whose talk a member may look at."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.types import Me
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.roleplay.models import Pair, PairMember
from courseware.roleplay.rules import pairs as rules
from courseware.roleplay.types.pairs import (
    CUSTOMER,
    OBSERVER,
    Invitation,
    MemberRow,
    OpenPair,
    PairRow,
    Room,
)


def get_room_for(me: Me, pair_id: int) -> Room:
    """A pair as one of its members sees it; NotFound to everybody else."""
    row = db.read().execute(_pairs().where(Pair.id == pair_id)).first()
    members = members_of(pair_id, clock.now())
    role = next((m.role for m in members.values() if m.person_id == me.id), None)
    if row is None or role is None:
        raise NotFound
    return Room(PairRow(*row), members, role)


def find_invitation(code: str) -> Invitation | None:
    """What a code leads to; none for an unknown, an ended and an outdated one, so that nobody learns which."""
    query = _pairs().where(Pair.code == rules.normal_code(code))
    row = db.read().execute(query).first()
    if row is None:
        return None
    pair, now = PairRow(*row), clock.now()
    if not rules.is_joinable(pair.step, pair.created_at, now):
        return None
    members = members_of(pair.id, now)
    return Invitation(pair, members, rules.free_cards(members))


def members_of(pair_id: int, now: datetime) -> Mapping[str, MemberRow]:
    """Who has which card, by role."""
    query = (
        select(PairMember.person_id, Person.name, PairMember.role, PairMember.seen_at)
        .join(Person, Person.id == PairMember.person_id)
        .where(PairMember.pair_id == pair_id)
    )
    return {
        role: MemberRow(person_id, name, role, seen_at, rules.is_lost(seen_at, now))
        for person_id, name, role, seen_at in db.read().execute(query)
    }


def open_pairs_of(person_id: int) -> list[OpenPair]:
    """The pairs somebody can go on with, the newest first; those that wait longer than a day are left out."""
    mine, other = aliased(PairMember), aliased(PairMember)
    query: Select[*tuple[Any, ...]] = (
        select(
            Pair.id,
            Pair.roleplay,
            Pair.version,
            Pair.text,
            Pair.step,
            mine.role,
            Pair.code,
            Pair.created_at,
            Person.name,
        )
        .join(mine, mine.pair_id == Pair.id)
        .outerjoin(other, (other.pair_id == Pair.id) & (other.person_id != person_id))
        .outerjoin(Person, Person.id == other.person_id)
        .where(mine.person_id == person_id, Pair.step != "ended")
        .order_by(Pair.id.desc(), other.id)
    )
    found: dict[int, OpenPair] = {}
    for row in db.read().execute(query):
        pair, name = OpenPair(*row[:-1]), row[-1]
        known = found.get(pair.id, pair)
        if rules.is_joinable(pair.step, pair.created_at, clock.now()):
            found[pair.id] = replace(known, with_=(*known.with_, name) if name else ())
    return list(found.values())


def took_part(person_id: int, session_id: int) -> bool:
    """Whether somebody played or observed this talk in a pair: they heard every line of it."""
    query = (
        select(PairMember.id)
        .join(Pair, Pair.id == PairMember.pair_id)
        .where(Pair.session_id == session_id, PairMember.person_id == person_id)
    )
    return db.read().scalar(query) is not None


def open_room_of(session_id: int) -> int | None:
    """The pair in which a talk is being played; none when it is over."""
    query = select(Pair.id).where(Pair.session_id == session_id, Pair.ended_at.is_(None))
    return db.read().scalar(query)


def partners_in(session_id: int) -> Mapping[str, str]:
    """Who took part in a talk beside its seller: role → name."""
    query = (
        select(PairMember.role, Person.name)
        .join(Pair, Pair.id == PairMember.pair_id)
        .join(Person, Person.id == PairMember.person_id)
        .where(Pair.session_id == session_id, PairMember.role.in_((CUSTOMER, OBSERVER)))
    )
    return {row.role: row.name for row in db.read().execute(query)}


def _pairs() -> Select[*tuple[Any, ...]]:
    query: Select[*tuple[Any, ...]] = select(
        Pair.id,
        Pair.code,
        Pair.roleplay,
        Pair.version,
        Pair.text,
        Pair.lang,
        Pair.session_id,
        Pair.node,
        Pair.step,
        Pair.counter,
        Pair.created_at,
        Pair.ended_at,
    )
    return query
