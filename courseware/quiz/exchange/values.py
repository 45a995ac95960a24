"""A question between two formats: frozen values that neither format nor course owns."""

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from courseware.errors import Refused
from courseware.quiz.exchange.report import Finding

FORMATS = ("html", "markdown", "plain", "moodle")
FULL = Decimal(100)
_NUMBER = re.compile(r"[-+]?(\d{1,18}(\.\d{0,17})?|\.\d{1,17})([eE][-+]?\d{1,2})?")
#: what the formats know; `unknown` is a kind that we do not, its name is then the title of the finding
KINDS = (
    "single",
    "multiple",
    "true_false",
    "short_answer",
    "numeric",
    "matching",
    "ordering",
    "essay",
    "description",
    "category",
)


class NotReadable(Refused):
    """The whole file is neither of the formats."""


def number(text: str) -> Decimal:
    """The number of a text; InvalidOperation for any other, and for one made to fill the memory."""
    if not _NUMBER.fullmatch(text.strip()):
        raise InvalidOperation
    return Decimal(text.strip())


@dataclass(frozen=True, slots=True)
class Words:
    """A text and how it is marked up; two languages stand in multilang spans."""

    text: str
    format: str = "moodle"  # one of FORMATS


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to choose or to type. A true_false question has two: true, then false."""

    words: Words
    weight: Decimal  # per cent of the mark, −100 to 100
    feedback: Words | None = None


@dataclass(frozen=True, slots=True)
class Range:
    """A number, give or take its tolerance."""

    value: Decimal
    tolerance: Decimal
    weight: Decimal = FULL
    feedback: Words | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    left: Words  # empty: a right side that belongs to nothing
    right: str


@dataclass(frozen=True, slots=True)
class Note:
    """Words that have no field in the format, under a name such as `wrong p1=p2` or `sample`."""

    name: str
    words: Words


@dataclass(frozen=True, slots=True)
class ExchangeQuestion:
    kind: str  # one of KINDS
    title: str
    text: Words
    options: tuple[Option, ...] = ()
    ranges: tuple[Range, ...] = ()
    pairs: tuple[Pair, ...] = ()
    items: tuple[Words, ...] = ()  # ordering: in the right order
    units: tuple[str, ...] = ()
    general: Words | None = None  # feedback to everybody
    id: str = ""
    tags: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    category: str = ""  # as the file has it; a question of kind category opens it
    lang: str = ""  # zh, en, both; empty when the file does not tell
    line: int | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """What the reader of a report knows it by."""
        return self.id or self.title or self.text.text[:40]

    def tag(self, name: str) -> str | None:
        """The rest of the tag `name:…`."""
        return next((t[len(name) + 1 :] for t in self.tags if t.startswith(f"{name}:")), None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave."""

    questions: tuple[ExchangeQuestion, ...]
    findings: tuple[Finding, ...]
