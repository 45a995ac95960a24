"""What an import or export could not carry: frozen findings, each with what was done instead."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: code → (what could not be carried, what was done instead); both are sentences to translate.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "unreadable": (
        "This part of the file cannot be read as a question.",
        "It was left out.",
    ),
    "kind": (
        "Questions of the kind {kind} have no counterpart here.",
        "The question was left out.",
    ),
    "kind-out": (
        "The format cannot hold questions of the kind {kind}.",
        "The question was left out; Moodle XML holds it.",
    ),
    "arrow": (
        "GIFT gives the arrow -> a meaning of its own, so it cannot stand in the answers of this question.",
        "The question was left out; Moodle XML holds it.",
    ),
    "figures": (
        "Figures of the case stand as words; the format knows no references.",
        "The words of today were written.",
    ),
    "one-language": (
        "Only one language was written: {lang}.",
        "Export both languages to keep all of it.",
    ),
    "long-tag": (
        "Moodle keeps 50 characters of a tag: {tag}",
        "The whole tag was written; coming back through Moodle it may be shortened.",
    ),
    "wrong-notes": (
        "The format has no place for feedback on a single mistake in this kind of question.",
        "The feedback was written beside the question, where an import here finds it again.",
    ),
    "missing": (
        "The file does not say: {fields}.",
        "The places are named in a comment; please write them.",
    ),
    "other-language": (
        "The text is in one language; {lang} is missing.",
        "Only the language given was written.",
    ),
    "weights": (
        "Answers are worth part of the mark: {weights}.",
        "Full marks count as right, anything less as wrong.",
    ),
    "shares": (
        "The shares of the mark differ from ours: {weights}.",
        "Each right answer gives an equal share here, each wrong one takes a share off.",
    ),
    "wildcard": (
        "The answer {answer} stands for any text.",
        "It was left out, with its feedback.",
    ),
    "ranges": (
        "Several right numbers are given: {answers}.",
        "The first one was taken.",
    ),
    "wrong-range": (
        "A wrong number stands for a range: {answer}.",
        "Its middle was taken.",
    ),
    "category": (
        "The category {category} has no place in a quiz file.",
        "It was left out.",
    ),
    "tags": (
        "Some tags mean nothing here: {tags}",
        "They were left out.",
    ),
    "markup": (
        "The text holds markup that a quiz cannot show: {markup}.",
        "The words were kept, the markup was left out.",
    ),
    "reference": (
        "The text holds [[ or {literal}, which mean something else here.",
        "A space was put between.",
    ),
    "extra-right": (
        "A right side to match has no left side: {answers}.",
        "It was left out.",
    ),
    "description": (
        "A description asks nothing.",
        "It was left out.",
    ),
    "units": (
        "The units are worth different amounts: {units}.",
        "The first one was taken.",
    ),
    "feedback": (
        "Feedback on the answer as a whole has no place here: {feedback}",
        "It was left out.",
    ),
    "id": (
        "{id} cannot be the id of a question here.",
        "The id {new} was written.",
    ),
    "split": (
        "Which answers are in which language is not told.",
        "Those with Chinese characters were taken as Chinese, the others as English.",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """`question` is the title or id, or its number in the file; `line` where the format has lines."""

    question: str
    code: str
    line: int | None = None
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def what(self) -> str:
        return SENTENCES[self.code][0]

    @property
    def done(self) -> str:
        return SENTENCES[self.code][1]

    def __str__(self) -> str:
        line = f"line {self.line}: " if self.line else ""
        return f"{line}{self.question}: {filled(self.what, self.values)} {filled(self.done, self.values)}"


def filled(sentence: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        sentence = sentence.replace("{" + name + "}", value)
    return sentence
