"""What was certified, as label and words belongs here: the same on paper and on the public page."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache
from typing import Any

from courseware.certificates.types import CertificateRow
from courseware.web.filters import for_language
from courseware.web.locale import lang, lazy, translate

#: heading and sentence of each kind
HEADINGS = {
    "course": lazy("Certificate of completion"),
    "part": lazy("Certificate of a part of the course"),
    "practice": lazy("Certificate of practice"),
    "portfolio": lazy("Certificate of a portfolio"),
    "exercise": lazy("Exercise certificate"),
}
STATEMENTS = {
    "course": lazy("has completed the course"),
    "part": lazy("has passed every module of this part of the course"),
    "practice": lazy("has practised conversations with customers of this industry, and passed"),
    "portfolio": lazy("has worked through this chain of exercises, each of them accepted"),
    "exercise": lazy("has done this exercise, and it was accepted"),
}
ROLES = {"trainer": lazy("trainer"), "manager": lazy("manager")}
REVIEWER = lazy("reviewer")
#: figures by their name in the facts, in the order of the page
COUNTED = {
    "modules": lazy("Modules passed"),
    "scenarios": lazy("Role-plays passed"),
    "drills": lazy("Objections answered"),
    "exercises": lazy("Accepted exercises"),
}
ACCEPTED_ON, ACCEPTED_BY = lazy("Accepted on"), lazy("Accepted by")
PERIOD, TRACK, EDITION = lazy("Period"), lazy("Track"), lazy("Edition")
AVERAGE, UNTIL = lazy("Average of the quizzes"), lazy("Valid until")
#: so many have room
MOST_FACTS = 6


def facts_of(row: CertificateRow) -> list[tuple[str, str]]:
    """The facts in the language being spoken."""
    return facts_in(row, lang())


def facts_in(row: CertificateRow, language: str) -> list[tuple[str, str]]:
    """The facts of any kind of certificate, six at most, in the same order in each language."""
    found = [
        (said(label, language), value) for label, value in _facts(row, language) if value != ""
    ]
    return found[:MOST_FACTS]


def said(sentence: str, language: str) -> str:
    """A label made at import time, in a named language."""
    return translate(getattr(sentence, "sentence", sentence), language)


def day(moment: datetime, language: str) -> str:
    return _date(language)(moment, "long")


@cache
def _date(language: str) -> Callable[[datetime, str], str]:
    return for_language(language)["date"]


def _facts(row: CertificateRow, language: str) -> Iterator[tuple[str, str]]:
    facts = row.facts
    if "accepted_on" in facts:
        yield ACCEPTED_ON, day(datetime.fromisoformat(facts["accepted_on"]), language)
        yield ACCEPTED_BY, said(ROLES.get(facts.get("accepted_role", ""), REVIEWER), language)
    yield PERIOD, facts.get("period") or ""
    yield TRACK, _text(facts.get("track"), language)
    for name, label in COUNTED.items():
        yield label, _count(facts.get(name))
    if row.kind in ("course", "part", "practice", "portfolio"):
        yield EDITION, row.edition
    if facts.get("average") is not None:
        yield AVERAGE, f"{facts['average']:g}%"
    if row.expires_at is not None:
        yield UNTIL, day(row.expires_at, language)


def _text(value: Any, language: str) -> str:
    if isinstance(value, dict):
        return str(value.get(language) or next(filter(None, value.values()), ""))
    return str(value or "")


def _count(value: Any) -> str:
    """A number, or how many a list holds; nothing for none."""
    number = len(value) if isinstance(value, list | dict) else value
    return str(number) if number else ""
