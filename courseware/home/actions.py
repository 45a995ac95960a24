"""Reminding one's people of what is late, from the start page: at most once a day."""

from courseware.accounts.types import Me
from courseware.assignments.actions.owing import day_in_words, tell
from courseware.content.definitions import Course
from courseware.errors import NotFound
from courseware.home.queries.board import late_items, led_by, reminder_key
from courseware.journal import actions as journal
from courseware.learning.models import Obligation


def nudge(
    me: Me, course: Course, *, person_id: int | None = None, obligation_id: int | None = None
) -> tuple[str, int]:
    """Remind somebody of all that is late, or of one thing; their name, and of how many things.

    To whom they are not, or where nothing is late, there is nothing to remind of.
    """
    by_person = Obligation.person_id == person_id
    found = late_items(led_by(me), by_person if person_id else Obligation.id == obligation_id)
    if not found:
        raise NotFound
    for owed in found:
        tell(
            course,
            owed,
            "{who} reminds you: {title}, due {day}.",
            key=reminder_key(owed.id),
            who=me.name,
            day=day_in_words(owed.due_on),
        )
    about = found[0].person_id
    journal.record(me.id, "reminded", ("person", about), about=about, items=len(found))
    return found[0].name, len(found)
