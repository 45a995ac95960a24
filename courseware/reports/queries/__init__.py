"""Reading reports: one read model for screen, PDF, XLSX and CSV."""

from courseware.reports.queries.groups import (
    MOST_PEOPLE,
    cohort_report,
    people_in_report,
    team_choices,
    team_report,
)
from courseware.reports.queries.matrix import MOST_IN_MATRIX, cohort_matrix, team_matrix
from courseware.reports.queries.people import person_report, relation_to

__all__ = [
    "MOST_IN_MATRIX",
    "MOST_PEOPLE",
    "cohort_matrix",
    "cohort_report",
    "people_in_report",
    "person_report",
    "relation_to",
    "team_choices",
    "team_matrix",
    "team_report",
]
