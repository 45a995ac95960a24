"""Marked words and notes: one's own, found again, changed, gathered, taken along, and never lost."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.learning.models import Note
from tests.learning.conftest import FIRST
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
PAGE = f"/modules/{FIRST}"
SCRIPT = {"Accept": "application/json"}
MARK = {
    "anchor": "scene", "lang": "en", "quote": "The customer speaks first", "before": "newcomertoacustomer.",
    "after": ":", "colour": "green", "text": "",
}  # fmt: skip


def notes(database: db.Database) -> list[tuple[str | None, str, str | None]]:
    with db.reading(database) as rows:
        found = rows.execute(select(Note.quote, Note.text, Note.colour).order_by(Note.id))
        return [(row.quote, row.text, row.colour) for row in found]


def add(client: FlaskClient, **more: str) -> int:
    answer = client.post(f"{PAGE}/notes", data={**MARK, **more}, headers=SCRIPT)
    assert answer.status_code == 201, answer.text
    return int(answer.json["id"])


def test_words_can_be_marked_without_a_note_and_come_back_with_the_lesson(
    client_of: Browser, database: db.Database
):
    lin = client_of("lin")
    number = add(lin)
    page = lin.get(PAGE).text
    assert f'data-note="{number}" data-quote="The customer speaks first"' in page
    assert 'data-colour="green"' in page
    assert "These words no longer stand" not in page
    assert notes(database) == [("The customer speaks first", "", "green")]
    for name in ("otto", "tara", "mei", "ada"):
        assert "data-note=" not in client_of(name).get(PAGE).text


def test_a_mark_whose_words_are_gone_is_still_listed_and_says_so(client_of: Browser):
    lin = client_of("lin")
    add(lin, quote="Words of an older lesson", text="Mind this")
    for path in (PAGE, "/notes", "/notes.md"):
        text = lin.get(path).text
        assert "Words of an older lesson" in text
        assert "These words no longer stand in the lesson." in text


@pytest.mark.parametrize(
    "wrong",
    [{"colour": "red"}, {"lang": "fr"}, {"quote": "长" * 2001}, {"text": "长" * 5001}, {"quote": ""},
     {"before": "x" * 101}],
)  # fmt: skip
def test_what_is_no_mark_is_refused_and_nothing_typed_is_lost(
    client_of: Browser, database: db.Database, wrong: dict[str, str]
):
    lin = client_of("lin")
    sent = {**MARK, **wrong}
    assert lin.post(f"{PAGE}/notes", data=sent, headers=SCRIPT).status_code == 422
    page = lin.post(f"{PAGE}/notes", data=sent)
    assert page.status_code == 422
    assert sent["text"] in page.text
    assert sent["quote"] in page.text
    assert notes(database) == []


def test_a_note_is_worded_anew_by_its_owner_only(client_of: Browser, database: db.Database):
    lin = client_of("lin")
    number = add(lin)
    assert "The customer speaks first" in lin.get(f"/notes/{number}").text
    answer = lin.post(f"/notes/{number}", data={"text": "先问", "colour": "pink"})
    assert (answer.status_code, answer.location) == (303, f"/notes#note-{number}")
    script = lin.post(f"/notes/{number}", data={"text": "再问"}, headers=SCRIPT)
    assert script.status_code == 204
    assert notes(database) == [("The customer speaks first", "再问", "pink")]
    for name in ("otto", "tara", "mei", "ada"):
        other = client_of(name)
        assert other.get(f"/notes/{number}").status_code == 404
        assert other.post(f"/notes/{number}", data={"text": "x"}).status_code == 404
    assert client_of("nobody").get(f"/notes/{number}").status_code == 302
    assert lin.get("/notes/999").status_code == 404
    assert lin.put(f"/notes/{number}").status_code == 405


def test_a_change_that_is_refused_keeps_what_was_typed(client_of: Browser, database: db.Database):
    lin = client_of("lin")
    number = add(lin, quote="", lang="", colour="", text="eins")
    for text in ("", "长" * 5001):
        answer = lin.post(f"/notes/{number}", data={"text": text})
        assert answer.status_code == 422
        assert text in answer.text
    assert notes(database) == [(None, "eins", None)]


def test_all_notes_stand_on_one_page_by_colour_and_words(client_of: Browser):
    lin = client_of("lin")
    assert "No notes yet" in lin.get("/notes").text
    add(lin)
    add(lin, quote="Listen", colour="pink", text="<b>数一数</b>")
    page = lin.get("/notes").text
    assert "2 of 2 notes" in page
    assert "&lt;b&gt;数一数" in page
    for query, shown in (
        ("colour=pink", 1),
        ("q=数一", 1),
        ("q=CUSTOMER+first", 1),
        ("q=nothing", 0),
    ):
        assert f"{shown} of 2 notes" in lin.get(f"/notes?{query}").text
    assert lin.get("/notes?page=9&colour=none").status_code == 200
    assert "No notes yet" in client_of("otto").get("/notes").text
    assert client_of("nobody").get("/notes").location == "/login?next=/notes"


def test_all_notes_are_taken_along_as_one_file(client_of: Browser):
    lin = client_of("lin")
    add(lin, text="Count the questions")
    answer = lin.get("/notes.md")
    assert answer.content_type == "text/markdown; charset=utf-8"
    for words in (
        "# My notes",
        "## 01 ",
        "### Scene",
        "> The customer speaks first",
        "Count the questions",
    ):
        assert words in answer.text
    assert "Count" not in client_of("otto").get("/notes.md").text
    assert client_of("nobody").get("/notes.md").status_code == 302


def test_a_page_of_many_notes_asks_the_database_little(
    client_of: Browser, database: db.Database, cast: Cast, count_sql: Callable[[], int]
):
    with db.transaction(database) as session:
        for number in range(120):
            session.add(Note(person_id=cast.lin, module=FIRST, anchor="scene", text=f"n{number}"))
    lin = client_of("lin")
    lin.get("/notes")
    before = count_sql()
    page = lin.get("/notes?page=3").text
    assert page.count('class="note"') == 20
    assert count_sql() - before <= 4


def test_words_marked_in_traditional_characters_are_found_in_simplified_ones(
    client_of: Browser, database: db.Database
):
    lin = client_of("lin")
    add(lin, lang="zh", quote="這是第一次談話", before="", after="")
    assert notes(database)[-1][0] == "这是第一次谈话"
