"""People as administrators look at them, and imports of people."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, select

from courseware import db
from courseware.accounts.models import (
    ImportedPerson,
    PeopleImport,
    Person,
    Team,
    TeamMembership,
)
from courseware.errors import NotFound
from courseware.kit.addresses import has_mail
from courseware.web.paging import SIZE

MOST_IMPORTS = 20


@dataclass(frozen=True, slots=True)
class PersonLine:
    id: int
    name: str
    email: str
    employee_number: str | None
    team: str | None
    team_id: int | None
    is_administrator: bool
    is_trainer: bool
    is_author: bool
    has_password: bool
    deactivated_at: datetime | None
    erased_at: datetime | None


@dataclass(frozen=True, slots=True)
class ImportLine:
    """A file of people that was sent."""

    id: int
    name: str
    file: str | None
    sent_by: str | None
    sent_at: datetime
    done_at: datetime | None
    undone_at: datetime | None
    kept: int
    people: int  # made or changed


@dataclass(frozen=True, slots=True)
class ImportedLine:
    """Somebody whom an import made, or changed: what was there before and what since, by field."""

    line: int
    id: int
    name: str
    has_begun: bool
    is_new: bool
    before: dict[str, str | None]
    after: dict[str, str]


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who has no password yet."""

    id: int
    name: str
    email: str
    employee_number: str | None
    mobile: str | None

    @property
    def has_mail(self) -> bool:
        return has_mail(self.email)

    @property
    def account(self) -> str:
        """What they sign in with, the shortest first."""
        return self.employee_number or self.mobile or self.email


_IMPORTS = select(
    PeopleImport.id,
    PeopleImport.name,
    PeopleImport.file,
    Person.name,
    PeopleImport.sent_at,
    PeopleImport.done_at,
    PeopleImport.undone_at,
    PeopleImport.kept,
    select(func.count())
    .where(ImportedPerson.import_id == PeopleImport.id)
    .correlate(PeopleImport)
    .scalar_subquery(),
).outerjoin(Person, Person.id == PeopleImport.sent_by_id)


_PEOPLE: Any = (
    select(
        Person.id,
        Person.name,
        Person.email,
        Person.employee_number,
        Team.name.label("team"),
        Team.id.label("team_id"),
        Person.is_administrator,
        Person.is_trainer,
        Person.is_author,
        Person.password_hash.is_not(None),
        Person.deactivated_at,
        Person.erased_at,
    )
    .outerjoin(
        TeamMembership, (TeamMembership.person_id == Person.id) & TeamMembership.to_on.is_(None)
    )
    .outerjoin(Team, Team.id == TeamMembership.team_id)
)


def people(words: str, page: int) -> tuple[list[PersonLine], int]:
    """A page of people whose name, address or number holds the words, and how many there are in all."""
    condition = or_(
        Person.name.icontains(words, autoescape=True),
        Person.email.icontains(words, autoescape=True),
        Person.employee_number.icontains(words, autoescape=True),
    )
    query = _PEOPLE.order_by(Person.deactivated_at.is_not(None), Person.name, Person.id)
    count = select(func.count()).select_from(Person)
    if words:
        query, count = query.where(condition), count.where(condition)
    rows = db.read().execute(query.limit(SIZE).offset((page - 1) * SIZE))
    return [PersonLine(*row) for row in rows], db.read().scalar(count) or 0


def person(person_id: int) -> PersonLine:
    row = db.read().execute(_PEOPLE.where(Person.id == person_id)).first()
    if row is None:
        raise NotFound
    return PersonLine(*row)


def people_import(number: int) -> ImportLine:
    """An import of people."""
    row = db.read().execute(_IMPORTS.where(PeopleImport.id == number)).first()
    if row is None:
        raise NotFound
    return ImportLine(*row)


def imports() -> list[ImportLine]:
    """The last imports, the newest first."""
    query = _IMPORTS.order_by(PeopleImport.id.desc()).limit(MOST_IMPORTS)
    return [ImportLine(*row) for row in db.read().execute(query)]


def imported(number: int) -> list[ImportedLine]:
    """Who an import made or changed, in the order of the file. Who was taken back again is left out."""
    query = (
        select(
            ImportedPerson.line,
            Person.id,
            Person.name,
            Person.password_hash.is_not(None),
            ImportedPerson.is_new,
            ImportedPerson.before,
            ImportedPerson.after,
        )
        .join(Person, Person.id == ImportedPerson.person_id)
        .where(ImportedPerson.import_id == number)
        .order_by(ImportedPerson.line)
    )
    return [ImportedLine(*row) for row in db.read().execute(query)]


def invited(number: int) -> list[Invited]:
    """The new people of an import who have not chosen a password yet."""
    query = (
        select(Person.id, Person.name, Person.email, Person.employee_number, Person.mobile)
        .join(ImportedPerson, ImportedPerson.person_id == Person.id)
        .where(
            ImportedPerson.import_id == number,
            ImportedPerson.is_new,
            Person.password_hash.is_(None),
            Person.deactivated_at.is_(None),
        )
        .order_by(ImportedPerson.line)
    )
    return [Invited(*row) for row in db.read().execute(query)]
