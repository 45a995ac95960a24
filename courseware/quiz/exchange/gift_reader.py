"""GIFT, read as Moodle documents it: blocks between blank lines, comments that may carry ids and tags."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import (
    FULL,
    ExchangeQuestion,
    Note,
    Option,
    Pair,
    Range,
    Reading,
    Words,
    number,
)

# While a block is taken apart, an escaped sign is one control character; real ones are dropped before.
_SIGNS = "\\~=#{}:n|"
_HIDDEN = {sign: chr(number) for number, sign in enumerate(_SIGNS, 0x0E)}
_SHOWN = str.maketrans({code: "\n" if sign == "n" else sign for sign, code in _HIDDEN.items()})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_FORMAT = re.compile(r"\[(html|markdown|plain|moodle)\]")
_TRUTH = re.compile(r"(TRUE|FALSE|T|F)\s*(#.*)?", re.IGNORECASE | re.DOTALL)
_WEIGHT = re.compile(r"\s*%(-?\d+(?:\.\d+)?)%")
_SPACE = " \t\n"


@dataclass(frozen=True, slots=True)
class _Block:
    text: str  # signs still hidden
    line: int
    id: str
    tags: tuple[str, ...]
    notes: tuple[Note, ...]


class _Unreadable(Exception):
    pass


def read_gift(text: str) -> Reading:
    """The questions of a file; a block that is none becomes a finding and stops nothing."""
    questions: list[ExchangeQuestion] = []
    findings: list[Finding] = []
    category = ""
    for block in _blocks(text):
        if block.text.startswith("$CATEGORY:"):
            category, _, rest = block.text.removeprefix("$CATEGORY:").partition("\n")
            category = _shown(category.strip(_SPACE))
            questions.append(
                ExchangeQuestion(
                    "category", category, Words(""), category=category, line=block.line
                )
            )
            block = replace(block, text=rest.strip(_SPACE))  # noqa: PLW2901 - what is left of it
        if not block.text:
            continue
        try:
            questions.append(replace(_question(block), category=category))
        except (_Unreadable, InvalidOperation):
            head = " ".join(_shown(block.text).split())[:60]
            findings.append(Finding(head, "unreadable", block.line))
    return Reading(tuple(questions), tuple(findings))


def _blocks(text: str) -> Iterator[_Block]:
    lines = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    block: list[tuple[int, str]] = []
    for place, line in enumerate([*lines, ""], 1):
        if line.strip(" \t"):
            block.append((place, line))
        elif block:
            yield _block(block)
            block = []


def _block(lines: list[tuple[int, str]]) -> _Block:
    comments = [line.lstrip(" \t") for _, line in lines if line.lstrip(" \t").startswith("//")]
    kept = [(n, line) for n, line in lines if not line.lstrip(" \t").startswith("//")]
    ids: list[str] = []
    tags: list[str] = []
    notes: list[Note] = []
    for comment in comments:
        if note := re.match(r"//\s*\[note:((?:\\.|[^\]\\])*)\]\s?(.*)", comment):
            notes.append(Note(_unbracketed(note[1]), _words(_hidden(note[2]), "moodle")))
            continue
        for kind, value in re.findall(r"\[(id|tag):((?:\\.|[^\]\\])+)\]", comment):
            (ids if kind == "id" else tags).append(_unbracketed(value))
    text = _hidden("\n".join(line for _, line in kept)).strip(_SPACE)
    line = kept[0][0] if kept else lines[0][0]
    return _Block(text, line, ids[0] if ids else "", tuple(tags), tuple(notes))


def _question(block: _Block) -> ExchangeQuestion:
    title, text = "", block.text
    if named := re.match(r"::(.*?)::", text, re.DOTALL):
        title, text = _shown(named[1].strip(_SPACE)), text[named.end() :]
    start, end = text.find("{"), text.rfind("}")
    if start < 0 and end < 0:
        stem = _words(text, "moodle")
        return _made(block, ExchangeQuestion("description", title, stem))
    if start < 0 or end < start:
        raise _Unreadable
    before, after = text[:start].rstrip(_SPACE), text[end + 1 :].strip(_SPACE)
    # The missing word stands where the answers stood.
    stem = _words(f"{before} _____ {after}" if after else before, "moodle")
    body, _, general = text[start + 1 : end].partition("####")
    found = ExchangeQuestion(
        "essay", title, stem, general=_words_or_none(general, stem.format), lang=""
    )
    return _made(block, _answered(found, body.strip(_SPACE)))


def _made(block: _Block, question: ExchangeQuestion) -> ExchangeQuestion:
    units = tuple(t.removeprefix("unit:") for t in block.tags if t.startswith("unit:"))
    tags = tuple(t for t in block.tags if not t.startswith(("unit:", "lang:")))
    lang = next((t.removeprefix("lang:") for t in block.tags if t.startswith("lang:")), "")
    return replace(
        question,
        id=block.id,
        tags=tags,
        notes=block.notes,
        units=units,
        lang=lang,
        line=block.line,
    )


def _answered(question: ExchangeQuestion, body: str) -> ExchangeQuestion:
    form = question.text.format
    if not body:
        return question
    if truth := _TRUTH.fullmatch(body):
        return replace(question, kind="true_false", options=_truth(truth, form))
    if body.startswith("#"):
        return replace(question, kind="numeric", ranges=tuple(_ranges(body[1:], form)))
    answers = list(_answers(body))
    if any(sign == "~" for sign, _, _, _ in answers):
        options = tuple(_option(answer, form) for answer in answers)
        one_right = any(sign == "=" for sign, _, _, _ in answers)
        return replace(question, kind="single" if one_right else "multiple", options=options)
    if all("->" in words for _, _, words, _ in answers):
        return replace(question, kind="matching", pairs=tuple(_pair(a[2], form) for a in answers))
    options = tuple(_option(answer, form) for answer in answers)
    return replace(question, kind="short_answer", options=options)


def _answers(body: str) -> Iterator[tuple[str, Decimal | None, str, str]]:
    """Sign, weight, words and feedback of each answer."""
    if body[:1] not in ("~", "="):
        raise _Unreadable
    for sign, answer in re.findall(r"([~=])([^~=]*)", body):
        weight = _WEIGHT.match(answer)
        rest = answer[weight.end() :] if weight else answer
        words, _, feedback = rest.partition("#")
        yield sign, Decimal(weight[1]) if weight else None, words, feedback


def _option(answer: tuple[str, Decimal | None, str, str], form: str) -> Option:
    sign, weight, words, feedback = answer
    if weight is None:
        weight = FULL if sign == "=" else Decimal(0)
    return Option(_words(words, form), weight, _words_or_none(feedback, form))


def _truth(found: re.Match[str], form: str) -> tuple[Option, Option]:
    """The first feedback is for the wrong answer, the second for the right one."""
    holds = found[1].upper().startswith("T")
    said = [_words_or_none(part, form) for part in (found[2] or "").split("#")[1:3]]
    wrong, right = (*said, None, None)[:2]
    return (
        Option(Words("true"), FULL if holds else Decimal(0), right if holds else wrong),
        Option(Words("false"), Decimal(0) if holds else FULL, wrong if holds else right),
    )


def _ranges(body: str, form: str) -> Iterator[Range]:
    body = body.strip(_SPACE)
    for sign, weight, words, feedback in _answers(body if body.startswith("=") else f"={body}"):
        if sign == "~":  # feedback to every other number
            continue
        value, tolerance = _number(words.strip(_SPACE))
        yield Range(
            value, tolerance, FULL if weight is None else weight, _words_or_none(feedback, form)
        )


def _number(words: str) -> tuple[Decimal, Decimal]:
    low, dots, high = words.partition("..")
    if dots:
        return (number(low) + number(high)) / 2, (number(high) - number(low)) / 2
    value, _, tolerance = _shown(words).partition(":")
    return number(value), number(tolerance.strip() or "0")


def _pair(words: str, form: str) -> Pair:
    left, _, right = words.partition("->")
    return Pair(_words(left, form), _shown(right.strip(_SPACE)))


def _words(text: str, inherited: str) -> Words:
    text = text.strip(_SPACE)
    form = inherited
    if named := _FORMAT.match(text):
        form, text = named[1], text[named.end() :].strip(_SPACE)
    if form == "moodle":
        lines = (line.strip(" \t") for line in text.split("\n"))
        text = " ".join(line for line in lines if line)
    return Words(_shown(text), form)


def _words_or_none(text: str, inherited: str) -> Words | None:
    return _words(text, inherited) if text.strip(_SPACE) else None


def _hidden(text: str) -> str:
    return re.sub(r"\\([\\~=#{}:n|])", lambda found: _HIDDEN[found[1]], text)


def _shown(text: str) -> str:
    return text.translate(_SHOWN)


def _unbracketed(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)
