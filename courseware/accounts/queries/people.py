"""Reading people: who signs in, by what, with which links."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Executable,
    Select,
    bindparam,
    exists,
    or_,
    select,
)

from courseware import db
from courseware.accounts.models import (
    FailedSignIn,
    Link,
    Person,
    PersonalCopy,
    Team,
    TeamDeputy,
)
from courseware.accounts.rules import hash_token, normal_email, normal_mobile
from courseware.accounts.types import Copy, Credentials, LinkRow, Me, PersonRow
from courseware.kit import clock
from courseware.web.zone import today


def me_loader(bell: ColumnElement[int]) -> Callable[[str], Me | None]:
    """The function that finds the person of a session cookie, with `bell` counted in the same statement."""
    statement = me_statement().add_columns(bell)

    def load(cookie_id: str) -> Me | None:
        return load_me(cookie_id, statement)

    return load


def load_me(cookie_id: str, statement: Executable | None = None) -> Me | None:
    """The person of a session cookie; none when signed out elsewhere, deactivated or unknown."""
    person_id, _, version = cookie_id.partition(".")
    if not (person_id.isdigit() and version.isdigit()):
        return None
    me = me_by_id(int(person_id), statement)
    return me if me is not None and me.session_version == int(version) else None


def me_by_id(person_id: int, statement: Executable | None = None) -> Me | None:
    """The row of somebody who may sign in."""
    row = (
        db.read()
        .execute(_ME if statement is None else statement, {"id": person_id, "today": today()})
        .first()
    )
    return Me(*row) if row else None


def authors_now() -> list[int]:
    """Ids of the course authors who may sign in; of the administrators where there is no author."""
    active = select(Person.id).where(Person.deactivated_at.is_(None)).order_by(Person.id)
    authors = list(db.read().scalars(active.where(Person.is_author)))
    return authors or list(db.read().scalars(active.where(Person.is_administrator)))


def people(ids: Select[Any]) -> list[PersonRow]:
    """The active people of a select of ids, by name."""
    query = (
        select(Person.id, Person.name, Person.email)
        .where(Person.id.in_(ids), Person.deactivated_at.is_(None))
        .order_by(Person.name, Person.id)
    )
    return [PersonRow(*row) for row in db.read().execute(query)]


def names(ids: set[int]) -> dict[int, str]:
    """Names of people by id."""
    query = select(Person.id, Person.name).where(Person.id.in_(ids))
    return {row.id: row.name for row in db.read().execute(query)} if ids else {}


def credentials(account: str) -> Credentials | None:
    """What sign-in needs to know of an account: an address, an employee number or a mobile number.

    None when nobody has it or they may no longer sign in, and when it is one person's employee number and
    another's mobile.
    """
    typed = account.strip()
    named = [Person.email == normal_email(typed), Person.employee_number == typed]
    mobile = normal_mobile(typed)
    if mobile is not None:
        named.append(Person.mobile == mobile)
    query = select(Person.id, Person.password_hash, Person.session_version, Person.email)
    rows = db.read().execute(query.where(or_(*named), Person.deactivated_at.is_(None))).all()
    return Credentials(*rows[0]) if len(rows) == 1 else None


def copies_of(person_id: int) -> list[Copy]:
    """The copies of their data that somebody asked for, the newest first; those that are gone left out."""
    query = _COPY.where(
        PersonalCopy.person_id == person_id,
        PersonalCopy.ready_at.is_(None) | PersonalCopy.file.is_not(None),
    )
    return [Copy(*row) for row in db.read().execute(query.order_by(PersonalCopy.id.desc()))]


def copy_asked(copy_id: int) -> Copy | None:
    """A copy that somebody asked for, ready or not."""
    row = db.read().execute(_COPY.where(PersonalCopy.id == copy_id)).first()
    return Copy(*row) if row else None


_COPY = select(
    PersonalCopy.id,
    PersonalCopy.person_id,
    PersonalCopy.asked_at,
    PersonalCopy.ready_at,
    PersonalCopy.file,
    PersonalCopy.size,
)


def failures(email: str) -> list[datetime]:
    """When sign-in with an address was refused since the last success."""
    query = select(FailedSignIn.at).where(FailedSignIn.email == normal_email(email))
    return list(db.read().scalars(query))


def link_of(token: str) -> LinkRow | None:
    """An open link by its token; none when it is used, too old or unknown."""
    query = (
        select(Link.kind, Link.person_id, Person.name, Person.email)
        .outerjoin(Person, Person.id == Link.person_id)
        .where(
            Link.token_hash == hash_token(token),
            Link.used_at.is_(None),
            Link.expires_at > clock.now(),
        )
    )
    row = db.read().execute(query).first()
    return LinkRow(*row) if row else None


def has_administrator() -> bool:
    """Whether anybody administers this installation yet."""
    query = select(Person.id).where(Person.is_administrator, Person.deactivated_at.is_(None))
    return db.read().execute(query.limit(1)).first() is not None


def person_by_email(email: str) -> PersonRow | None:
    query = select(Person.id, Person.name, Person.email).where(Person.email == normal_email(email))
    row = db.read().execute(query.where(Person.deactivated_at.is_(None))).first()
    return PersonRow(*row) if row else None


def me_statement() -> Any:
    from_today: BindParameter[date] = bindparam("today")
    deputy = exists().where(
        TeamDeputy.person_id == Person.id,
        TeamDeputy.from_on <= from_today,
        or_(TeamDeputy.to_on.is_(None), TeamDeputy.to_on >= from_today),
    )
    manager = exists().where(Team.manager_id == Person.id)
    return select(
        Person.id,
        Person.name,
        Person.email,
        Person.lang,
        Person.session_version,
        Person.is_administrator,
        Person.is_trainer,
        Person.is_author,
        or_(manager, deputy),
    ).where(Person.id == bindparam("id"), Person.deactivated_at.is_(None))


_ME: Executable = me_statement()
