"""Pages about certificates."""

from courseware.certificates.routes import badges, cohorts, life, orders, own, records, verify
from courseware.certificates.routes.base import bp

__all__ = ["badges", "bp", "cohorts", "life", "orders", "own", "records", "verify"]
