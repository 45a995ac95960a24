"""Role-plays, rubrics and libraries of objections."""

from collections.abc import Mapping
from dataclasses import dataclass

from courseware.content.definitions.base import Digest, Lang, Text

#: What can be found in a typed line by rule; a criterion of a rubric may rest on some of them.
SPOKEN_CHECKS = (
    "asks-first",
    "gives-evidence",
    "gives-away",
    "over-promises",
    "takes-up",
    "next-step",
)


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    name: Text
    levels: tuple[Text, Text, Text, Text]  # descriptors of marks 0 to 3
    checks: tuple[str, ...] = ()  # of SPOKEN_CHECKS


@dataclass(frozen=True, slots=True)
class RubricDefinition:
    id: str
    title: Text
    criteria: tuple[Criterion, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class Persona:
    name: Text
    role: Text
    about: Text


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    line: Text
    marks: Mapping[str, int]
    mood: int
    trust: int
    coach: Text
    next: str


@dataclass(frozen=True, slots=True)
class ListenFor:
    criterion: str
    mark: int
    any: Mapping[Lang, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a scenario; fields that its kind does not use are empty."""

    id: str
    kind: str  # customer, choose, speak, end
    line: Text | None = None  # customer
    prompt: Text | None = None  # choose, speak
    choices: tuple[Choice, ...] = ()
    model: Text | None = None  # speak
    listen_for: tuple[ListenFor, ...] = ()
    next: str | None = None  # customer, speak
    result: str | None = None  # end: good, fair, bad
    summary: Text | None = None
    lesson: str | None = None  # NN-slug#anchor


@dataclass(frozen=True, slots=True)
class RoleplayDefinition:
    id: str
    module: str  # slug
    source: str | None
    title: Text
    industry: str
    persona: Persona
    scene: Text
    goal: Text
    minutes: int
    rubric: str
    pass_mark: int
    start: str
    nodes: Mapping[str, Node]
    digest: Digest


@dataclass(frozen=True, slots=True)
class Reply:
    line: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Customer:
    id: str
    name: Text
    about: Text


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """An opening or a value statement of the objection library."""

    id: str
    customer: str
    source: str | None
    line: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Objection:
    id: str
    type: str
    customer: str
    source: str | None
    line: Text
    good: Reply
    passable: Reply
    poor: Reply


@dataclass(frozen=True, slots=True)
class ObjectionLibrary:
    industry: str
    customers: tuple[Customer, ...]
    openings: tuple[ScriptLine, ...]
    values: tuple[ScriptLine, ...]
    objections: tuple[Objection, ...]
    digest: Digest
