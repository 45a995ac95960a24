"""Frozen values of questions and reported mistakes."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question with its first words."""

    id: int
    person_id: int
    asker: str
    module: str
    anchor: str
    asked_at: datetime
    answered_at: datetime | None
    shown_to_id: int | None
    text: str


@dataclass(frozen=True, slots=True)
class SayingRow:
    by: str
    is_answer: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MistakeRow:
    id: int
    person_id: int
    reporter: str
    module: str
    anchor: str
    lang: str
    version: str
    text: str
    at: datetime
    settled_at: datetime | None
    answer: str | None
