"""What this room keeps about a person: what they did, and what was done to them."""

from courseware.journal.models import Entry
from courseware.kit.personal import Held, no_free_words

HELD = (
    Held(Entry, Entry.actor_id, words={"particulars": no_free_words}),
    Held(Entry, Entry.about_id, words={"particulars": no_free_words}, copied=False),
)
