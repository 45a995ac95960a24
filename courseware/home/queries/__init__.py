"""Reading what start pages show, from many rooms."""

from courseware.home.queries.author import author_home
from courseware.home.queries.board import board_of
from courseware.home.queries.classes import cohort_lines, team_home
from courseware.home.queries.first_hour import facts_now
from courseware.home.queries.learner import learner_home
from courseware.home.queries.people import person_to_help

__all__ = [
    "author_home",
    "board_of",
    "cohort_lines",
    "facts_now",
    "learner_home",
    "person_to_help",
    "team_home",
]
