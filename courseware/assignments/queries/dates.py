"""What is due when, and who has been told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.learning.models import Obligation
from courseware.notices.models import Notice

#: keys in one statement
CHUNK = 500


def due_between(since: datetime, until: datetime) -> list[Any]:
    """Open obligations that are due between two moments: id, person, kind, item, due date."""
    o = Obligation
    query = (
        select(o.id, o.person_id, o.kind, o.item, o.due_on, o.due_at)
        .join(Person, Person.id == o.person_id)
        .where(
            o.fulfilled_at.is_(None),
            o.closed_at.is_(None),
            o.due_at > since,
            o.due_at <= until,
            Person.deactivated_at.is_(None),
        )
        .order_by(o.id)
    )
    return list(db.read().execute(query))


def known_keys(keys: Iterable[str]) -> set[str]:
    """Those of these keys that somebody has been told under."""
    wanted, found = list(keys), set()
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        found |= set(db.read().scalars(select(Notice.key).where(Notice.key.in_(some))))
    return found
