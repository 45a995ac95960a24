"""What the pages of lessons share."""

from flask import Blueprint
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import ModuleDefinition
from courseware.errors import NotFound
from courseware.learning import queries

bp = Blueprint("learning", __name__)


def open_module(slug: str) -> ModuleDefinition:
    """A module of which something can be done now."""
    found = module_of(slug)
    queries.require_open(current_user, current.course(), slug)
    return found


def module_of(slug: str) -> ModuleDefinition:
    found = current.course().by_slug.get(slug)
    if found is None:
        raise NotFound("There is no module {slug}.", slug=slug)
    return found
