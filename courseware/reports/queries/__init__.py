"""Reading reports: one read model for screen, PDF, XLSX and CSV."""

from courseware.reports.queries.groups import (
    MOST_PEOPLE,
    cohort_report,
    people_in_report,
    team_choices,
    team_report,
)
from courseware.reports.queries.people import person_report, relation_to

__all__ = [
    "MOST_PEOPLE",
    "cohort_report",
    "people_in_report",
    "person_report",
    "relation_to",
    "team_choices",
    "team_report",
]
