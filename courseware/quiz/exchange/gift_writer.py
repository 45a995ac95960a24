"""GIFT, written so that Moodle and this project read the same question back."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import FULL, ExchangeQuestion, Option, Range, Words

_ORDERING = ("ordering",)


def write_gift(questions: Iterable[ExchangeQuestion]) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file, and what it could not hold."""
    blocks, findings = [], []
    for question in questions:
        refused = _refused(question)
        if refused:
            findings.append(refused)
            continue
        blocks.append("\n".join(_block(question)))
    return "\n\n".join(blocks) + "\n", tuple(findings)


def _refused(question: ExchangeQuestion) -> Finding | None:
    if question.kind in _ORDERING:
        return Finding(question.name, "kind-out", values={"kind": question.kind})
    if any("->" in pair.left.text for pair in question.pairs):
        return Finding(question.name, "arrow")
    if question.kind == "short_answer" and any("->" in o.words.text for o in question.options):
        return Finding(question.name, "arrow")
    return None


def _block(question: ExchangeQuestion) -> Iterator[str]:
    if question.kind == "category":
        yield f"$CATEGORY: {_escaped(question.category)}"
        return
    marks = [f"[id:{_bracketed(question.id)}]"] if question.id else []
    marks += [f"[tag:{_bracketed(tag)}]" for tag in _tags(question)]
    if marks:
        yield f"// {' '.join(marks)}"
    for note in question.notes:
        words = _escaped(note.words.text)
        yield f"// [note:{_bracketed(note.name)}] [{note.words.format}]{words}"
    title = f"::{_escaped(question.title)}::" if question.title else ""
    stem = f"{title}[{question.text.format}]{_escaped(question.text.text)}"
    if question.kind == "description":
        yield stem
        return
    yield stem + "{" + "".join(_body(question)) + "}"


def _tags(question: ExchangeQuestion) -> tuple[str, ...]:
    lang = (f"lang:{question.lang}",) if question.lang else ()
    return (*question.tags, *(f"unit:{unit}" for unit in question.units), *lang)


def _body(question: ExchangeQuestion) -> Iterator[str]:
    form = question.text.format
    if question.kind == "true_false":
        yield _truth(question.options, form)
    elif question.kind == "numeric":
        yield "#" + "".join(_range(one, form) for one in question.ranges)
    elif question.kind == "matching":
        for pair in question.pairs:
            yield f"\n\t={_written(pair.left, form)} -> {_escaped(pair.right)}"
    else:
        one_right = question.kind == "single"
        for option in question.options:
            yield _option(option, form, "=" if question.kind == "short_answer" else one_right)
    if question.general:
        yield f"\n\t####{_written(question.general, form)}"
    if question.kind != "true_false" and (question.options or question.ranges or question.pairs):
        yield "\n"


def _option(option: Option, form: str, sign: str | bool) -> str:
    """A single question marks its right answer with =; elsewhere the weight says all."""
    if sign is True:
        sign = "=" if option.weight == FULL else "~"
        weight = "" if option.weight in (FULL, Decimal(0)) else _weight(option.weight)
    else:
        sign = sign or "~"
        weight = _weight(option.weight)
    return f"\n\t{sign}{weight}{_written(option.words, form)}{_feedback(option.feedback, form)}"


def _range(one: Range, form: str) -> str:
    number = f"{one.value:f}:{one.tolerance:f}"
    return f"\n\t={_weight(one.weight)}{number}{_feedback(one.feedback, form)}"


def _truth(options: tuple[Option, ...], form: str) -> str:
    holds = options[0].weight == FULL
    right, wrong = options if holds else (options[1], options[0])
    said = _feedback(wrong.feedback, form)
    if right.feedback:
        said = f"{said or '#'}{_feedback(right.feedback, form)}"
    return ("TRUE" if holds else "FALSE") + said


def _feedback(words: Words | None, form: str) -> str:
    return f"#{_written(words, form)}" if words else ""


def _written(words: Words, form: str) -> str:
    """The format is said where it differs, and where the words could be taken for something else."""
    said = words.format != form or words.text[:1] in ("[", "%")
    return (f"[{words.format}]" if said else "") + _escaped(words.text)


def _weight(weight: Decimal) -> str:
    return f"%{weight.normalize():f}%"


def _escaped(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", "\\n")


def _bracketed(text: str) -> str:
    return re.sub(r"[\]\\]", r"\\\g<0>", " ".join(text.split("\n")))
