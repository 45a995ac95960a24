"""Reading what readers say of the course."""

from courseware.feedback.queries.questions import waiting_for

__all__ = ["waiting_for"]
