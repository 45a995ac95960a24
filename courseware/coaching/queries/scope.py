"""Whose notes and talks one may write: the people one leads or trains now."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages
from courseware.accounts.types import Me, PersonRow
from courseware.cohorts.queries import trains
from courseware.errors import NotFound


def leads(me: Me, person_id: int) -> bool:
    """Whether somebody is below `me` or in a class that `me` trains, now; an administrator leads nobody by that."""
    managed = me.is_manager and manages(me.id, person_id)
    return managed or (me.is_trainer and trains(me.id, person_id))


def get_person_for(me: Me, person_id: int) -> PersonRow:
    """Somebody whom `me` leads; to others there is no such page."""
    query = select(Person.id, Person.name, Person.email).where(
        Person.id == person_id, Person.deactivated_at.is_(None)
    )
    row = db.read().execute(query).first()
    if row is None or not leads(me, person_id):
        raise NotFound
    return PersonRow(*row)
