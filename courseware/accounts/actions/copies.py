"""Copies of what is held about somebody."""

from datetime import datetime

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import (
    Person,
    PersonalCopy,
)
from courseware.accounts.rules import (
    COPY_PATIENCE,
)
from courseware.journal import actions as journal
from courseware.kit import clock, jobs


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
