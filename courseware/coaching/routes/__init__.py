"""The pages of coaching."""

from courseware.coaching.routes.base import bp

__all__ = ["bp"]
