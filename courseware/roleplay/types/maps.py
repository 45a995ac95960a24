"""What many people did in a scenario: counts, never names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from courseware.content.definitions import Choice, Node
from courseware.content.drawing import Way


@dataclass(frozen=True, slots=True)
class VersionRow:
    """How often one version of a scenario was played to an end."""

    version: str
    text: str  # one of its wordings
    ended: int
    people: int
    passed: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened at a node with one choice (none: in words of one's own), over many talks."""

    node: str
    choice: str | None
    times: int
    people: int
    mood: float  # mean change
    trust: float
    broke: int  # times that trust broke here


@dataclass(frozen=True, slots=True)
class LeftRow:
    """After which line talks were left; both none: before the first."""

    node: str | None
    choice: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Met:
    """A criterion over many talks: in how many it came up, and its mean there."""

    criterion: str
    times: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Flow:
    """How many talks went each way and passed each node, whoever spoke there."""

    ways: Mapping[Way, int]
    nodes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ChoiceFigures:
    choice: Choice | None  # none: words of one's own that no offered line came near
    times: int
    share: float  # per cent of those who spoke here
    trust: float | None
    broke: int
    is_dead: bool


@dataclass(frozen=True, slots=True)
class NodeFigures:
    """A place where the learner speaks, or an ending."""

    node: Node
    heard: Node | None  # the customer's line just before, where only one leads here
    times: int
    broke: int
    left: int  # talks left here unfinished
    choices: tuple[ChoiceFigures, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """One scenario in the author's list."""

    roleplay: str
    ended: int
    people: int
    passed: int
    dead: int | None  # None: not enough talks to say
    unmet: tuple[str, ...]
