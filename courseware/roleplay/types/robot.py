"""Frozen values of what a language model made of a talk."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Understood:
    """What a robot made of one line: the offered choice that came nearest, and the customer's words; empty: unusable."""

    choice: str = ""
    reply: str = ""


@dataclass(frozen=True, slots=True)
class Coaching:
    """What is left of a robot's marks and advice after every claim was looked up in the talk."""

    marks: Mapping[str, Mapping[str, Any]]  # criterion → mark 0–3, turn, quote, why
    advice: Mapping[str, str]  # turn number → words


@dataclass(frozen=True, slots=True)
class RobotRow:
    """A robot's marks of one session as they were kept."""

    id: int
    session_id: int
    model: str
    state: str  # asked, given, failed
    marks: Mapping[str, Mapping[str, Any]]
    advice: Mapping[str, str]
    asked_at: datetime
    answered_at: datetime | None
