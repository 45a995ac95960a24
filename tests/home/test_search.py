"""Search finds lessons by two characters, terms, one's own notes and the people one may see."""

import re
from datetime import timedelta

import pytest

from courseware import db
from courseware.accounts.models import Person
from courseware.kit import clock
from courseware.learning.actions import schedule_module
from courseware.learning.models import Note
from courseware.web import zone
from tests.home.conftest import FIRST, Browser
from tests.world import Cast


def found(client_of: Browser, name: str, words: str, lang: str = "zh") -> str:
    answer = client_of(name).get("/search", query_string={"q": words, "lang": lang})
    assert answer.status_code == 200
    return answer.text.partition("<main")[2]


@pytest.mark.parametrize(
    ("words", "lang", "href"),
    [
        ("抢答", "zh", f"/modules/{FIRST}#mistakes"),
        ("线索", "zh", f"/modules/{FIRST}#worked-example"),
        ("線索", "zh", f"/modules/{FIRST}#worked-example"),
        ("closed questions", "en", f"/modules/{FIRST}#mistakes"),
        ("ＣＬＯＳＥＤ", "en", f"/modules/{FIRST}#mistakes"),
    ],
)
def test_a_word_of_a_lesson_leads_to_its_place(
    client_of: Browser, words: str, lang: str, href: str
):
    assert re.search(f'href="{href}(:~:[^"]*)?"', found(client_of, "lin", words, lang))


def test_a_term_is_found_in_either_language(client_of: Browser):
    for words in ("开放式", "Open Question"):
        assert 'href="/glossary#open-question"' in found(client_of, "lin", words)


def test_ones_own_notes_are_found_and_nobody_elses(
    client_of: Browser, database: db.Database, cast: Cast
):
    with db.transaction(database):
        for module, text, quote in (
            (FIRST, "张总怕<b>贵</b>，100% 要比价", None),
            ("99-gone", "老课的笔记", None),
            (FIRST, "", "标出来的一句"),
        ):
            note = Note(person_id=cast.lin, module=module, anchor="", text=text, quote=quote)
            db.write().add(note)
    page = found(client_of, "lin", "张总")
    assert f'href="/modules/{FIRST}#notes"' in page
    assert "&lt;b&gt;" in page
    assert "比价" in found(client_of, "lin", "100%")
    assert "比价" not in found(client_of, "lin", "1%0")
    assert "标出来的一句" in found(client_of, "lin", "标出 一句")
    assert "老课的笔记" in found(client_of, "lin", "老课")
    for name in ("otto", "tara", "mei", "ada"):
        assert "比价" not in found(client_of, name, "张总")


def test_people_are_found_by_those_responsible_for_them(
    client_of: Browser, database: db.Database, cast: Cast
):
    link = f'href="/people/{cast.lin}"'
    for name in ("tara", "mei", "bo", "ada"):
        for words in ("林夏", "LIN@test"):
            assert link in found(client_of, name, words), name
    for name in ("lin", "otto", "oda", "omar", "sam", "ann"):
        assert link not in found(client_of, name, "林夏"), name
    with db.transaction(database):
        db.load(Person, cast.lin).deactivated_at = clock.now()
    assert link not in found(client_of, "tara", "林夏")


def test_people_are_found_by_the_spelling_of_their_names(client_of: Browser, cast: Cast):
    link = f'href="/people/{cast.lin}"'
    for words in ("linxia", "lin xia", "lx", "linx"):
        assert link in found(client_of, "tara", words), words
        assert link not in found(client_of, "otto", words), words


def test_classes_and_teams_are_found_by_those_who_lead_them(client_of: Browser, cast: Cast):
    link = f'href="/cohorts/{cast.cohort}"'
    for name, may in (("tara", True), ("ada", True), ("lin", False), ("otto", False)):
        assert (link in found(client_of, name, "一班")) is may, name


def test_one_kind_is_shown_at_length(client_of: Browser):
    answer = client_of("lin").get(
        "/search", query_string={"q": "开场", "kind": "lesson", "lang": "zh"}
    )
    assert 'aria-current="page">课文段落' in answer.text
    assert "最可能要找的" not in answer.text
    assert "<mark>开场</mark>" in answer.text
    assert client_of("lin").get("/search?q=a&kind=nonsense").status_code == 200


def test_what_is_found_in_the_other_language_says_so(client_of: Browser):
    page = found(client_of, "lin", "抢答", "en")
    assert 'lang="zh-CN"' in page
    assert "in Chinese" in page


def test_traditional_readers_find_and_read_in_their_characters(client_of: Browser):
    for words in ("開場", "开场", "kaichang"):
        page = found(client_of, "lin", words, "zh-Hant")
        assert "<mark>開場</mark>" in page
        assert "<mark>开场</mark>" not in page


def test_of_a_module_that_opens_later_only_the_title_is_shown(
    client_of: Browser, database: db.Database, cast: Cast
):
    later = zone.today() + timedelta(days=20)
    with db.transaction(database):
        schedule_module(cast.tara, cast.cohort, FIRST, None, opens_on=later)
    page = found(client_of, "lin", "抢答")
    assert f'href="/modules/{FIRST}"' in page
    assert f"/modules/{FIRST}#" not in page
    assert "抢答" not in page.partition('<ul class="list found">')[2]
    assert f"/modules/{FIRST}#" in found(client_of, "tara", "抢答")
    told = client_of("lin").get("/search/suggestions", query_string={"q": "抢答"}).text
    assert f"/modules/{FIRST}#" not in told


def test_the_palette_is_told_the_likeliest_of_each_kind(client_of: Browser):
    lin = client_of("lin")
    told = lin.get("/search/suggestions", query_string={"q": "kaichang", "lang": "zh"}).json
    assert told is not None
    assert told["count"] > 0
    assert told["groups"][0]["rows"][0]["href"].startswith("/")
    assert ["开场", True] in told["groups"][0]["rows"][0]["title"] + [
        piece for group in told["groups"] for row in group["rows"] for piece in row["excerpt"]
    ]
    assert all(len(group["rows"]) <= 4 for group in told["groups"])
    assert lin.get("/search/suggestions").json == {"words": "", "count": 0, "groups": []}
    assert lin.post("/search/suggestions").status_code == 405
    assert client_of("nobody").get("/search/suggestions?q=x").status_code in (302, 303, 401)


@pytest.mark.parametrize(
    "words", ["", "   ", "查无此词", "<script>alert(1)</script>", "%", "_", "'", "长" * 500]
)
def test_whatever_is_typed_is_answered(client_of: Browser, words: str):
    page = found(client_of, "lin", words, "en")
    assert "<script>alert" not in page
    assert ("Nothing found" in page) or not words.strip() or words in "%_'"


def test_search_is_for_the_signed_in(client_of: Browser):
    assert client_of("nobody").get("/search?q=x").location == "/login?next=/search?q%3Dx"
    assert client_of("lin").post("/search").status_code == 405
