"""Lines worth showing: who starred what, and how a page draws it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courseware.exercise.types.forms import Answers


@dataclass(frozen=True, slots=True)
class StarRow:
    """A line that somebody starred, in the words of its round."""

    id: int
    place: str  # key of the field, or key-row
    round: int
    by_id: int


@dataclass(frozen=True, slots=True)
class Stars:
    """The stars on a form that a page shows: place → whether its reader set it."""

    places: Mapping[str, bool]
    words: Mapping[str, str]  # of the starred lines, by place
    may_star: bool = False  # its reader may set more, and take their own away
    action: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything to draw."""
        return self.may_star or bool(self.places)


@dataclass(frozen=True, slots=True)
class StarredForm:
    """A form with starred lines: its owner, its stars and the words of its rounds."""

    submission_id: int
    owner: str
    stars: Sequence[StarRow]
    rounds: Mapping[int, Answers]


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A starred line as it is shown in class."""

    submission_id: int
    owner: str
    text: str
