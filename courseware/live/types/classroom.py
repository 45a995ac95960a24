"""Frozen values of what happens in the room: questions to everybody, and the sums of their answers. Pure."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from courseware.content.definitions import QuestionDefinition, Text

FEWEST_CHOICES, MOST_CHOICES, LONGEST_CHOICE = 2, 6, 120
SCALE = (1, 2, 3, 4, 5)
TRUE, FALSE = Text(zh="对", en="True"), Text(zh="不对", en="False")


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be chosen, by its number."""

    number: int
    text: Text
    right: bool = False


@dataclass(frozen=True, slots=True)
class PollRow:
    """A question as it was asked."""

    id: int
    kind: str  # choice, scale, words, quiz
    text: str
    #: choice: the words; quiz: the question itself in both languages, then its options
    given: Sequence[Any]
    asked_at: datetime
    closed_at: datetime | None
    shown_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def words(self) -> Text:
        return _text(self.given[0]["ask"]) if self.kind == "quiz" else Text(self.text, self.text)

    @property
    def why(self) -> Text | None:
        """The explanation of a question of a quiz, for when the trainer shows it."""
        return _text(self.given[0]["why"]) if self.kind == "quiz" else None

    @property
    def many(self) -> bool:
        """Whether several options may be chosen."""
        return self.kind == "quiz" and bool(self.given[0]["many"])

    @property
    def options(self) -> tuple[Option, ...]:
        if self.kind == "scale":
            return tuple(Option(n, Text(str(n), str(n))) for n in SCALE)
        if self.kind == "quiz":
            return tuple(
                Option(n, _text(o["text"]), bool(o["right"]))
                for n, o in enumerate(self.given[1:], 1)
            )
        return tuple(Option(n, Text(o, o)) for n, o in enumerate(self.given, 1))


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered: numbers of options, or words."""

    person_id: int
    choices: tuple[int, ...]
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One bar: how many of those who answered said so."""

    text: Text
    count: int
    percent: int
    right: bool = False


@dataclass(frozen=True, slots=True)
class Sums:
    """Everyone's answers to one question, without anybody's name."""

    lines: tuple[Line, ...]
    answered: int
    average: float | None = None


def sums_of(poll: PollRow, answers: Collection[Answer]) -> Sums:
    """How often each answer was given; of words, equal ones are one line, the most frequent first."""
    total = len(answers)
    if poll.kind == "words":
        return Sums(_spoken(answers), total)
    counts = Counter(number for answer in answers for number in answer.choices)
    lines = tuple(
        Line(o.text, counts[o.number], _percent(counts[o.number], total), o.right)
        for o in poll.options
    )
    average = None
    if poll.kind == "scale" and total:
        average = sum(number * count for number, count in counts.items()) / total
    return Sums(lines, total, average)


def accepted(poll: PollRow, choices: Collection[int], text: str) -> tuple[list[int], str] | None:
    """The answer as it is kept; none when it is no answer to this question."""
    if poll.kind == "words":
        words = " ".join(text.split())
        return ([], words) if words else None
    chosen = sorted(set(choices))
    known = {option.number for option in poll.options}
    if not chosen or not known.issuperset(chosen) or (len(chosen) > 1 and not poll.many):
        return None
    return chosen, ""


def packed(question: QuestionDefinition) -> list[Mapping[str, Any]]:
    """A question of a quiz as a poll keeps it: what the class saw stays, though the file may change."""
    ask = {
        "ask": _both(question.text),
        "why": _both(question.explanation),
        "many": question.type == "multiple",
    }
    if question.type == "true_false":
        holds = str(question.body["answer"]).lower() == "true"
        return [
            ask,
            {"text": _both(TRUE), "right": holds},
            {"text": _both(FALSE), "right": not holds},
        ]
    return [ask, *({"text": _both(o.text), "right": o.correct} for o in question.options)]


def _spoken(answers: Collection[Answer]) -> tuple[Line, ...]:
    groups: dict[str, list[str]] = {}
    for answer in answers:
        groups.setdefault(_alike(answer.text), []).append(answer.text)
    said = [(Counter(sorted(words)).most_common(1)[0][0], len(words)) for words in groups.values()]
    # By words and not by time: the order in which they came would tell who said what.
    said.sort(key=lambda line: (-line[1], line[0]))
    return tuple(Line(Text(w, w), n, _percent(n, len(answers))) for w, n in said)


def _alike(words: str) -> str:
    """What two answers have in common that differ only in width, case, spaces and the sign at the end."""
    plain = "".join(unicodedata.normalize("NFKC", words).casefold().split())
    return plain.rstrip(".。!！?？,，;；~") or plain


def _percent(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0


def _text(pair: Mapping[str, str]) -> Text:
    return Text(zh=str(pair["zh"]), en=str(pair["en"]))


def _both(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
