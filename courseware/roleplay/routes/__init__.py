"""Pages of practice."""

from courseware.roleplay.routes import catalogue, recordings, results, talks
from courseware.roleplay.routes.base import bp

__all__ = ["bp", "catalogue", "recordings", "results", "talks"]
