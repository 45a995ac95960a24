"""The pages of classes."""

from courseware.cohorts.routes import announcing, classes
from courseware.cohorts.routes.base import bp

__all__ = ["announcing", "bp", "classes"]
