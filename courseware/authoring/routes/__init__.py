"""Pages of definitions written here."""

from courseware.authoring.routes import editing, listing
from courseware.authoring.routes.base import bp

__all__ = ["bp", "editing", "listing"]
