"""Pages about certificates."""

from courseware.certificates.routes import cohorts, life, orders, own, records, verify
from courseware.certificates.routes.base import bp

__all__ = ["bp", "cohorts", "life", "orders", "own", "records", "verify"]
