"""Pages about certificates."""

from courseware.certificates.routes import life, own, verify
from courseware.certificates.routes.base import bp

__all__ = ["bp", "life", "own", "verify"]
