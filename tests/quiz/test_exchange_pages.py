"""Doors of import and export: pages for authors and administrators, and two commands."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courseware.content.definitions import Course
from courseware.quiz.exchange import files
from courseware.quiz.exchange.report import SENTENCES, Finding
from courseware.quiz.routes import exchange
from courseware.web import locale
from tests.quiz.papers import SLUG

Clients = Callable[[str], FlaskClient]
PAGE = "/questions/imports"
QUESTION = "::capital::[html]<p>Capital of <b>France</b>?</p>{=Paris#Yes ~Rome <img>}"


def sent(client: FlaskClient, content: bytes, lang: str = ""):
    data = {"file": (BytesIO(content), "questions.txt"), "lang": lang}
    return client.post(PAGE, data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("name", ["ann", "ada"])
@pytest.mark.parametrize("lang", ["zh", "en", "both"])
def test_authors_take_the_questions_of_a_quiz_along(
    client_of: Clients, course: Course, name: str, lang: str
):
    wanted = {question.id for question in course.quizzes[SLUG].questions}
    for ending in ("gift", "xml"):
        answer = client_of(name).get(f"/quizzes/{SLUG}/questions.{ending}?in={lang}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].endswith(f"{SLUG}.{ending}")
        reading = files.read(answer.data)
        found = {question.id for question in reading.questions if question.kind != "category"}
        orderings = {q.id for q in course.quizzes[SLUG].questions if q.type == "ordering"}
        assert found == (wanted - orderings if ending == "gift" else wanted)
        assert not reading.findings


def test_an_export_says_in_the_file_what_it_could_not_hold(client_of: Clients):
    text = client_of("ann").get(f"/quizzes/{SLUG}/questions.gift?in=zh").text
    assert text.startswith("// ")
    assert "zh" in text.partition("\n\n")[0]


def test_an_import_gives_the_text_and_the_report_and_stores_nothing(client_of: Clients):
    answer = sent(client_of("ann"), QUESTION.encode(), "en")
    assert answer.status_code == 200
    assert "Capital of **France**?" in answer.text
    assert "to write: objective, difficulty, link" in answer.text
    assert "img" in answer.text


def test_the_text_of_an_import_is_downloaded_as_a_file(client_of: Clients):
    answer = client_of("ann").post(f"{PAGE}/file", data={"text": "questions:\r\n  - id: 题\r\n"})
    assert answer.data.decode() == "questions:\n  - id: 题\n"
    assert answer.headers["Content-Disposition"].endswith("questions.yaml")
    assert client_of("ann").post(f"{PAGE}/file").status_code == 422


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "neither GIFT nor Moodle XML"),
        (b"Dear all, the meeting is on Monday.", "neither GIFT nor Moodle XML"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "not text in UTF-8"),
        (b"<quiz><question>", "not well-formed"),
        (b"<?xml version='1.0'?><html></html>", "not Moodle XML"),
        (b'<!DOCTYPE q [<!ENTITY a "b">]><quiz>&a;</quiz>', "entities"),
        (b'<quiz><question type="cloze"></question></quiz>', "cloze"),
        (b"x" * 9_001, "larger than 1 MB"),
    ],
)
def test_a_file_that_is_neither_is_refused_with_a_sentence(
    client_of: Clients, monkeypatch: pytest.MonkeyPatch, content: bytes, sentence: str
):
    monkeypatch.setattr(exchange, "MEGABYTE", 9_000)
    client = client_of("ann")
    client.set_cookie("lang", "en")
    answer = sent(client, content)
    assert answer.status_code == 422
    shown = answer.text.replace("&lt;", "<").replace("&gt;", ">")
    assert sentence in shown or locale.CATALOGUE["zh"][_whole(sentence)].split("{")[0] in shown


def _whole(part: str) -> str:
    known = {"cloze": "The file holds only questions of kinds", "larger than 1 MB": "larger than {"}
    found = known.get(part, part)
    return next(s for s in locale.CATALOGUE["zh"] if found in s and s.startswith("The file"))


@pytest.mark.parametrize("path", [PAGE, f"/quizzes/{SLUG}/questions.gift"])
@pytest.mark.parametrize("name", ["lin", "tara", "omar"])
def test_to_others_there_is_no_such_page(client_of: Clients, path: str, name: str):
    assert client_of(name).get(path).status_code == 404


def test_who_is_signed_out_signs_in_first(client_of: Clients):
    assert client_of("nobody").get(PAGE).status_code == 302
    assert client_of("nobody").post(f"{PAGE}/file", data={"text": "x"}).status_code == 401


def test_a_quiz_that_does_not_exist_and_a_language_that_is_none(client_of: Clients):
    assert client_of("ann").get("/quizzes/99-none/questions.gift").status_code == 404
    assert client_of("ann").get(f"/quizzes/{SLUG}/questions.xml?in=fr").status_code == 404


def test_wrong_methods(client_of: Clients):
    assert client_of("ann").post(f"/quizzes/{SLUG}/questions.gift").status_code == 405
    assert client_of("ann").get(f"{PAGE}/file").status_code == 405


def test_the_quiz_page_leads_authors_there_and_nobody_else(client_of: Clients):
    assert "/questions.gift" in client_of("ann").get(f"/quizzes/{SLUG}").text
    assert "/questions.gift" not in client_of("lin").get(f"/quizzes/{SLUG}").text


def test_every_finding_is_told_in_both_languages():
    for what, done in SENTENCES.values():
        assert what in locale.CATALOGUE["zh"]
        assert done in locale.CATALOGUE["zh"]


def test_a_finding_names_its_line_and_its_question():
    told = str(Finding("capital", "tags", 3, {"tags": "a {b}"}))
    assert told == "line 3: capital: Some tags mean nothing here: a {b} They were left out."


def test_the_commands_write_a_file_and_read_it_again(app: Flask, tmp_path: Path):
    run = app.test_cli_runner().invoke
    out, yaml = tmp_path / "q.xml", tmp_path / "q.yaml"
    made = run(args=["courseware", "export-questions", SLUG, "--format", "moodle", "-o", str(out)])
    assert made.exit_code == 0, made.output
    assert "Figures of the case" in made.stderr
    assert "<!--" in out.read_text("utf-8")
    read = run(args=["courseware", "import-questions", str(out), "-o", str(yaml)])
    assert read.exit_code == 0, read.output
    assert yaml.read_text("utf-8").startswith("questions:\n  - id: ")


def test_a_command_fails_only_when_nothing_could_be_read(app: Flask, tmp_path: Path):
    run = app.test_cli_runner().invoke
    good, bad = tmp_path / "good.gift", tmp_path / "bad.gift"
    good.write_text(f"{QUESTION}\n\nBroken?{{~\n", "utf-8")
    bad.write_text("Dear all", "utf-8")
    read = run(args=["courseware", "import-questions", str(good)])
    assert read.exit_code == 0
    assert "line 3: Broken?{~: This part" in read.stderr
    assert read.stdout.startswith("questions:")
    assert run(args=["courseware", "import-questions", str(bad)]).exit_code == 1
    assert (
        run(args=["courseware", "export-questions", "99-none", "--format", "gift"]).exit_code == 1
    )
