"""Finding people and one's own notes, and whom one may help with their account."""

from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.accounts.queries import manages, me_by_id, people_under
from courseware.accounts.types import Me, PersonRow
from courseware.cohorts.queries import trained_people, trains
from courseware.errors import NotFound
from courseware.home.types import Helped
from courseware.kit.spelling import spelling_of
from courseware.learning.models import Note

#: people that are shown, and people whose names are spelt out to be found by letters
MOST_PEOPLE, MOST_SPELT = 20, 3000


def find_people(me: Me, words: str) -> list[PersonRow]:
    """People that this person may see whose name or address holds the words, or whose name is spelt so."""
    if not (me.is_administrator or me.is_trainer or me.is_manager):
        return []
    query = select(Person.id, Person.name, Person.email).where(Person.deactivated_at.is_(None))
    if not me.is_administrator:
        query = query.where(
            Person.id.in_(people_under(me.id)) | Person.id.in_(trained_people(me.id))
        )
    holds = Person.name.icontains(words, autoescape=True) | Person.email.icontains(
        words, autoescape=True
    )
    by_name = query.order_by(Person.name)
    found = [PersonRow(*row) for row in db.read().execute(by_name.where(holds).limit(MOST_PEOPLE))]
    letters = "".join(words.lower().split())
    if len(found) < MOST_PEOPLE and len(letters) > 1 and letters.isascii() and letters.isalpha():
        known = {who.id for who in found}
        rows = db.read().execute(by_name.limit(MOST_SPELT))
        spelt = (PersonRow(*row) for row in rows if row.id not in known)
        found += [who for who in spelt if _is_spelt(who.name, letters)]
    return found[:MOST_PEOPLE]


def _is_spelt(name: str, letters: str) -> bool:
    spelling = spelling_of(name)
    return spelling.letters.startswith(letters) or spelling.initials == letters


def person_to_help(me: Me, person_id: int) -> Helped:
    """Somebody whom this person may hand a link to choose a password.

    That is: an administrator anybody; a trainer and a manager their own people, but nobody with more rights.
    """
    row = (
        db.read()
        .execute(
            select(
                Person.id,
                Person.name,
                Person.email,
                Person.password_hash.is_not(None),
            ).where(Person.id == person_id, Person.deactivated_at.is_(None))
        )
        .first()
    )
    if row is None:
        raise NotFound
    if not me.is_administrator and not _may_open_the_account(me, person_id):
        raise NotFound
    return Helped(row.id, row.name, row.email, row[3])


def _may_open_the_account(me: Me, person_id: int) -> bool:
    """Whether a link to this account gives its maker nothing that they may not do or see already."""
    managed, who = manages(me.id, person_id), me_by_id(person_id)
    if who is None or who.is_administrator or not (managed or trains(me.id, person_id)):
        return False
    # What a manager leads is led by those above; a trainer would come by a team.
    more = who.is_author and not me.is_author, who.is_trainer and not me.is_trainer
    return not any(more) and (managed or not who.is_manager)


def find_notes(person_id: int, words: str) -> list[tuple[str, str]]:
    """One's own notes and marked words that hold all the words: slug of the module, text."""
    query = select(Note.module, Note.text, Note.quote).where(Note.person_id == person_id)
    for word in words.split()[:8]:
        query = query.where(
            Note.text.icontains(word, autoescape=True) | Note.quote.icontains(word, autoescape=True)
        )
    rows = db.read().execute(query.order_by(Note.changed_at.desc()).limit(20))
    return [(row.module, " · ".join(filter(None, (row.quote, row.text)))) for row in rows]
