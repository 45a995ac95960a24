"""The pages of class sessions."""

from courseware.live.routes import classroom  # noqa: F401 - its pages join the blueprint
from courseware.live.routes import attendance, sessions, sign_in
from courseware.live.routes.base import bp

__all__ = ["attendance", "bp", "sessions", "sign_in"]
