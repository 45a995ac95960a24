"""The pages of class sessions."""

from courseware.live.routes.base import bp

__all__ = ["bp"]
