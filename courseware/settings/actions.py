"""Changing the organisation's choices."""

from courseware import db
from courseware.errors import Refused
from courseware.journal import actions as journal
from courseware.settings.models import Setting
from courseware.settings.rules import NAMES


def change(actor_id: int, **choices: object) -> None:
    """Store `choices`; the journal keeps which were changed, never a password."""
    unknown = set(choices) - NAMES
    if unknown:
        raise Refused("There is no setting {name}.", name=", ".join(sorted(unknown)))
    for name, value in choices.items():
        db.write().merge(Setting(name=name, value=value))
    journal.record(actor_id, "changed", ("settings", "organisation"), names=sorted(choices))
