"""The start page by role, the one review queue, search, one's own data, and whether the server is well."""

from courseware.home.routes import data, health, offline, reviews, search, start
from courseware.home.routes.base import bp

__all__ = ["bp", "data", "health", "offline", "reviews", "search", "start"]
