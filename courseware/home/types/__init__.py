"""Frozen values of the start page."""

from courseware.home.types.author import AuthorHome, QuizLine, StopLine
from courseware.home.types.first_hour import Facts, FirstHour, FirstStep
from courseware.home.types.leading import (
    Board,
    CameIn,
    CohortLine,
    Helped,
    LateItem,
    LatePerson,
    LookAt,
    TeamHome,
)
from courseware.home.types.learner import (
    Day,
    DueLine,
    LearnerHome,
    Nearest,
    Next,
    PathModule,
    PathPart,
    Practice,
    Skill,
    Today,
)

__all__ = [
    "AuthorHome",
    "Board",
    "CameIn",
    "CohortLine",
    "Day",
    "DueLine",
    "Facts",
    "FirstHour",
    "FirstStep",
    "Helped",
    "LateItem",
    "LatePerson",
    "LearnerHome",
    "LookAt",
    "Nearest",
    "Next",
    "PathModule",
    "PathPart",
    "Practice",
    "QuizLine",
    "Skill",
    "StopLine",
    "TeamHome",
    "Today",
]
