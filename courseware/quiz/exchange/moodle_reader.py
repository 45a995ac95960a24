"""Moodle XML, read safely: no entities, no outside files, and nothing but the question kinds we know."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import InvalidOperation
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]  # has no types
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]  # has no types

from courseware.quiz.exchange.moodle_writer import NOTES
from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import (
    FULL,
    ExchangeQuestion,
    Note,
    NotReadable,
    Option,
    Pair,
    Range,
    Reading,
    Words,
    number,
)

_FORMATS = {"html": "html", "markdown": "markdown", "plain_text": "plain"}
_LISTED = re.compile(r'<li title="([^"]*)">(.*?)</li>', re.DOTALL)


def read_moodle(data: bytes) -> Reading:
    """The questions of a file; one of a kind that we do not know becomes a finding."""
    questions: list[ExchangeQuestion] = []
    findings: list[Finding] = []
    category = ""
    for place, element in enumerate(_root(data).findall("question"), 1):
        kind = element.get("type", "")
        name = _text(element.find("name")) or str(place)
        if kind == "category":
            category = _text(element.find("category"))
            questions.append(ExchangeQuestion("category", category, Words(""), category=category))
        elif kind not in BODIES:
            findings.append(Finding(name, "kind", values={"kind": kind or "?"}))
        else:
            try:
                question, found = _question(element, kind)
            except InvalidOperation:
                findings.append(Finding(name, "unreadable"))
                continue
            questions.append(replace(question, category=category))
            findings += found
    return Reading(tuple(questions), tuple(findings))


def _root(data: bytes) -> Element:
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise NotReadable(
            "The file declares entities or a document type, which no question file needs; it is not read."
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise NotReadable(
            "The file is not well-formed XML: {problem}.", problem=str(error)
        ) from error
    if root.tag != "quiz":
        raise NotReadable("The file is XML, but not Moodle XML: its first element is not <quiz>.")
    return root


def _question(element: Element, kind: str) -> tuple[ExchangeQuestion, list[Finding]]:
    tags = [_text(tag) for tag in element.findall("tags/tag")]
    lang = next((t.removeprefix("lang:") for t in tags if t.startswith("lang:")), "")
    question = ExchangeQuestion(
        kind=kind,
        title=_text(element.find("name")),
        text=_words(element.find("questiontext")),
        general=_said(element.find("generalfeedback")),
        id=(element.findtext("idnumber") or "").strip(),
        tags=tuple(t for t in tags if t and not t.startswith("lang:")),
        notes=_notes(element),
        lang=lang,
    )
    question, findings = BODIES[kind](element, question)
    if element.find(".//file") is not None:
        findings.append(Finding(question.name, "markup", values={"markup": "file"}))
    return question, findings


Made = tuple[ExchangeQuestion, list[Finding]]


def _choice(element: Element, question: ExchangeQuestion) -> Made:
    one = (element.findtext("single") or "true").strip().lower() in ("true", "1")
    options = tuple(_option(answer) for answer in element.findall("answer"))
    return replace(question, kind="single" if one else "multiple", options=options), []


def _typed(element: Element, question: ExchangeQuestion) -> Made:
    options = tuple(_option(answer) for answer in element.findall("answer"))
    return replace(question, kind="short_answer", options=options), []


def _truth(element: Element, question: ExchangeQuestion) -> Made:
    """True first, whatever stands first in the file."""
    said = {_text(a).strip().lower(): _option(a) for a in element.findall("answer")}
    if set(said) != {"true", "false"}:
        raise InvalidOperation
    options = tuple(replace(said[name], words=Words(name)) for name in ("true", "false"))
    return replace(question, kind="true_false", options=options), []


def _numeric(element: Element, question: ExchangeQuestion) -> Made:
    ranges, findings = [], []
    for answer in element.findall("answer"):
        text = _text(answer).strip()
        if text == "*":
            findings.append(Finding(question.name, "wildcard", values={"answer": text}))
            continue
        tolerance = (answer.findtext("tolerance") or "0").strip() or "0"
        option = _option(answer)
        ranges.append(Range(number(text), number(tolerance), option.weight, option.feedback))
    worth = {
        (unit.findtext("unit_name") or "").strip(): (unit.findtext("multiplier") or "1").strip()
        for unit in element.findall("units/unit")
    }
    if len({number(one) for one in worth.values()}) > 1:
        listed = ", ".join(f"{name} = {amount}" for name, amount in worth.items())
        findings.append(Finding(question.name, "units", values={"units": listed}))
        worth = dict(list(worth.items())[:1])
    made = replace(question, kind="numeric", ranges=tuple(ranges), units=tuple(worth))
    return made, findings


def _matching(element: Element, question: ExchangeQuestion) -> Made:
    pairs = tuple(
        Pair(_words(sub), _text(sub.find("answer"))) for sub in element.findall("subquestion")
    )
    return replace(question, kind="matching", pairs=pairs), []


def _ordering(element: Element, question: ExchangeQuestion) -> Made:
    items = tuple(_words(answer) for answer in element.findall("answer"))
    return replace(question, kind="ordering", items=items), []


def _drag(element: Element, question: ExchangeQuestion) -> Made:
    """The drag-and-drop kind of matching differs only in how it is answered; its right sides may be marked up."""
    return _matching(element, question)


BODIES: Mapping[str, Callable[[Element, ExchangeQuestion], Made]] = {
    "multichoice": _choice,
    "truefalse": _truth,
    "shortanswer": _typed,
    "numerical": _numeric,
    "matching": _matching,
    "ddmatch": _drag,
    "ordering": _ordering,
    "essay": lambda _element, question: (replace(question, kind="essay"), []),
    "description": lambda _element, question: (replace(question, kind="description"), []),
}


def _notes(element: Element) -> tuple[Note, ...]:
    notes: list[Note] = []
    for name in NOTES:
        words = _said(element.find(name))
        if words is None:
            continue
        listed = _LISTED.findall(words.text)
        if listed and words.text.startswith('<ul><li title="'):
            notes += [
                Note(title, Words(text.replace("&lt;/li&gt;", "</li>"), "markdown"))
                for title, text in listed
            ]
        else:
            notes.append(Note(name, words))
    return tuple(notes)


def _option(answer: Element) -> Option:
    weight = number(answer.get("fraction") or "0")
    if not -FULL <= weight <= FULL:
        raise InvalidOperation
    return Option(_words(answer), weight.normalize(), _said(answer.find("feedback")))


def _said(element: Element | None) -> Words | None:
    words = _words(element)
    return words if words.text.strip() else None


def _words(element: Element | None) -> Words:
    form = _FORMATS.get(element.get("format", "") if element is not None else "", "moodle")
    return Words(_text(element), form)


def _text(element: Element | None) -> str:
    """The <text> of a field; old files have it in the field itself."""
    if element is None:
        return ""
    inner = element.find("text")
    return ((inner.text if inner is not None else element.text) or "").strip(" \t\n")
