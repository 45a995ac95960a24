"""The lessons say what the slides say, in words of their own, and each lesson in its own."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from courseware.content import catalogue
from courseware.content.definitions import Course, Text
from tests.content import shingles

ROOT = Path(__file__).parent.parent.parent
FACTS = Path(__file__).parent.parent / "data" / "deck-facts.yaml"
_REFERENCE = re.compile(r"\[\[[^\]]*\]\]")
_TABLES = ("matrix", "compare", "chart", "funnel", "process")


@pytest.fixture(scope="module")
def course() -> Course:
    course = catalogue.load(ROOT).draft
    assert course is not None
    return course


def own_lines(text: str, known: list[str]) -> Iterator[tuple[int, str]]:
    """The running text of a lesson: without headings, table cells, pictures, glossary terms and names of the case."""
    inside = ""
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare.startswith(("```", "~~~")):
            kind = bare.strip("`~ ").split(" ")[0]
            inside = kind if kind in _TABLES else ""
            continue
        if inside or bare.startswith(("#", "|", "alt:")):
            continue
        own = _REFERENCE.sub(shingles.GAP, line)
        for name in known:
            own = own.replace(name, shingles.GAP)
        yield number, own


def names_of(course: Course) -> list[str]:
    names = [term.name.zh for term in course.glossary.values()]
    names += [fact.value.zh for fact in course.case_facts.values() if isinstance(fact.value, Text)]
    return sorted({name for name in names if len(name) > 1}, key=len, reverse=True)


def test_no_lesson_repeats_a_sentence_of_the_slides(course: Course) -> None:
    deck, known = shingles.stored(), names_of(course)
    repeated = [
        f"{path.parent.name}:{number}: {run}"
        for path in sorted(ROOT.glob("modules/*/lesson.zh.md"))
        for number, line in own_lines(path.read_text("utf-8"), known)
        for run in shingles.runs(line)
        if shingles.hashed(run) in deck
    ]
    assert not repeated


def test_no_lesson_repeats_a_sentence_of_another(course: Course) -> None:
    known = names_of(course)
    first: dict[str, str] = {}
    repeated = []
    for path in sorted(ROOT.glob("modules/*/lesson.zh.md")):
        for number, line in own_lines(path.read_text("utf-8"), known):
            for run in shingles.runs(line):
                slug = first.setdefault(run, path.parent.name)
                if slug != path.parent.name:
                    repeated.append(f"{path.parent.name}:{number} and {slug}: {run}")
    assert not repeated


def test_every_lesson_holds_the_facts_of_its_slide(course: Course) -> None:
    facts = yaml.safe_load(FACTS.read_text("utf-8"))
    missing = []
    for module in course.modules:
        lesson = module.lessons.get("zh")
        if lesson is None:
            continue
        aims = " ".join(lesson.objectives.values())
        text = folded(" ".join([aims, lesson.html, *(note.html for note in lesson.trainer_notes)]))
        for fact in facts[module.number]:
            choices = fact if isinstance(fact, list) else [fact]
            if not any(folded(str(choice)) in text for choice in choices):
                missing.append(f"{module.slug}: {' or '.join(map(str, choices))}")
    assert not missing


def test_the_facts_cover_all_fifty_modules() -> None:
    facts = yaml.safe_load(FACTS.read_text("utf-8"))
    assert sorted(facts) == list(range(1, 51))
    assert all(len(entries) >= 10 for entries in facts.values())


def test_a_repeated_run_is_found_whatever_its_punctuation() -> None:
    line = "先听完客户的话再问一个开放式的问题然后等他回答完毕"
    kept = shingles.of_lines([line])
    assert kept & shingles.of_lines([f"他说：{line[:9]}，{line[9:]}。"])
    assert not kept & shingles.of_lines([line[:12] + shingles.GAP + line[12:]])
    assert not kept & shingles.of_lines([line[:19]])


def test_terms_names_headings_and_tables_are_taken_out() -> None:
    text = "## 标题 {#a}\n\n| 格 | 子 |\n\n```compare\nrows: []\n```\n\n林岚说[[case:x]]好。\n"
    assert list(own_lines(text, ["林岚"])) == [
        (2, ""),
        (4, ""),
        (8, ""),
        (9, f"{shingles.GAP}说{shingles.GAP}好。"),
    ]


def folded(text: str) -> str:
    """Without HTML, spaces and differences of width."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", re.sub(r"<[^>]+>", "", text)))
