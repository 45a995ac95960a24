"""One person's record for an appraisal: what screen, PDF and spreadsheet show, and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from courseware.content.definitions import Text
from courseware.reports.types import Line, ModuleLine


@dataclass(frozen=True, slots=True)
class Stay:
    """Somebody belonged to a team or a class from a day to a day (none = still does)."""

    kind: str  # team or class
    name: str
    first: date
    end: date | None


@dataclass(frozen=True, slots=True)
class ExamLine:
    slug: str  # final or starting-test
    at: datetime
    score: float
    passed: bool | None


@dataclass(frozen=True, slots=True)
class SkillLine:
    """What talks that were handed in or assigned show of a skill: 0 to 3."""

    skill: Text
    industry: str
    mean: float
    rests_on: int


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A scenario that was passed: when first."""

    title: Text
    at: datetime


@dataclass(frozen=True, slots=True)
class FormLine:
    title: Text
    period: str
    accepted_at: datetime
    role: str | None  # of whoever accepted it
    is_group: bool


@dataclass(frozen=True, slots=True)
class AskedLine:
    """Something that was asked: kept, kept-late, late, open."""

    title: Text
    asked_by: str | None  # none = the schedule of a class
    asked_at: datetime
    due_on: date | None
    fulfilled_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class SessionLine:
    title: str
    cohort: str
    at: datetime
    state: str


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A certificate."""

    title: Text
    kind: str
    serial: str
    issued_at: datetime
    expires_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """Everything at one moment."""

    id: int
    name: str
    email: str
    at: datetime
    line: Line
    stays: Sequence[Stay]
    modules: Sequence[ModuleLine]
    exams: Sequence[ExamLine]
    skills: Sequence[SkillLine]
    talks: Sequence[TalkLine]
    forms: Sequence[FormLine]
    asked: Sequence[AskedLine]
    sessions: Sequence[SessionLine]
    certificates: Sequence[HeldLine]
