"""The only writer of people, links, failed sign-ins and teams."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from courseware import db
from courseware.accounts.models import (
    FailedSignIn,
    Link,
    PeopleImport,
    Person,
    PersonalCopy,
    Team,
    TeamDeputy,
    TeamMembership,
)
from courseware.accounts.rules import (
    COPY_PATIENCE,
    INVITATION_LIFETIME,
    LINK_LIFETIME,
    hash_token,
    new_token,
    normal_email,
    teams_below,
)
from courseware.errors import Conflict, NotFound, Refused
from courseware.journal import actions as journal
from courseware.kit import clock, jobs
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


def ask_for_copy(person_id: int) -> None:
    """Ask for a copy of everything held about oneself; one that is being made already stands for both."""
    waiting = select(PersonalCopy.id).where(
        PersonalCopy.person_id == person_id,
        PersonalCopy.ready_at.is_(None),
        PersonalCopy.asked_at > clock.now() - COPY_PATIENCE,
    )
    db.load(Person, person_id)  # of two requests the second waits for the first
    if db.write().scalar(waiting.limit(1)) is not None:
        return
    wish = PersonalCopy(person_id=person_id, asked_at=clock.now())
    db.write().add(wish)
    db.write().flush()
    jobs.put("make_personal_copy", wish.id)
    journal.record(person_id, "asked-for-copy", ("person", person_id), about=person_id)


def copy_is_ready(copy_id: int, file: str, size: int) -> None:
    """The copy lies in the storage under this key."""
    wish = db.load(PersonalCopy, copy_id)
    wish.ready_at, wish.file, wish.size = clock.now(), file, size


def let_copies_go(before: datetime) -> list[str]:
    """Forget copies that were ready before; the keys of their files, which the caller deletes."""
    old = select(PersonalCopy).where(PersonalCopy.file.is_not(None), PersonalCopy.ready_at < before)
    keys = []
    for wish in db.write().scalars(old.with_for_update()):
        keys.append(wish.file or "")
        wish.file = None
    return keys


def count_failure(email: str, address: str) -> None:
    """Count a refused sign-in, although the request that made it is refused too."""
    email, at = normal_email(email)[:254], clock.now()
    db.keep(lambda session: session.add(FailedSignIn(email=email, address=address[:64], at=at)))


def signed_in(person_id: int) -> None:
    """Somebody signed in: their failures are forgotten."""
    person = db.load(Person, person_id)
    db.write().execute(delete(FailedSignIn).where(FailedSignIn.email == person.email))
    journal.record(person_id, "signed-in", ("person", person_id))


def set_password(person_id: int, password_hash: str) -> None:
    """Store a new password's hash; every other session and open link of the person ends."""
    person = db.load(Person, person_id)
    person.password_hash = password_hash
    person.session_version += 1
    still_open = (Link.person_id == person_id, Link.used_at.is_(None))
    db.write().execute(update(Link).where(*still_open).values(expires_at=clock.now()))
    journal.record(person_id, "changed-password", ("person", person_id), about=person_id)


def set_language(person_id: int, lang: str) -> None:
    db.load(Person, person_id).lang = lang


def set_feed_code(person_id: int, code: str | None) -> None:
    """The secret part of the address of somebody's calendar feed; none takes the feed away."""
    db.load(Person, person_id).feed_code = code
    verb = "took-away" if code is None else "made"
    journal.record(person_id, verb, ("calendar-feed", person_id), about=person_id)


def make_link(kind: str, person_id: int | None, *, made_by_id: int | None) -> str:
    """A single-use link's token; it holds for 24 hours, an invitation for 7 days, and older open links of the kind no longer do."""
    session = db.write()
    now = clock.now()
    older = update(Link).where(
        Link.kind == kind, Link.person_id == person_id, Link.used_at.is_(None)
    )
    session.execute(older.values(expires_at=now))
    token = new_token()
    link = Link(kind=kind, person_id=person_id, token_hash=hash_token(token), made_by_id=made_by_id)
    link.expires_at = now + (INVITATION_LIFETIME if kind == "invitation" else LINK_LIFETIME)
    session.add(link)
    journal.record(made_by_id, "made-link", ("link", kind), about=person_id)
    return token


def use_link(token: str, password_hash: str) -> Person:
    """Set a password by a link of an invitation or a reset; the link is then used up."""
    link = _open_link(db.write(), token)
    if link.person_id is None:
        raise NotFound
    link.used_at = clock.now()
    set_password(link.person_id, password_hash)
    return db.load(Person, link.person_id)


def become_first_administrator(token: str, new: NewPerson, password_hash: str) -> Person:
    """The one-time link of an empty installation makes its administrator, once."""
    link = _open_link(db.write(), token)
    if link.kind != "first-administrator" or _administrators():
        raise Conflict("This installation has an administrator already.")
    link.used_at = clock.now()
    person = create_person(None, new)
    person.is_administrator, person.password_hash = True, password_hash
    return person


def join_team(actor_id: int | None, person_id: int, team_id: int, on: date) -> None:
    """Move somebody into a team from a day; the team before ends with it."""
    session, current = db.write(), _membership(person_id)
    if current is not None:
        if current.team_id == team_id:
            return
        _end_membership(current, on)
    session.add(TeamMembership(person_id=person_id, team_id=team_id, from_on=on))
    journal.record(actor_id, "joined-team", ("team", team_id), about=person_id)


def leave_team(actor_id: int, person_id: int, on: date) -> None:
    """Take somebody out of their team from a day; a membership that began that day never was."""
    current = _membership(person_id)
    if current is not None:
        _end_membership(current, on)
        journal.record(actor_id, "left-team", ("team", current.team_id), about=person_id)


def create_team(
    actor_id: int | None, name: str, *, manager_id: int | None, parent_id: int | None = None
) -> Team:
    team = Team(name=name, manager_id=manager_id, parent_id=parent_id)
    session = db.write()
    session.add(team)
    session.flush()
    journal.record(actor_id, "created", ("team", team.id))
    return team


def change_team(
    actor_id: int, team_id: int, *, name: str, manager_id: int | None, parent_id: int | None
) -> None:
    """Change name, manager and place of a team; it can belong neither to itself nor to a team below it."""
    session = db.write()
    # All teams are locked: two changes at once could close a circle that neither sees.
    query = select(Team.id, Team.parent_id).order_by(Team.id).with_for_update()
    above = {row.id: row.parent_id for row in session.execute(query)}
    if parent_id in teams_below(above, team_id):
        raise Refused("A team cannot belong to itself or to a team below it.")
    team = db.load(Team, team_id)
    team.name, team.manager_id, team.parent_id = name, manager_id, parent_id
    about = {"manager": manager_id, "parent": parent_id}
    journal.record(actor_id, "changed", ("team", team_id), about=manager_id, **about)


def add_deputy(actor_id: int, team_id: int, person_id: int, days: tuple[date, date | None]) -> None:
    """Name somebody who stands in for the manager of a team from a day to a day, both included."""
    db.load(Team, team_id)
    first, last = days
    deputy = TeamDeputy(team_id=team_id, person_id=person_id, from_on=first, to_on=last)
    db.write().add(deputy)
    journal.record(actor_id, "named-deputy", ("team", team_id), about=person_id)


def end_deputy(actor_id: int, team_id: int, deputy_id: int, *, on: date) -> None:
    """End a deputy's time before a day; one whose time had not begun is forgotten."""
    deputy = db.load(TeamDeputy, deputy_id)
    if deputy.team_id != team_id:
        raise NotFound
    if deputy.from_on >= on:
        db.write().delete(deputy)
    elif deputy.to_on is None or deputy.to_on >= on:
        deputy.to_on = on - timedelta(days=1)
    journal.record(actor_id, "ended-deputy", ("team", team_id), about=deputy.person_id)


def forget_old_failures(before: datetime) -> None:
    db.write().execute(delete(FailedSignIn).where(FailedSignIn.at < before))


def _membership(person_id: int) -> TeamMembership | None:
    """The current one; of two requests that move somebody, the second waits for the first."""
    db.load(Person, person_id)
    query = select(TeamMembership).where(TeamMembership.person_id == person_id)
    return db.write().scalar(query.where(TeamMembership.to_on.is_(None)))


def _end_membership(membership: TeamMembership, on: date) -> None:
    if membership.from_on >= on:
        db.write().delete(membership)
    else:
        membership.to_on = on
    db.write().flush()  # the index allows one current team


def _open_link(session: Session, token: str) -> Link:
    link = session.scalar(
        select(Link).where(Link.token_hash == hash_token(token)).with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotFound("This link has been used or is too old. Ask for a new one.")
    return link


def _refuse_to_lose_the_last_administrator(person_id: int) -> None:
    if _administrators() == [person_id]:
        raise Refused("Somebody must be administrator: name another one first.")


def _administrators() -> list[int]:
    """Ids of those who administer; locked, so that two who remove each other do it one after the other."""
    query = select(Person.id).where(Person.is_administrator, Person.deactivated_at.is_(None))
    return list(db.write().scalars(query.order_by(Person.id).with_for_update()))
