"""The pages of class sessions."""

from courseware.live.routes import (
    attendance,
    calendar,
    classroom,
    groups,
    my_class,
    sessions,
    sign_in,
)
from courseware.live.routes.base import bp

__all__ = ["attendance", "bp", "calendar", "classroom", "groups", "my_class", "sessions", "sign_in"]
