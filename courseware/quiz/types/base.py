"""What every type of question can do: read an answer, shuffle, mark, and name its key. Pure."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, ClassVar

from courseware.content.definitions import QuestionDefinition, Text

#: what a learner answered, as JSON: a string, a list of ids, or id → id; None = not answered
Response = Any
#: form fields as a browser sends them
Fields = Mapping[str, Sequence[str]]

MOST_TYPED = 2000  # characters of a typed answer that are kept


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer earned: `fraction` from 0 to 1; `feedback` only on what was answered, never the key."""

    fraction: float
    feedback: tuple[Text, ...] = ()

    @property
    def right(self) -> bool:
        return self.fraction == 1


NOTHING = Mark(0.0)


class QuestionType(ABC):
    """One type of question. Without state: the question comes with every call."""

    #: whether an answer can earn a part of the mark (the learner is told how, beside the question)
    partial: ClassVar[bool] = False
    #: whether the machine marks it; else a trainer does
    marked_here: ClassVar[bool] = True

    @abstractmethod
    def read(self, question: QuestionDefinition, fields: Fields, name: str) -> Response:
        """The answer in a form's fields, which begin with `name`; what the question does not know is left out."""

    @abstractmethod
    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        """What the answer earned; any stored answer can be marked, even one of an older wording."""

    @abstractmethod
    def key(self, question: QuestionDefinition) -> Response:
        """An answer that earns the full mark."""

    def shuffle(self, question: QuestionDefinition, random: Random) -> list[str]:
        """The order in which this attempt shows the parts, as ids; empty where there is nothing to shuffle."""
        del question, random
        return []

    @abstractmethod
    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        """What the templates need besides the text, in the attempt's order."""


@dataclass(frozen=True, slots=True)
class Part:
    """An option, item or side of a question."""

    id: str
    text: Text
    feedback: Text | None = None
    correct: bool = False
    home: str = ""  # categorize: its category; matching: the right side's text that belongs to it


def text_of(value: Any) -> Text:
    """A text of a question's body: as loaded, or as kept in JSON."""
    if isinstance(value, Text):
        return value
    return Text(zh=str(value["zh"]), en=str(value["en"]))


def in_order(parts: Sequence[Part], order: Sequence[str]) -> tuple[Part, ...]:
    """The parts in a stored order; those that it does not name come last."""
    places = {part_id: place for place, part_id in enumerate(order)}
    return tuple(sorted(parts, key=lambda part: places.get(part.id, len(places))))


def one(fields: Fields, name: str) -> str:
    """The last value of a field, stripped; empty when it was not sent."""
    values = fields.get(name) or ("",)
    return str(values[-1]).strip()


def variants(given: Any) -> tuple[str, ...]:
    """All accepted spellings in both languages: a learner may answer in either."""
    if isinstance(given, Text):
        return (given.zh, given.en)
    if isinstance(given, Mapping):
        return tuple(word for language in given.values() for word in variants(language))
    if isinstance(given, str):
        return (given,)
    if isinstance(given, Sequence):
        return tuple(str(word) for word in given)
    return (str(given),)
