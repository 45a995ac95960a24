"""How a scenario is played and marked: values in, values out. No Flask, no database, no clock."""

from courseware.roleplay.rules.marking import (
    TOP_MARK,
    evidence,
    judge,
    judge_by_trainer,
    means_of,
    score_of,
)
from courseware.roleplay.rules.pinned import roleplay_from
from courseware.roleplay.rules.practice import (
    INDUSTRIES,
    advise,
    best_of,
    shelves,
    weakest,
)
from courseware.roleplay.rules.talking import (
    HIGHEST,
    LONGEST_LINE,
    LOWEST,
    choose,
    feel,
    find,
    hear,
    listen,
    talk,
)
from courseware.roleplay.rules.ways import best_score, criteria_of, score_range

__all__ = [
    "HIGHEST",
    "INDUSTRIES",
    "LONGEST_LINE",
    "LOWEST",
    "TOP_MARK",
    "advise",
    "best_of",
    "best_score",
    "choose",
    "criteria_of",
    "evidence",
    "feel",
    "find",
    "hear",
    "judge",
    "judge_by_trainer",
    "listen",
    "means_of",
    "roleplay_from",
    "score_of",
    "score_range",
    "shelves",
    "talk",
    "weakest",
]
