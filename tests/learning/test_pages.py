"""The lesson and what surrounds it: readable in both languages, one's own place and notes, no surprise for strangers."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.content.definitions import Course, Text
from courseware.learning.models import Note, Progress, Step
from courseware.learning.navigation import navigation
from courseware.learning.types import PageFacts
from tests.learning.conftest import FIRST, LATER, MORNING, Does, owe
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
PAGE = f"/modules/{FIRST}"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", ("第一次谈话", "林岚", "学习目标")),
        ("en", ("The first talk", "Lin Lan", "Objectives")),
    ],
)
def test_a_lesson_reads_in_both_languages(client_of: Browser, lang: str, words: tuple[str, ...]):
    answer = client_of("lin").get(f"{PAGE}?lang={lang}")
    assert answer.status_code == 200
    for word in words:
        assert word in answer.text
    assert "<svg" in answer.text


def test_everybody_who_is_signed_in_may_read_and_nobody_else(client_of: Browser):
    for name in ("otto", "tara", "mei", "sam", "ada"):
        assert client_of(name).get(PAGE).status_code == 200
    for path in (PAGE, "/modules", "/case", "/glossary"):
        answer = client_of("nobody").get(path)
        assert (answer.status_code, answer.location) == (302, f"/login?next={path}")


def test_a_module_in_preparation_says_so_and_cannot_be_read_off(
    client_of: Browser, database: db.Database
):
    lin = client_of("lin")
    answer = lin.get(f"/modules/{LATER}")
    assert answer.status_code == 200
    assert "This module is in preparation." in answer.text
    assert lin.post(f"/modules/{LATER}/readings").status_code == 404
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(Step)) == 0


@pytest.mark.parametrize("path", ["", "/readings", "/places", "/notes"])
def test_an_unknown_module_is_answered_in_words(client_of: Browser, path: str):
    lin = client_of("lin")
    method = lin.post if path else lin.get
    answer = method(f"/modules/99-nothing{path}")
    assert answer.status_code == 404
    assert "There is no module 99-nothing." in answer.text


@pytest.mark.parametrize("path", ["/readings", "/places", "/notes", "/notes/1/removals"])
def test_writing_is_for_the_signed_in_and_by_post_only(client_of: Browser, path: str):
    assert client_of("nobody").post(PAGE + path).status_code == 401
    assert client_of("lin").get(PAGE + path).status_code == 405
    assert client_of("lin").post(PAGE).status_code == 405


def test_pressing_read_counts_once_for_the_module_and_leads_to_the_quiz(
    client_of: Browser, database: db.Database, cast: Cast
):
    lin = client_of("lin")
    assert "I have read this" in lin.get(PAGE).text
    for _ in range(2):
        answer = lin.post(f"{PAGE}/readings")
        assert (answer.status_code, answer.location) == (303, f"/quizzes/{FIRST}")
    page = lin.get(PAGE).text
    assert "I have read this" not in page
    assert f'href="/quizzes/{FIRST}"' in page
    with db.reading(database) as rows:
        assert rows.scalar(select(Progress.read_at).where(Progress.person_id == cast.lin))


def test_what_counts_is_shown_with_ticks_before_and_after(client_of: Browser, does: Does):
    lin = client_of("lin")
    page = lin.get(PAGE).text
    for words in ("Read the lesson", "Pass the quiz with at least 80%", "Pass 1 role-play"):
        assert words in page
    before = page.count('class="done"')
    does("lesson")
    assert lin.get(PAGE).text.count('class="done"') > before


def test_the_place_where_reading_stopped_is_kept_and_offered(client_of: Browser):
    lin = client_of("lin")
    assert lin.post(f"{PAGE}/places", data={"anchor": "say-it"}).status_code == 204
    assert '<a class="button small" href="#say-it">' in lin.get(PAGE).text
    assert "Go on where you stopped" not in client_of("otto").get(PAGE).text


@pytest.mark.parametrize("anchor", ["nothing", "", "x" * 200, '"><script>'])
def test_a_place_that_is_no_heading_is_refused(
    client_of: Browser, database: db.Database, anchor: str
):
    answer = client_of("lin").post(f"{PAGE}/places", data={"anchor": anchor})
    assert (answer.status_code, answer.json) == (422, {"error": "There is no such heading."})
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(Progress)) == 0


def test_a_note_is_private_and_harmless(client_of: Browser, database: db.Database):
    lin = client_of("lin")
    answer = lin.post(f"{PAGE}/notes", data={"text": "<script>先问</script>"})
    assert answer.status_code == 303
    assert "&lt;script&gt;先问&lt;/script&gt;" in lin.get(PAGE).text
    for name in ("otto", "tara", "mei", "ada"):
        assert "先问" not in client_of(name).get(PAGE).text
    with db.reading(database) as rows:
        number = rows.scalar(select(Note.id))
    for name in ("otto", "tara", "mei", "ada"):
        assert client_of(name).post(f"{PAGE}/notes/{number}/removals").status_code == 404
    assert lin.post(f"{PAGE}/notes/{number}/removals").status_code == 303
    assert "先问" not in lin.get(PAGE).text


@pytest.mark.parametrize("text", ["", "   ", "长" * 5001])
def test_an_empty_or_endless_note_is_not_kept(client_of: Browser, database: db.Database, text: str):
    lin = client_of("lin")
    answer = lin.post(f"{PAGE}/notes", data={"text": text})
    assert answer.status_code == 422
    assert "A note needs some words" in answer.text
    assert f">{text.strip()}</textarea>" in answer.text  # nothing typed is lost
    assert "A note needs some words" not in lin.get(PAGE).text
    assert lin.post(f"/modules/{LATER}/notes", data={"text": text or "x"}).status_code == 404
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(Note)) == 0


def test_the_trainers_notes_are_for_trainers(client_of: Browser):
    assert "What goes on the board?" in client_of("tara").get(PAGE).text
    for name in ("lin", "mei", "ada", "ann"):
        page = client_of(name).get(PAGE).text
        assert "What goes on the board?" not in page
        assert "trainer-notes" not in page


def test_a_due_date_stands_on_the_lesson_and_in_the_list(
    client_of: Browser, database: db.Database, cast: Cast
):
    due = MORNING + timedelta(days=24)
    owe(database, cast.lin, "module", FIRST, due_at=due)
    for page in (PAGE, "/modules"):
        assert "due " in client_of("lin").get(page).text
        assert "due " not in client_of("otto").get(page).text


def _fifty(course: Course) -> Course:
    """A course of fifty modules whose titles try to be markup."""
    first = course.modules[0]
    modules = [
        replace(
            first,
            number=n,
            slug=f"{n:02d}-module",
            title=Text(f"<b>第 {n} 课</b> & 更多", f"<b>Module {n}</b> & more"),
            quiz=first.quiz if n < 50 else None,
        )
        for n in range(1, 51)
    ]
    return replace(course, modules=tuple(modules), digest="fifty")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_navigation_shows_all_fifty_modules_with_their_states(course: Course, lang: str):
    facts = PageFacts(frozenset(["01-module"]), frozenset(["02-module"]), None, 0, 0, 0)
    html = str(navigation(_fifty(course), lang, facts, "03-module"))
    entries = re.findall(r'<li class="(\w*)"[^>]*>(.*?)</li>', html)
    assert [classes for classes, _ in entries[:4]] == ["done", "begun", "current", ""]
    assert (len(entries), entries[49][0]) == (50, "locked")
    assert '<li class="current" aria-current="page">' in html
    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 50
    assert ("（已通过）" in html or "(已通过)" in html) if lang == "zh" else "(passed)" in html


def test_the_list_of_modules_says_where_one_stands(client_of: Browser, does: Does):
    does("lesson")
    page = client_of("lin").get("/modules").text
    assert "0 of 2 modules passed" in page
    assert "begun" in page
    assert "in preparation" in page
    does("quiz", score=90)
    does("roleplay", "deck-talk")
    page = client_of("lin").get("/modules").text
    assert "1 of 2 modules passed" in page
    assert "quiz 90%" in page


def test_a_lesson_page_asks_the_database_little(
    client_of: Browser, does: Does, count_sql: Callable[[], int], database: db.Database, cast: Cast
):
    does("lesson")
    owe(database, cast.lin, "module", FIRST)
    lin = client_of("lin")
    lin.post(f"{PAGE}/notes", data={"text": "一句"})
    lin.get(PAGE)
    before = count_sql()
    assert "一句" in lin.get(PAGE).text  # with steps, a note and a due date of one's own
    assert count_sql() - before <= 6


@pytest.mark.parametrize(
    ("path", "lang", "words"),
    [
        ("/case", "zh", ("青竹科技的一年", "林岚", "市场")),
        ("/case", "en", ("A year at Qingzhu Technology", "Lin Lan", "The market")),
        ("/glossary", "zh", ("开放式问题", "kāifàngshì wèntí", "open question")),
        ("/glossary", "en", ("open question", "开放式问题", "Module 1")),
    ],
)
def test_the_case_and_the_glossary_read_in_both_languages(
    client_of: Browser, path: str, lang: str, words: tuple[str, ...]
):
    lin = client_of("lin")
    answer = lin.get(f"{path}?lang={lang}")
    assert answer.status_code == 200
    for word in words:
        assert word in answer.text
    assert lin.post(path).status_code == 405
