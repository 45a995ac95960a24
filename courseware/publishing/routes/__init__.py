"""The pages of slides and books."""

from courseware.publishing.routes import books, slides
from courseware.publishing.routes.base import bp

__all__ = ["books", "bp", "slides"]
