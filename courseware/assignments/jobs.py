"""Reminders of due dates, and what repeats; the worker asks for both every hour."""

from courseware.assignments.actions import begin_rounds, remind_of_dates
from courseware.content import current


def remind_due() -> None:
    """Tell people, once for each date, what is due soon and what is overdue."""
    remind_of_dates(current.course())


def repeat_due() -> None:
    """Ask again for what repeats, where a new period has begun."""
    begin_rounds(current.course())
