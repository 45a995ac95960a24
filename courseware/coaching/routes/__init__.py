"""The pages of coaching."""

from courseware.coaching.routes import notes, observations, talks
from courseware.coaching.routes.base import bp

__all__ = ["bp", "notes", "observations", "talks"]
