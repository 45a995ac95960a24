"""Frozen values of the exercise room: answers judged, forms as pages and prints draw them, submissions as rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from courseware.content.definitions import ExerciseDefinition
from courseware.exercise.types.pictures import PictureView

WIDEST = 5  # columns of a table that a page still holds

#: field key → what was entered, in the shape of its type (see rules/answers.py)
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a form from being handed in: an English msgid with its values."""

    place: str  # field key, or key-row-column
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hint:
    """Advice that quotes the words and blocks nothing."""

    place: str
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """pass, fail (must), hint (not met, only told) or unknown (a value is missing)."""

    id: str
    state: str
    message: str


@dataclass(frozen=True, slots=True)
class CellView:
    """One input or value: what a template needs to draw it, in one language."""

    key: str
    type: str
    name: str  # of the input
    label: str
    raw: str  # for the input
    text: str  # to be read
    number: float | None = None
    unit: str = ""
    required: bool = False
    options: Sequence[tuple[str, str]] = ()
    guidance: str = ""
    problem: str | None = None
    names: str = ""  # id of the list of names to choose from


@dataclass(frozen=True, slots=True)
class Names:
    """What was typed into one column so far, for places that name one of its rows."""

    id: str
    column: str
    typed: Sequence[str]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a form with all that belongs beside it."""

    key: str
    type: str
    label: str
    guidance: str
    unit: str
    required: bool
    cell: CellView | None = None  # one value
    items: Sequence[CellView] = ()  # list
    rows: Sequence[Sequence[CellView]] = ()  # table, tree, matrix
    columns: Sequence[CellView] = ()  # the empty row: headings and the template of a new one
    row_labels: Sequence[str] = ()  # matrix
    parts: Sequence["FieldView"] = ()  # graph: its nodes and its links, each as rows
    blank_item: CellView | None = None
    chosen: Sequence[str] = ()  # multi_choice: ids
    min_items: int = 0
    max_items: int | None = None
    problem: str | None = None
    hints: Sequence[str] = ()
    example: str = ""
    is_empty: bool = True
    is_carried: bool = False
    names: "Names | None" = None  # that other places choose from

    @property
    def is_wide(self) -> bool:
        """Too many columns for a table: each row is drawn as a card with labels."""
        return len(self.columns) > WIDEST and not self.row_labels


@dataclass(frozen=True, slots=True)
class SectionView:
    id: str
    title: str
    guidance: str
    fields: Sequence[FieldView]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form with answers in it, in one language: drawn by the same templates on screen and on paper."""

    exercise: str
    title: str
    purpose: str
    layout: str
    sections: Sequence[SectionView]
    checks: Sequence[CheckResult]
    pictures: Sequence[PictureView] = ()

    @property
    def fields(self) -> list[FieldView]:
        return [f for section in self.sections for f in section.fields]

    def field(self, key: str) -> FieldView | None:
        return next((f for f in self.fields if f.key == key), None)


@dataclass(frozen=True, slots=True)
class Carried:
    """Where an answer was taken from."""

    exercise: str
    submission_id: int
    field: str
    at: datetime
    grade: str  # accepted or submitted


@dataclass(frozen=True, slots=True)
class Source:
    """An earlier form of the same owner that answers may be taken from."""

    exercise: str
    submission_id: int
    answers: Answers
    at: datetime
    grade: str


@dataclass(frozen=True, slots=True)
class SubmissionRow:
    """A submission's facts."""

    id: int
    exercise: str
    module: str
    owner_id: int
    owner: str
    period: str
    obligation_id: int | None
    round: int
    created_at: datetime
    submitted_at: datetime | None
    returned_at: datetime | None
    done_at: datetime | None
    accepted_at: datetime | None
    accepted_by: str | None
    accepted_role: str | None
    mend: Sequence[str]
    carried: Mapping[str, Any]
    version: str
    #: filled in together by this group; then `owner` is the group's name
    group_id: int | None = None
    #: filled in about this person
    about_id: int | None = None
    about: str | None = None
    #: one of several answers about a person, shown only together and without names
    round360_id: int | None = None
    shared_at: datetime | None = None
    reply: str | None = None
    replied_at: datetime | None = None
    #: with `version`, the words it was last handed in with, or begun with
    wording: str = ""

    @property
    def state(self) -> str:
        """draft, submitted, returned, done (nobody needs to accept it) or accepted."""
        if self.accepted_at:
            return "accepted"
        if self.returned_at:
            return "returned"
        if self.submitted_at is None:
            return "draft"
        return "done" if self.done_at else "submitted"

    @property
    def is_editable(self) -> bool:
        return self.state in ("draft", "returned")


@dataclass(frozen=True, slots=True)
class DraftRow:
    answers: Answers
    marks: Mapping[str, int]
    counter: int
    changed_at: datetime
    #: what was written in fields that the form no longer has
    appendix: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RevisionRow:
    id: int
    reason: str  # submitted, returned, conflict, kept
    round: int
    at: datetime
    answers: Answers
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Saved:
    counter: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stale:
    """A newer draft lies there; what was sent is kept as a revision."""

    counter: int
    answers: Answers
    marks: Mapping[str, int]
    at: datetime


@dataclass(frozen=True, slots=True)
class Printable:
    """All that a document about a submission says."""

    submission: SubmissionRow
    definition: ExerciseDefinition
    sheet: Sheet
    round: int
    at: datetime | None  # of the words printed
