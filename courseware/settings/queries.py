"""Reading the organisation's choices."""

from sqlalchemy import select

from courseware import db
from courseware.settings.models import Setting
from courseware.settings.rules import Organisation, organisation

#: built once: every page asks it
_ALL = select(Setting.name, Setting.value)


def current() -> Organisation:
    """The organisation's choices as they are now."""
    rows = db.read().execute(_ALL)
    return organisation({row.name: row.value for row in rows})
