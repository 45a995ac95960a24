"""Moodle XML, written for Moodle 4 and read back here as the same question."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from xml.etree import ElementTree as ET

from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import ExchangeQuestion, Option, Words

TYPES: Mapping[str, str] = {
    "single": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "short_answer": "shortanswer",
    "numeric": "numerical",
    "matching": "matching",
    "ordering": "ordering",
    "essay": "essay",
    "description": "description",
    "category": "category",
}
FORMATS = {"moodle": "moodle_auto_format", "plain": "plain_text"}
LONGEST_TAG = 50
#: fields of Moodle for words that we keep as notes under the same name
NOTES = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback", "graderinfo")
_FORBIDDEN = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_moodle(questions: Iterable[ExchangeQuestion]) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file, and what it could not hold."""
    quiz, findings = ET.Element("quiz"), []
    for question in questions:
        quiz.append(_question(question))
        findings += [
            Finding(question.name, "long-tag", values={"tag": tag})
            for tag in question.tags
            if len(tag) > LONGEST_TAG
        ]
    ET.indent(quiz)
    text = ET.tostring(quiz, encoding="unicode", short_empty_elements=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n', tuple(findings)


def _question(question: ExchangeQuestion) -> ET.Element:
    element = ET.Element("question", type=TYPES[question.kind])
    if question.kind == "category":
        _text(ET.SubElement(element, "category"), question.category)
        return element
    _text(ET.SubElement(element, "name"), question.title)
    _words(element, "questiontext", question.text)
    _words(element, "generalfeedback", question.general or Words("", question.text.format))
    _plain(element, "defaultgrade", "0" if question.kind == "description" else "1")
    _plain(element, "penalty", "0.3333333")
    _plain(element, "hidden", "0")
    _plain(element, "idnumber", question.id)
    BODIES[question.kind](element, question)
    _notes(element, question)
    tags = (*question.tags, *((f"lang:{question.lang}",) if question.lang else ()))
    if tags:
        holder = ET.SubElement(element, "tags")
        for tag in tags:
            _text(ET.SubElement(holder, "tag"), tag)
    return element


def _choice(element: ET.Element, question: ExchangeQuestion) -> None:
    _plain(element, "single", "true" if question.kind == "single" else "false")
    _plain(element, "shuffleanswers", "true")
    _plain(element, "answernumbering", "abc")
    for option in question.options:
        _answer(element, option, option.words.format)


def _typed(element: ET.Element, question: ExchangeQuestion) -> None:
    _plain(element, "usecase", "0")
    for option in question.options:
        _answer(element, option, option.words.format)


def _truth(element: ET.Element, question: ExchangeQuestion) -> None:
    for option in question.options:
        _answer(element, option, "moodle")


def _numeric(element: ET.Element, question: ExchangeQuestion) -> None:
    for one in question.ranges:
        option = Option(Words(f"{one.value:f}"), one.weight, one.feedback)
        _plain(_answer(element, option, "moodle"), "tolerance", f"{one.tolerance:f}")
    _plain(element, "unitgradingtype", "0")
    _plain(element, "showunits", "0" if question.units else "3")
    if question.units:
        units = ET.SubElement(element, "units")
        for name in question.units:
            unit = ET.SubElement(units, "unit")
            _plain(unit, "multiplier", "1")
            _plain(unit, "unit_name", name)


def _matching(element: ET.Element, question: ExchangeQuestion) -> None:
    _plain(element, "shuffleanswers", "true")
    for pair in question.pairs:
        sub = _words(element, "subquestion", pair.left)
        _text(ET.SubElement(sub, "answer"), pair.right)


def _ordering(element: ET.Element, question: ExchangeQuestion) -> None:
    for name, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "RELATIVE_TO_CORRECT"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        _plain(element, name, value)
    for place, item in enumerate(question.items, 1):
        _answer(element, Option(item, Decimal(place)), item.format)


def _essay(element: ET.Element, _question: ExchangeQuestion) -> None:
    _plain(element, "responseformat", "editor")
    _plain(element, "responserequired", "1")
    _plain(element, "responsefieldlines", "10")
    _plain(element, "attachments", "0")


BODIES: Mapping[str, Callable[[ET.Element, ExchangeQuestion], None]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "short_answer": _typed,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "essay": _essay,
    "description": lambda _element, _question: None,
}


def _notes(element: ET.Element, question: ExchangeQuestion) -> None:
    """Words without a field stand as a list where only a trainer, or whoever was wrong, sees them."""
    ours = []
    for note in question.notes:
        if note.name in NOTES:
            _words(element, note.name, note.words)
        else:
            words = note.words.text.replace("</li>", "&lt;/li&gt;")
            ours.append(f'<li title="{note.name}">{words}</li>')
    if ours:
        field = "graderinfo" if question.kind == "essay" else "incorrectfeedback"
        _words(element, field, Words(f"<ul>{''.join(ours)}</ul>", "html"))


def _answer(element: ET.Element, option: Option, form: str) -> ET.Element:
    answer = _words(element, "answer", Words(option.words.text, form))
    answer.set("fraction", f"{option.weight.normalize():f}")
    _words(answer, "feedback", option.feedback or Words("", "html"))
    return answer


def _words(element: ET.Element, name: str, words: Words) -> ET.Element:
    found = ET.SubElement(element, name, format=FORMATS.get(words.format, words.format))
    _text(found, words.text)
    return found


def _text(element: ET.Element, text: str) -> None:
    _plain(element, "text", text)


def _plain(element: ET.Element, name: str, text: str) -> None:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    ET.SubElement(element, name).text = _FORBIDDEN.sub("", text)
