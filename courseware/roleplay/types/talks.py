"""Frozen values of role-plays: what a line earned, what a session shows, what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from courseware.content.definitions import ModuleDefinition, Node, RoleplayDefinition, Text


@dataclass(frozen=True, slots=True)
class Reached:
    """Where the talk stands: what the customer said on the way, and the node that waits for the learner."""

    heard: tuple[Text, ...]
    node: Node  # choose, speak or end


@dataclass(frozen=True, slots=True)
class Said:
    """What one line of the learner earned and where it leads."""

    marks: Mapping[str, int]
    next: str
    mood: int = 0
    trust: int = 0
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # criterion → words quoted


@dataclass(frozen=True, slots=True)
class Feeling:
    """How the customer feels, each from −5 to +5."""

    mood: int = 0
    trust: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a session came to; `score` in per cent, rounded down to a tenth."""

    marks: Mapping[str, float]  # criterion → mean, 0–3, rounded to hundredths for showing
    score: float
    passed: bool


@dataclass(frozen=True, slots=True)
class ScoreRange:
    worst: float
    best: float


@dataclass(frozen=True, slots=True)
class Sent:
    """What a browser sends for one turn: a choice's id, the learner's own words, or both.

    Both: the words, and the offered line that came nearest to them, which leads on.
    """

    number: int  # of the turn the page showed, from 1
    token: str  # of the page: the same token is the same press of a button
    choice: str = ""
    line: str = ""
    #: what a robot let the customer say to it, empty where it only found the choice; never from the browser
    reply: str | None = None


@dataclass(frozen=True, slots=True)
class TurnRow:
    number: int
    node: str
    choice: str | None
    line: str | None  # the learner's own words; with a choice: the offered line nearest to them
    marks: Mapping[str, int]
    found: Mapping[str, Sequence[str]]
    mood: int
    trust: int
    reply: str | None = None  # what a robot let the customer say


@dataclass(frozen=True, slots=True)
class Other:
    """A line that was not chosen, and what it would have earned."""

    line: str
    marks: Mapping[str, int]
    mood: int
    trust: int
    coach: str


@dataclass(frozen=True, slots=True)
class Exchange:
    """A turn in words: the learner's line, what the customer answered, and what is to say about it afterwards."""

    number: int
    line: str
    answer: tuple[str, ...]
    marks: Mapping[str, int]
    found: Mapping[str, Sequence[str]]
    mood: int  # change by this turn
    trust: int
    coach: str | None
    model: str | None  # a good line, where the learner spoke
    others: tuple[Other, ...]
    nearest: str | None = None  # the offered line that own words came nearest to
    reply: str | None = None  # what a robot let the customer say instead of `answer`


@dataclass(frozen=True, slots=True)
class Talk:
    """The whole talk so far, in one language."""

    opening: tuple[str, ...]
    exchanges: tuple[Exchange, ...]
    feeling: Feeling
    node: Node  # that waits for the learner, or the end


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a mark rests on: the line, and why (the coach's words, or the words found in it)."""

    number: int
    line: str
    mark: int
    why: str | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionRow:
    id: int
    person_id: int
    roleplay: str
    lang: str
    version: str
    text: str
    started_at: datetime
    ended_at: datetime | None
    result: str | None
    score: float | None
    passed: bool | None
    marks: Mapping[str, float] | None
    handed_in_at: datetime | None
    obligation_id: int | None
    mode: str = "alone"  # alone, pair, robot
    rubric: str | None = None  # digest of the rubric it is marked by

    @property
    def is_shared(self) -> bool:
        """Whether others than its owner may see it."""
        return self.handed_in_at is not None or self.obligation_id is not None


@dataclass(frozen=True, slots=True)
class Seen:
    """A session as somebody may see it."""

    session: SessionRow
    is_own: bool
    shows_lines: bool  # a manager sees result and rubric only
    may_mark: bool
    is_partner: bool = False  # took part in it, in a pair


@dataclass(frozen=True, slots=True)
class PastRow:
    """A session in a list of the owner's."""

    id: int
    roleplay: str
    started_at: datetime
    ended_at: datetime | None
    result: str | None
    score: float | None
    passed: bool | None
    marks: Mapping[str, float] | None
    handed_in_at: datetime | None
    mode: str = "alone"  # alone, pair, robot


@dataclass(frozen=True, slots=True)
class Advice:
    """What to practise next: a scenario, and the criterion that is weakest so far (none: nothing played yet)."""

    roleplay: str
    criterion: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """An open obligation to play a scenario."""

    id: int
    due_at: datetime | None
    asked_by: str | None


@dataclass(frozen=True, slots=True)
class Card:
    """A scenario in the list, with where I stand in it."""

    roleplay: RoleplayDefinition
    module: ModuleDefinition
    best: PastRow | None
    open: PastRow | None  # begun and not ended: the newest
    times: int  # played to an end
    asked: Asked | None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The scenarios of one industry; `any` holds those of every industry."""

    industry: str
    has_library: bool
    cards: tuple[Card, ...]
