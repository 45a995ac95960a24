"""GIFT: files of others are read as they were meant, and ours come back the same."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.quiz.exchange.from_definition import from_definition
from courseware.quiz.exchange.gift_reader import read_gift
from courseware.quiz.exchange.gift_writer import write_gift
from courseware.quiz.exchange.to_yaml import to_yaml
from courseware.quiz.exchange.values import (
    FULL,
    ExchangeQuestion,
    Note,
    Option,
    Pair,
    Range,
    Words,
)
from tests.quiz.exchanged import plain, read_back, shipped
from tests.quiz.samples import SAMPLES

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "samples" / "gift"
FILES = sorted(FOLDER.glob("*.gift"))
NONE = [pytest.param(None, marks=pytest.mark.skip(reason=f"there are no samples at {FOLDER}"))]
KINDS = {"Short": "short_answer", "Numerical": "numeric", "TF": "true_false", "Essay": "essay",
         "Matching": "matching", "Description": "description", "Category": "category"}  # fmt: skip
#: anything that a text of ours may be: no control characters, no space at its ends
TEXTS = (
    st.text(
        st.one_of(
            st.sampled_from("~=#{}:\\n|%[]-><*/$&\"'_`\n 权衡，（％）"),
            st.characters(exclude_categories=("Cc", "Cs", "Co")),
        ),
        min_size=1,
        max_size=60,
    )
    .map(str.strip)
    .filter(bool)
)


@pytest.mark.parametrize("path", FILES or NONE, ids=lambda p: p.stem if p else "absent")
def test_files_of_others_are_read_as_their_makers_say(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text("utf-8"))
    reading = read_gift(path.read_text("utf-8"))
    assert [_told(question) for question in reading.questions] == [_meant(one) for one in wanted]
    assert not reading.findings


@pytest.mark.parametrize("path", FILES or NONE, ids=lambda p: p.stem if p else "absent")
def test_files_of_others_come_back_the_same(path: Path) -> None:
    questions = read_gift(path.read_text("utf-8")).questions
    text, findings = write_gift(questions)
    assert read_gift(text).questions == questions
    assert not findings


def _told(question: ExchangeQuestion) -> dict[str, Any]:
    if question.kind == "category":
        return {"kind": "category", "title": question.title}
    said = {
        "kind": question.kind,
        "title": question.title or None,
        "text": question.text,
        "id": question.id or None,
        "tags": question.tags or None,
    }
    if question.kind != "description":
        said["general"] = question.general
    return said | {"answers": question.options or question.ranges or question.pairs}


def _meant(one: dict[str, Any]) -> dict[str, Any]:
    if one["type"] == "Category":
        return {"kind": "category", "title": one["title"]}
    said = {
        "kind": KINDS.get(one["type"]) or _choice_kind(one),
        "title": one["title"],
        "text": Words(**one["stem"]),
        "id": one["id"],
        "tags": tuple(one["tags"]) if one["tags"] else None,
    }
    if one["type"] != "Description":
        said["general"] = _words(one["globalFeedback"])
    return said | {"answers": tuple(_answers(one))}


def _choice_kind(one: dict[str, Any]) -> str:
    return "single" if any(choice["isCorrect"] for choice in one["choices"]) else "multiple"


def _answers(one: dict[str, Any]) -> list[Any]:
    if one["type"] == "TF":
        # The samples call the first feedback "true"; Moodle gives it to whoever answers wrongly.
        wrong, right = _words(one["trueFeedback"]), _words(one["falseFeedback"])
        holds = one["isTrue"]
        return [
            Option(Words("true"), FULL if holds else Decimal(0), right if holds else wrong),
            Option(Words("false"), Decimal(0) if holds else FULL, wrong if holds else right),
        ]
    if one["type"] == "Matching":
        return [Pair(Words(**p["subquestion"]), p["subanswer"]) for p in one["matchPairs"]]
    choices = one.get("choices", [])
    if one["type"] == "Numerical":
        if isinstance(choices, dict):
            return [_range(choices, FULL, None)]
        return [_range(c["text"], _weight(c), _words(c["feedback"])) for c in choices]
    return [Option(Words(**c["text"]), _weight(c), _words(c["feedback"])) for c in choices]


def _range(number: dict[str, Any], weight: Decimal, feedback: Words | None) -> Range:
    if number["type"] == "high-low":
        low, high = Decimal(str(number["numberLow"])), Decimal(str(number["numberHigh"]))
        return Range((low + high) / 2, (high - low) / 2, weight, feedback)
    value, tolerance = Decimal(str(number["number"])), Decimal(str(number.get("range", 0)))
    return Range(value, tolerance, weight, feedback)


def _weight(choice: dict[str, Any]) -> Decimal:
    if choice["weight"] is None:
        return FULL if choice["isCorrect"] else Decimal(0)
    return Decimal(str(choice["weight"]))


def _words(said: dict[str, str] | None) -> Words | None:
    return Words(**said) if said else None


@pytest.mark.parametrize("kind", [kind for kind in SAMPLES if kind != "ordering"])
def test_each_type_of_ours_comes_back_the_same(kind: str, tmp_path: Path) -> None:
    text, findings = write_gift([from_definition(SAMPLES[kind], "both")])
    reading = read_gift(text)
    back, _ = read_back(reading.questions, tmp_path)
    assert [plain(question) for question in back] == [plain(SAMPLES[kind])]
    assert not findings
    assert not reading.findings


def test_an_ordering_question_is_told_as_what_gift_cannot_hold() -> None:
    text, findings = write_gift([from_definition(SAMPLES["ordering"], "zh")])
    assert not text.strip()
    assert [(f.question, f.code) for f in findings] == [("ordering", "kind-out")]


def test_the_shipped_course_comes_back_with_the_same_digests(tmp_path: Path) -> None:
    course = shipped()
    numbers = {str(module.number): module.slug for module in course.modules}
    compared = 0
    for quiz in course.quizzes.values():
        for question in quiz.questions:
            text, findings = write_gift([from_definition(question, "both")])
            if findings:
                assert question.type == "ordering" or findings[0].code == "arrow"
                continue
            back, faults = read_back(read_gift(text).questions, tmp_path, numbers)
            assert back[0].digest == question.digest, question.id
            assert (back[0].link, back[0].objective) == (question.link, question.objective)
            assert not faults
            compared += 1
    assert compared > 50


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_every_character_survives(stem: str, answer: str, other: str, feedback: str) -> None:
    def said(text: str) -> Words:
        return Words(text, "markdown")

    options = (Option(said(answer), FULL, said(feedback)), Option(said(other), Decimal(0)))
    questions = (
        ExchangeQuestion("single", "t", said(stem), options=options, general=said(feedback)),
        ExchangeQuestion("multiple", "t", said(stem), options=options),
        ExchangeQuestion("description", "t", said(stem)),
        ExchangeQuestion("essay", "t", said(stem), notes=(Note("sample", said(other)),)),
        ExchangeQuestion("matching", "t", said(stem), pairs=(Pair(said(answer), other),)),
        ExchangeQuestion("short_answer", "t", said(stem), options=options),
    )
    for question in questions:
        text, findings = write_gift([question])
        assert findings or read_gift(text).questions == (question,)
        assert not findings or "->" in f"{answer}{other}{feedback}"


def test_a_block_that_is_no_question_is_told_with_its_line_and_stops_nothing() -> None:
    reading = read_gift("One?{=1 =2}\n\nTwo?{~\n\nThree?{#many}\n\nFour?{T}")
    assert [question.text.text for question in reading.questions] == ["One?", "Four?"]
    assert [(f.code, f.line) for f in reading.findings] == [("unreadable", 3), ("unreadable", 5)]


def test_nothing_is_made_up_for_a_question_of_others(tmp_path: Path) -> None:
    reading = read_gift("::Capitals::Capital of France?{=Paris#Yes ~Rome}")
    text, findings = to_yaml(reading.questions)
    assert "# to write: objective, difficulty, link, option b: feedback" in text
    assert [f.code for f in findings] == ["id", "other-language", "missing"]
    _, faults = read_back(reading.questions, tmp_path)
    assert any("needs" in fault or "missing" in fault or "write" in fault for fault in faults)


def test_text_in_one_language_stands_under_that_language() -> None:
    chinese, _ = to_yaml(read_gift("法国的首都是哪里？{=巴黎 ~罗马}").questions)
    english, _ = to_yaml(read_gift("Capital of France?{=Paris ~Rome}").questions)
    told, _ = to_yaml(read_gift("SWOT{=S ~W}").questions, "zh")
    assert "zh: 法国的首都是哪里？" in chinese
    assert "en: Capital of France?" in english
    assert "zh: SWOT" in told
    assert "en:" not in told + chinese


def test_one_language_comes_back_as_that_language() -> None:
    text, _ = write_gift([from_definition(SAMPLES["fill_in"], "zh")])
    yaml, findings = to_yaml(read_gift(text).questions)
    assert "权衡" in yaml
    assert "trade-off" not in yaml
    assert ("other-language", {"lang": "en"}) in [(f.code, dict(f.values)) for f in findings]
