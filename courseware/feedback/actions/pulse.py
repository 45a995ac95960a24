"""The only writer of the pulse."""

from courseware import db
from courseware.accounts.types import Me
from courseware.errors import Conflict
from courseware.feedback.models import Pulse
from courseware.feedback.queries.pulse import may_say
from courseware.kit import clock


def say_pulse(me: Me, module: str, marks: tuple[int, int], words: str) -> None:
    """How useful and how clear (1–5 each) a module was; said once, a second time changes nothing."""
    if not may_say(me.id, module):
        raise Conflict("You have said this already, or have not passed the module yet.")
    useful, clear = marks
    row = {"person_id": me.id, "module": module, "useful": useful, "clear": clear}
    said = db.insert(Pulse).values(row | {"words": words, "at": clock.now()})
    keys = [Pulse.person_id, Pulse.module]
    db.write().execute(said.on_conflict_do_nothing(index_elements=keys))
