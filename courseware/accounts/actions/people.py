"""People and what is known of them: made, changed, ended, removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import (
    PeopleImport,
    Person,
)
from courseware.accounts.rules import (
    new_token,
    normal_email,
)
from courseware.errors import Refused
from courseware.journal import actions as journal
from courseware.kit import clock
from courseware.kit.addresses import NO_MAIL


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of somebody who gets an account."""

    email: str
    name: str
    lang: str = "zh"
    employee_number: str | None = None
    mobile: str | None = None
    joined_on: date | None = None
    roles: frozenset[str] = frozenset()  # administrator, trainer, author


def create_person(actor_id: int | None, new: NewPerson) -> Person:
    """Make an account without a password; an address that has one is refused."""
    session = db.write()
    email = normal_email(new.email)
    if session.scalar(select(Person.id).where(Person.email == email)):
        raise Refused("There is already an account for {email}.", email=email)
    if new.employee_number and session.scalar(
        select(Person.id).where(Person.employee_number == new.employee_number)
    ):
        raise Refused("The employee number {number} is already taken.", number=new.employee_number)
    if new.mobile and session.scalar(select(Person.id).where(Person.mobile == new.mobile)):
        raise Refused("The mobile number {number} is already taken.", number=new.mobile)
    person = Person(
        email=email,
        name=new.name,
        lang=new.lang,
        employee_number=new.employee_number,
        mobile=new.mobile,
        joined_on=new.joined_on,
        is_administrator="administrator" in new.roles,
        is_trainer="trainer" in new.roles,
        is_author="author" in new.roles,
    )
    session.add(person)
    session.flush()
    journal.record(actor_id, "created", ("person", person.id), about=person.id)
    return person


def change_person(actor_id: int, person_id: int, *, name: str, roles: frozenset[str]) -> None:
    """Change somebody's name and roles; the last administrator stays one."""
    if "administrator" not in roles:
        _refuse_to_lose_the_last_administrator(person_id)
    person = db.load(Person, person_id)
    person.name = name
    for role in ("administrator", "trainer", "author"):
        setattr(person, f"is_{role}", role in roles)
    journal.record(actor_id, "changed", ("person", person_id), about=person_id, roles=sorted(roles))


def send_import(actor_id: int | None, name: str, file: str | None) -> int:
    """Keep a file of people to look at before it is imported; its number."""
    sent = PeopleImport(name=name[-200:], file=file, sent_by_id=actor_id, sent_at=clock.now())
    db.write().add(sent)
    db.write().flush()
    return sent.id


def change_details(actor_id: int | None, person_id: int, details: Mapping[str, Any]) -> None:
    """Change what an import may change: name, email, employee_number, mobile, lang, joined_on, roles (a set).

    An empty address is replaced by one that no mail goes to.
    """
    if not details:
        return
    person = db.load(Person, person_id)
    values = dict(details)
    roles = values.pop("roles", None)
    if roles is not None:
        if "administrator" not in roles:
            _refuse_to_lose_the_last_administrator(person_id)
        values |= {f"is_{role}": role in roles for role in ("administrator", "trainer", "author")}
    if "email" in values and not values["email"]:
        values["email"] = f"{new_token().lower()}{NO_MAIL}"
    for name, value in values.items():
        setattr(person, name, value)
    db.write().flush()
    journal.record(
        actor_id, "changed", ("person", person_id), about=person_id, fields=sorted(details)
    )


def deactivate(actor_id: int, person_id: int) -> None:
    """End somebody's access; their work and figures stay."""
    _refuse_to_lose_the_last_administrator(person_id)
    person = db.load(Person, person_id)
    if person.deactivated_at is None:
        person.deactivated_at = clock.now()
        person.session_version += 1
        journal.record(actor_id, "deactivated", ("person", person_id), about=person_id)


def reactivate(actor_id: int, person_id: int) -> None:
    """Give access back."""
    person = db.load(Person, person_id)
    if person.deactivated_at is not None:
        person.deactivated_at = None
        journal.record(actor_id, "reactivated", ("person", person_id), about=person_id)


def erase(actor_id: int, person_id: int) -> None:
    """Replace name and contact by the person's number and end the access for good.

    What the rooms hold beside the account is forgotten by the caller, before this.
    """
    _refuse_to_lose_the_last_administrator(person_id)
    person = db.load(Person, person_id)
    if person.erased_at is not None:
        return
    person.name, person.email = f"#{person_id}", f"removed-{person_id}{NO_MAIL}"
    person.password_hash, person.employee_number, person.joined_on = None, None, None
    person.mobile, person.feed_code = None, None
    person.is_administrator = person.is_trainer = person.is_author = False
    person.session_version += 1
    person.erased_at = clock.now()
    person.deactivated_at = person.deactivated_at or person.erased_at
    journal.record(actor_id, "erased", ("person", person_id), about=person_id)


def set_language(person_id: int, lang: str) -> None:
    db.load(Person, person_id).lang = lang


def set_feed_code(person_id: int, code: str | None) -> None:
    """The secret part of the address of somebody's calendar feed; none takes the feed away."""
    db.load(Person, person_id).feed_code = code
    verb = "took-away" if code is None else "made"
    journal.record(person_id, verb, ("calendar-feed", person_id), about=person_id)


def _refuse_to_lose_the_last_administrator(person_id: int) -> None:
    if administrators() == [person_id]:
        raise Refused("Somebody must be administrator: name another one first.")


def administrators() -> list[int]:
    """Ids of those who administer; locked, so that two who remove each other do it one after the other."""
    query = select(Person.id).where(Person.is_administrator, Person.deactivated_at.is_(None))
    return list(db.write().scalars(query.order_by(Person.id).with_for_update()))
