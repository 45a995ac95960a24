"""Frozen values of drilling objections."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from courseware.content.definitions import Customer, Objection

#: how an answer went, as the learner saw it; the worst first
OUTCOMES = ("missed", "partly", "well")

#: industry and id of an objection
CardKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cards somebody wants; empty where it is all the same to them."""

    industry: str = ""
    customer: str = ""
    type: str = ""

    def query(self, **more: str) -> str:
        """As it stands in an address, with more beside it; begins with a question mark unless empty."""
        chosen = {"industry": self.industry, "customer": self.customer, "type": self.type} | more
        found = urlencode({name: value for name, value in chosen.items() if value})
        return f"?{found}" if found else ""


@dataclass(frozen=True, slots=True)
class Item:
    """An objection of a library and who says it."""

    industry: str
    customer: Customer
    objection: Objection

    @property
    def key(self) -> CardKey:
        return self.industry, self.objection.id

    @property
    def who(self) -> CardKey:
        return self.industry, self.customer.id


@dataclass(frozen=True, slots=True)
class Spacing:
    """Where a card stands: how many times in a row it went well, and its next day."""

    stage: int
    due_on: date


@dataclass(frozen=True, slots=True)
class AnswerRow:
    industry: str
    objection: str
    outcome: str
    seconds: int
    at: datetime

    @property
    def key(self) -> CardKey:
        return self.industry, self.objection


@dataclass(frozen=True, slots=True)
class Drilled:
    """An answer as a skill picture wants it; `type` is None once the objection has left its library."""

    industry: str
    objection: str
    type: str | None
    outcome: str
    seconds: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What there is to do: the cards due, those never seen, and how many come on which day."""

    due: tuple[Item, ...]
    new: tuple[Item, ...]
    coming: Mapping[date, int]


@dataclass(frozen=True, slots=True)
class RunSummary:
    """A short session: answers in their order with their items (None: left the library), and what they say."""

    answers: tuple[tuple[AnswerRow, Item | None], ...]
    counts: Mapping[str, int]
    seconds: int  # mean of an answer
    weak: tuple[str, ...]  # types of objection, the weakest first


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed, to whom and when: signed into it, so that a browser cannot change it."""

    person_id: int
    industry: str
    objection: str
    version: str
    lang: str
    token: str
    at: float  # seconds since 1970, when the objection was shown
    seconds: int | None = None  # from showing to answering, once answered
    #: on a page of many cards that a device keeps: when each was read, only the device can say
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class DrillSent:
    """What a learner says about an answer: the line, if one was typed, how it went, and what was found in it."""

    line: str
    outcome: str
    found: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # check → words of the line
    seconds: int | None = None  # as the device says that kept the card
    at: datetime | None = None  # when it was answered without a line; None: as it arrives
