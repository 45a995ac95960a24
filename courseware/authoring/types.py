"""Frozen values of definitions written here."""

from dataclasses import dataclass
from datetime import datetime

from courseware.content.definitions import ExerciseDefinition, RoleplayDefinition, Text


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A definition written here, as its author and colleagues see it."""

    id: int
    kind: str
    name: str
    module: str
    author_id: int
    author: str
    copied_from: str | None
    draft: str
    counter: int
    changed_at: datetime
    number: int | None  # of the newest published version
    published: str | None  # its words
    may_write: bool

    @property
    def is_changed(self) -> bool:
        """Whether the draft differs from what is published."""
        return self.published is not None and self.published != self.draft


@dataclass(frozen=True, slots=True)
class ListedScenario:
    row: OwnRow
    title: Text | None
    is_green: bool
    classes: tuple[str, ...]  # that may play it now


@dataclass(frozen=True, slots=True)
class AudienceRow:
    cohort_id: int
    name: str
    since: datetime


@dataclass(frozen=True, slots=True)
class VersionRow:
    number: int
    published_at: datetime
    published_by: str


@dataclass(frozen=True, slots=True)
class PublishedRoleplay:
    """A scenario written here, as somebody may play it."""

    definition: RoleplayDefinition
    author: str
    is_trial: bool  # what is played counts nowhere
    own_id: int
    is_author: bool


@dataclass(frozen=True, slots=True)
class PublishedExercise:
    """A form written here, as somebody may fill it in."""

    definition: ExerciseDefinition
    author: str
    is_trial: bool  # what is handed in counts nowhere
    own_id: int
    is_author: bool


@dataclass(frozen=True, slots=True)
class Stale:
    """A draft that was not saved: another window or person had saved a newer one."""

    counter: int
    text: str


@dataclass(frozen=True, slots=True)
class FormFrame:
    """What a form from nothing is about."""

    name: str
    title: Text
    rubric: str


@dataclass(frozen=True, slots=True)
class FrameOf:
    """What a scenario from nothing is about."""

    name: str
    title: Text
    industry: str
    rubric: str
    criteria: tuple[str, ...]
    lesson: str  # NN#anchor, where an ending sends the learner
