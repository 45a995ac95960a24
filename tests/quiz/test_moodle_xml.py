"""Moodle XML: ours comes back the same, that of others is read for what it holds, hostile files are refused."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given

from courseware.quiz.exchange import languages
from courseware.quiz.exchange.from_definition import exported, from_definition
from courseware.quiz.exchange.moodle_reader import read_moodle
from courseware.quiz.exchange.moodle_writer import write_moodle
from courseware.quiz.exchange.to_yaml import to_yaml
from courseware.quiz.exchange.values import (
    FULL,
    ExchangeQuestion,
    NotReadable,
    Option,
    Pair,
    Range,
    Words,
)
from tests.quiz.exchanged import plain, read_back, shipped
from tests.quiz.samples import SAMPLES
from tests.quiz.test_gift import TEXTS

FOREIGN = (Path(__file__).parent / "moodle_questions.xml").read_bytes()


def codes(findings: tuple[object, ...]) -> list[str]:
    return [finding.code for finding in findings]  # type: ignore[attr-defined]  # a Finding of any kind


@pytest.mark.parametrize("kind", SAMPLES)
def test_each_type_of_ours_comes_back_the_same(kind: str, tmp_path: Path) -> None:
    text, findings = write_moodle([from_definition(SAMPLES[kind], "both")])
    reading = read_moodle(text.encode())
    back, _ = read_back(reading.questions, tmp_path)
    assert [plain(question) for question in back] == [plain(SAMPLES[kind])]
    assert not findings
    assert not reading.findings


def test_the_shipped_course_comes_back_with_the_same_digests(tmp_path: Path) -> None:
    course = shipped()
    numbers = {str(module.number): module.slug for module in course.modules}
    for slug, quiz in course.quizzes.items():
        made, _ = exported(quiz.questions, "both", slug)
        text, findings = write_moodle(made)
        reading = read_moodle(text.encode())
        back, faults = read_back(reading.questions, tmp_path, numbers)
        assert not faults
        assert not reading.findings
        assert set(codes(findings)) <= {"long-tag"}
        assert [(q.id, q.digest, q.link, q.use, q.situation) for q in back] == [
            (q.id, q.digest, q.link, q.use, q.situation) for q in quiz.questions
        ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_language_comes_back_as_that_language(lang: str) -> None:
    course = shipped()
    for slug, quiz in course.quizzes.items():
        made, findings = exported(quiz.questions, lang, slug)
        yaml, told = to_yaml(read_moodle(write_moodle(made)[0].encode()).questions)
        assert "one-language" in codes(findings)
        assert codes(told).count("other-language") == len(quiz.questions)
        other = "zh" if lang == "en" else "en"
        assert f" {lang}:" in yaml
        assert f" {other}:" not in yaml


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_every_character_survives(stem: str, answer: str, other: str, feedback: str) -> None:
    def said(text: str) -> Words:
        return Words(text, "markdown")

    options = (Option(said(answer), FULL, said(feedback)), Option(said(other), Decimal(0)))
    questions = (
        ExchangeQuestion("single", stem, said(stem), options=options, general=said(feedback)),
        ExchangeQuestion("short_answer", "t", said(stem), options=options, tags=(other,)),
        ExchangeQuestion("matching", "t", said(stem), pairs=(Pair(said(answer), other),)),
        ExchangeQuestion("ordering", "t", said(stem), items=(said(answer), said(other))),
    )
    for question in questions:
        if other.startswith("lang:"):
            continue
        text, _ = write_moodle([question])
        assert read_moodle(text.encode()).questions == (question,)


@given(TEXTS, TEXTS)
def test_both_languages_survive_in_one_text(zh: str, en: str) -> None:
    words = Words(languages.joined(zh, en), "markdown")
    found = languages.split(words) or {"zh": words, "en": words}
    assert (found["zh"].text, found["en"].text) == (zh, en)


def test_a_file_of_moodle_is_read() -> None:
    reading = read_moodle(FOREIGN)
    kinds = [question.kind for question in reading.questions]
    assert kinds == [
        "category", "single", "multiple", "true_false", "short_answer", "numeric", "matching",
        "matching", "ordering", "essay", "description",
    ]  # fmt: skip
    numeric = reading.questions[5]
    assert numeric.ranges[0] == Range(Decimal("2.5"), Decimal("0.1"))
    assert numeric.units == ("m",)
    assert [q.category for q in reading.questions[1:3]] == ["$course$/top/Sales"] * 2
    assert [(f.question, f.code) for f in reading.findings] == [
        ("A length", "wildcard"),
        ("A length", "units"),
        ("Gaps", "kind"),
        ("Broken", "unreadable"),
    ]


def test_a_file_of_moodle_becomes_what_it_gave_and_a_list_of_what_it_did_not() -> None:
    yaml, findings = to_yaml(read_moodle(FOREIGN).questions, "en")
    assert "en: Which colour is **between** the two?" in yaml
    assert "objective:" not in yaml.replace("objective,", "")
    assert "en: Orange" in yaml
    told = {(f.question, f.code) for f in findings}
    assert told >= {
        ("$course$/top/Sales", "category"),
        ("A colour", "weights"),
        ("A picture", "markup"),
        ("Any words", "wildcard"),
        ("Countries", "extra-right"),
        ("Read this", "description"),
        ("A letter", "feedback"),
    }


def test_both_languages_of_a_foreign_file_are_told_apart() -> None:
    spans = (
        '<p><span lang="en" class="multilang">One <span>big</span> &amp; only</span>'
        '<span class="multilang" lang="zh_cn">唯一</span>!</p>'
    )
    question = ExchangeQuestion("essay", "t", Words(spans, "html"))
    yaml, findings = to_yaml([question])
    assert "zh: 唯一!" in yaml
    assert "en: One big & only!" in yaml
    assert "other-language" not in codes(findings)


@pytest.mark.parametrize(
    "hostile",
    [
        b'<!DOCTYPE q [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><quiz>&b;</quiz>',
        b'<!DOCTYPE q [<!ENTITY f SYSTEM "file:///etc/passwd">]><quiz>&f;</quiz>',
        b'<!DOCTYPE q SYSTEM "http://127.0.0.1/q.dtd"><quiz></quiz>',
    ],
)
def test_a_hostile_file_is_refused_with_a_sentence(hostile: bytes) -> None:
    with pytest.raises(NotReadable, match="entities"):
        read_moodle(hostile)


def test_a_file_that_is_something_else_is_refused_with_a_sentence() -> None:
    with pytest.raises(NotReadable, match="well-formed"):
        read_moodle(b"<quiz><question>")
    with pytest.raises(NotReadable, match="first element"):
        read_moodle(b"<html></html>")


def test_a_tag_that_moodle_would_shorten_is_told() -> None:
    question = ExchangeQuestion("essay", "t", Words("?"), tags=("x" * 51,))
    assert codes(write_moodle([question])[1]) == ["long-tag"]
