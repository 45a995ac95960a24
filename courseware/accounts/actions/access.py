"""Signing in: passwords, links, failures."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from courseware import db
from courseware.accounts.actions.people import NewPerson, administrators, create_person
from courseware.accounts.models import (
    FailedSignIn,
    Link,
    Person,
)
from courseware.accounts.rules import (
    INVITATION_LIFETIME,
    LINK_LIFETIME,
    hash_token,
    new_token,
    normal_email,
)
from courseware.errors import Conflict, NotFound
from courseware.journal import actions as journal
from courseware.kit import clock


def count_failure(email: str, address: str) -> None:
    """Count a refused sign-in, although the request that made it is refused too."""
    email, at = normal_email(email)[:254], clock.now()
    db.keep(lambda session: session.add(FailedSignIn(email=email, address=address[:64], at=at)))


def forget_old_failures(before: datetime) -> None:
    db.write().execute(delete(FailedSignIn).where(FailedSignIn.at < before))


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
    if link.kind != "first-administrator" or administrators():
        raise Conflict("This installation has an administrator already.")
    link.used_at = clock.now()
    person = create_person(None, new)
    person.is_administrator, person.password_hash = True, password_hash
    return person


def _open_link(session: Session, token: str) -> Link:
    link = session.scalar(
        select(Link).where(Link.token_hash == hash_token(token)).with_for_update()
    )
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotFound("This link has been used or is too old. Ask for a new one.")
    return link
