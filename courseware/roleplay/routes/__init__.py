"""Pages of practice."""

from courseware.roleplay.routes import catalogue, drills, maps, pairs, recordings, results, talks
from courseware.roleplay.routes.base import bp

__all__ = ["bp", "catalogue", "drills", "maps", "pairs", "recordings", "results", "talks"]
