"""The pages of class sessions."""

from courseware.live.routes import (
    attendance,
    classroom,
    sessions,
    sign_in,
)
from courseware.live.routes.base import bp

__all__ = ["attendance", "bp", "classroom", "sessions", "sign_in"]
