"""What administrators look at: people, teams, the journal, jobs."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_, select

from courseware import db
from courseware.accounts.models import (
    ImportedPerson,
    PeopleImport,
    Person,
    Team,
    TeamDeputy,
    TeamMembership,
)
from courseware.cohorts.models import Cohort
from courseware.errors import NotFound
from courseware.journal.models import Entry
from courseware.kit.addresses import has_mail
from courseware.kit.jobs import MAX_ATTEMPTS, Job
from courseware.kit.outbox import Message
from courseware.web.paging import SIZE
from courseware.web.zone import zone

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


@dataclass(frozen=True, slots=True)
class TeamLine:
    id: int
    name: str
    manager: str | None
    manager_email: str | None
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class DeputyLine:
    id: int
    name: str
    from_on: date
    to_on: date | None  # the last day; none = until further notice


@dataclass(frozen=True, slots=True)
class JournalLine:
    at: datetime
    actor: str | None
    verb: str
    object_kind: str
    object_id: str
    about: str | None
    particulars: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MessageLine:
    """One message of the outbox."""

    id: int
    channel: str
    address: str
    subject: str
    state: str  # one of MESSAGE_STATES
    attempts: int
    answer: str | None
    created_at: datetime
    sent_at: datetime | None


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


def teams() -> list[TeamLine]:
    """Teams by name."""
    query = (
        select(Team.id, Team.name, Person.name, Person.email, Team.parent_id)
        .outerjoin(Person, Person.id == Team.manager_id)
        .order_by(Team.name, Team.id)
    )
    return [TeamLine(*row) for row in db.read().execute(query)]


def team_choices() -> list[tuple[int, str]]:
    """Teams to choose from; 0 is none."""
    return [(0, "–"), *((team.id, team.name) for team in teams())]


def deputies(team_id: int) -> list[DeputyLine]:
    """Who stands in for the manager of a team, the latest first; those whose time is over too."""
    query = (
        select(TeamDeputy.id, Person.name, TeamDeputy.from_on, TeamDeputy.to_on)
        .join(Person, Person.id == TeamDeputy.person_id)
        .where(TeamDeputy.team_id == team_id)
        .order_by(TeamDeputy.from_on.desc(), TeamDeputy.id.desc())
    )
    return [DeputyLine(*row) for row in db.read().execute(query)]


def cohort_choices() -> list[tuple[int, str]]:
    query = select(Cohort.id, Cohort.name).order_by(Cohort.starts_on.desc())
    return [(row.id, row.name) for row in db.read().execute(query)]


def journal(
    page: int, *, words: str = "", day: date | None = None, size: int = SIZE
) -> list[JournalLine]:
    """A page of the journal, the newest first: all of it, or what names a person or a deed, or of one day."""
    actor, about = Person.__table__.alias("actor"), Person.__table__.alias("about")
    query = (
        select(
            Entry.at,
            actor.c.name,
            Entry.verb,
            Entry.object_kind,
            Entry.object_id,
            about.c.name,
            Entry.particulars,
        )
        .outerjoin(actor, actor.c.id == Entry.actor_id)
        .outerjoin(about, about.c.id == Entry.about_id)
        .order_by(Entry.id.desc())
        .limit(size)
        .offset((page - 1) * size)
    )
    if words:
        sides = (actor.c.name, about.c.name, Entry.verb, Entry.object_kind)
        query = query.where(or_(*(side.icontains(words, autoescape=True) for side in sides)))
    if day is not None:
        first = datetime.combine(day, time(), zone())
        query = query.where(Entry.at >= first, Entry.at < first + timedelta(days=1))
    return [JournalLine(*row) for row in db.read().execute(query)]


def messages(words: str, state: str, page: int) -> tuple[list[MessageLine], int]:
    """A page of the delivery log, the newest first: to an address, in a state; and how many there are in all."""
    query = select(Message.__table__).order_by(Message.id.desc())
    count = select(func.count()).select_from(Message)
    if words:
        found = Message.address.icontains(words, autoescape=True) | Message.subject.icontains(
            words, autoescape=True
        )
        query, count = query.where(found), count.where(found)
    if state in MESSAGE_STATES:
        query, count = query.where(_IN_STATE[state]), count.where(_IN_STATE[state])
    rows = db.read().execute(query.limit(SIZE).offset((page - 1) * SIZE))
    lines = [
        MessageLine(
            r.id, r.channel, r.address, r.subject, _state_of(r), r.attempts, r.answer, r.created_at, r.sent_at
        )
        for r in rows
    ]  # fmt: skip
    return lines, db.read().scalar(count) or 0


def messages_waiting() -> int:
    """How many messages are not sent yet and nobody stopped."""
    return db.read().scalar(select(func.count()).where(_IN_STATE["waiting"])) or 0


def _state_of(row: Any) -> str:
    if row.sent_at is not None:
        return "sent"
    if row.stopped_at is not None:
        return "stopped"
    return "failed" if row.attempts >= MAX_ATTEMPTS else "waiting"


_IN_STATE = {
    "sent": Message.sent_at.is_not(None),
    "stopped": Message.stopped_at.is_not(None) & Message.sent_at.is_(None),
    "failed": Message.sent_at.is_(None)
    & Message.stopped_at.is_(None)
    & (Message.attempts >= MAX_ATTEMPTS),
    "waiting": Message.sent_at.is_(None)
    & Message.stopped_at.is_(None)
    & (Message.attempts < MAX_ATTEMPTS),
}
MESSAGE_STATES = tuple(_IN_STATE)


def jobs() -> list[tuple[int, str, datetime, int, datetime | None, str | None]]:
    """Jobs that wait or have failed: id, name, when due, attempts, failed at, last line of the error."""
    query = (
        select(Job.id, Job.name, Job.run_at, Job.attempts, Job.failed_at, Job.error)
        .where(Job.done_at.is_(None))
        .order_by(Job.failed_at.is_(None), Job.run_at)
        .limit(200)
    )
    rows = db.read().execute(query)
    return [
        (
            r.id,
            r.name,
            r.run_at,
            r.attempts,
            r.failed_at,
            (r.error or "").strip().rpartition("\n")[2],
        )
        for r in rows
    ]
