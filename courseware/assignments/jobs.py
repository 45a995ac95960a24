"""Reminders of due dates; the worker asks for them every hour."""

from courseware.assignments.actions import remind_of_dates
from courseware.content import current


def remind_due() -> None:
    """Tell people, once for each date, what is due soon and what is overdue."""
    remind_of_dates(current.course())
