"""Pages of practice."""

from courseware.roleplay.routes import catalogue, results, talks
from courseware.roleplay.routes.base import bp

__all__ = ["bp", "catalogue", "results", "talks"]
