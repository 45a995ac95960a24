"""Reports that are sent by themselves, as values."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Scope:
    """What a report is about: a class, a team with those below, (no number) all people of a manager, or all there are."""

    kind: str  # team, cohort or organisation
    number: int | None
    maker_id: int

    @property
    def page(self) -> str:
        """Where the report is on the screen."""
        if self.kind == "organisation":
            return "/organisation/report"
        if self.kind == "cohort":
            return f"/cohorts/{self.number}/report"
        return "/team/report" + (f"?team={self.number}" if self.number else "")

    @property
    def query(self) -> str:
        """The same as an address of the form asks for it."""
        return f"{self.kind}={self.number or ''}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody asked for."""

    every: str  # week, month, end
    form: str  # pdf, xlsx
    lang: str
    people: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """A report that goes out, or went out, by itself."""

    id: int
    scope: Scope
    name: str  # of the class or team; empty = all people of the maker
    maker: str
    every: str
    form: str
    lang: str
    made_at: datetime
    next_on: date | None
    ended_at: datetime | None
    class_ends_on: date | None
    people: int  # who receive it


@dataclass(frozen=True, slots=True)
class Recipient:
    id: int
    name: str
    email: str
    is_active: bool


@dataclass(frozen=True, slots=True)
class TeamLink:
    """A team in the line upwards."""

    id: int
    parent_id: int | None
    leaders: tuple[int, ...]  # its manager, and who stands in today


@dataclass(frozen=True, slots=True)
class Outcome:
    """What becomes of one report to one person: a file, or why it is held back."""

    person_id: int
    email: str
    held_back: str | None = None
    file: str | None = None  # key of the storage
    name: str = ""  # of the file
    subject: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """One line of the delivery log."""

    due_on: date
    at: datetime
    person: str
    held_back: str | None
    name: str  # of the file
    sent_at: datetime | None
    stopped_at: datetime | None
    answer: str | None  # what the mail server said last
