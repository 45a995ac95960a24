"""What all modules share: the glossary, the rubrics, the figures of the running case."""

import re

from courseware.content import digests
from courseware.content.definitions import (
    SPOKEN_CHECKS,
    CaseFact,
    Criterion,
    RubricDefinition,
    Term,
    Text,
)
from courseware.content.reading import Document, Entry, Load
from courseware.content.units import UNITS
from courseware.kit.fields import is_id
from courseware.kit.yamltree import Map

GLOSSARY = "modules/glossary.yaml"
CASE = "modules/case.yaml"
_FACT = re.compile(r"[a-z][a-z0-9_-]*")


def read_facts(load: Load) -> tuple[dict[str, CaseFact], tuple[tuple[str, int], ...]]:
    """The facts of the case, and its `must_hold` rules with their lines."""
    path = load.root / CASE
    if not path.is_file():
        return {}, ()
    document = Document(load, path)
    top = document.yaml()
    facts = {}
    holder = top.inner("facts", "write the facts as id: {value, unit, zh, en}")
    for name in holder.map:
        entry = holder.inner(name)
        if not _FACT.fullmatch(name):
            holder.fault(name, "is no id of a fact: use a-z, 0-9, _ and -, such as rev_total")
        facts[name] = _fact(entry, name)
        entry.mark("fact", name)
        entry.done()
    holder.done()
    rules = top.sequence("must_hold")
    sums = tuple((str(rule), line) for rule, line in zip(rules, rules.lines, strict=True))
    top.done()
    document.close()
    return facts, sums


def _fact(entry: Entry, name: str) -> CaseFact:
    unit = entry.one_of("unit", UNITS)
    value: float | Text
    if isinstance(entry.map.get("value"), Map):
        value = entry.text("value")
        if unit != "text":
            entry.fault("unit", "a value in words has unit: text")
    elif unit == "text":
        entry.text("value")
        value = Text("", "")
    else:
        value = entry.number("value")
    entry.string("note", "")
    return CaseFact(name, value, unit, Text(entry.string("zh"), entry.string("en")))


def read_glossary(load: Load) -> dict[str, Term]:
    path = load.root / GLOSSARY
    if not path.is_file():
        return {}
    document = Document(load, path)
    top = document.yaml()
    terms = {}
    for name in top.map:
        entry = top.inner(name)
        if not is_id(name):
            top.fault(name, "is no id: use a-z, 0-9 and single hyphens, such as open-question")
        terms[name] = Term(
            id=name,
            name=Text(entry.string("zh"), entry.string("en")),
            pinyin=entry.string("pinyin"),
            meaning=entry.text("meaning"),
            first=entry.integer("first", 1, 99),
        )
        entry.mark("term", name)
        entry.done()
    document.close()
    return terms


def read_rubrics(load: Load) -> dict[str, RubricDefinition]:
    rubrics = {}
    for path in load.files("modules/rubrics/*.yaml"):
        document = Document(load, path)
        top = document.yaml()
        rubric = _rubric(top, path.stem)
        if not is_id(path.stem):
            top.fault("", "the file is called as its id: a-z, 0-9 and single hyphens")
        document.mark(1, "rubric", path.stem)
        if document.close():
            rubrics[path.stem] = rubric
    return rubrics


def _rubric(top: Entry, name: str) -> RubricDefinition:
    title = top.text("title")
    criteria, seen = [], set[str]()
    for entry in top.entries("criteria", 1, "at least one criterion"):
        criterion_id, called = entry.identifier("id"), entry.text("name")
        entry.unique(seen, criterion_id, "criterion")
        levels = [
            level.own_text()
            for level in entry.entries("levels", 4, "four texts, for marks 0, 1, 2, 3")
        ]
        if len(levels) != 4:
            entry.fault("levels", f"has {len(levels)} texts; write four, for marks 0, 1, 2, 3")
            levels = (levels + [Text("", "")] * 4)[:4]
        checks = entry.strings("checks", 0, "") if entry.has("checks") else ()
        for check in checks:
            if check not in SPOKEN_CHECKS:
                entry.fault(
                    "checks", f"there is no check {check!r}; they are {', '.join(SPOKEN_CHECKS)}"
                )
        entry.done()
        criteria.append(
            Criterion(
                criterion_id, called, (levels[0], levels[1], levels[2], levels[3]), tuple(checks)
            )
        )
    top.done()
    digest = digests.pair(
        [[c.id, *c.checks] if c.checks else c.id for c in criteria],
        [title, [[c.name, *c.levels] for c in criteria]],
    )
    return RubricDefinition(name, title, tuple(criteria), digest)
