"""Enrolment, obligations, steps, and the rule that a module or the course is complete; lesson pages."""
