"""Storing the organisation's choices; `admin` asks for it and journals it."""

from courseware import db
from courseware.errors import Refused
from courseware.settings.models import Setting
from courseware.settings.rules import NAMES


def change(**choices: object) -> None:
    """Store `choices`; a name that is no setting is refused."""
    unknown = set(choices) - NAMES
    if unknown:
        raise Refused("There is no setting {name}.", name=", ".join(sorted(unknown)))
    for name, value in choices.items():
        db.write().merge(Setting(name=name, value=value))
