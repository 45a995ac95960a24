"""Whoever reads 繁體 sees it on every page, and leaves the same rows behind as whoever reads 简体."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from opencc import OpenCC
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person, Team
from courseware.cohorts.models import Cohort
from courseware.content.definitions import Course
from courseware.factory import STATIC
from courseware.kit import chinese
from courseware.kit.pdf.glyphs import covered_characters
from courseware.settings.rules import Organisation
from courseware.web import locale
from courseware.web.filters import for_language
from tests.litany import OBJECTS, Made
from tests.test_litany import NOT_THERE, Browser, Route, routes_of
from tests.web.pressing import press_everything, written_in_chinese
from tests.world import NAMES, Cast

#: who walks, and where each begins
WALKS = {
    "lin": (
        "/modules/01-first-talk",
        "/quizzes/01-first-talk",
        "/exercises/plan",
        "/exercises/field-note",
        "/roleplays/deck-talk",
        "/roleplays/long-talk",
        "/drills",
        "/modules/02-team-plan",
    ),
    "tara": ("/assignments/new", "/cohorts/1", "/cohorts/1/sessions/new", "/reviews"),
    "mei": ("/assignments/new", "/team"),
}
HAN = re.compile(r"[㐀-鿿]")
#: what is never turned: the language's own name, that of the organisation, which wrote it itself, and of products
OWN_NAMES = (locale.CHOICES["zh"], Organisation().name("zh"), "钉钉", "飞书", "企业微信")
#: what the litany makes without the facts that its pages show
BARE = {"badge", "certificate", "missed answer", "question", "revision", "submission"}
#: the first sign of a name, in a circle
AVATAR = re.compile(r'<span aria-hidden="true">.</span>|(?<=aria-hidden="true">).(?=</span>)')
_turn = OpenCC("s2t").convert
_turn_back = OpenCC("t2s").convert


def only_simplified(page: str, names: Iterable[str]) -> set[str]:
    """The signs of a page that nobody writes who writes traditional characters; names are as people wrote them."""
    words = AVATAR.sub("", unescape(page))
    for name in (*OWN_NAMES, *names):
        words = words.replace(name, "")
    return {sign for sign in set(HAN.findall(words)) if _turn(sign) != sign and not _in_big5(sign)}


def _in_big5(sign: str) -> bool:
    """Signs such as 后 and 里 are traditional as well: words of their own."""
    try:
        sign.encode("big5")
    except UnicodeEncodeError:
        return False
    return True


def reading(client: FlaskClient, choice: str) -> FlaskClient:
    with client.session_transaction() as cookie:
        cookie["lang"] = choice
    return client


def left_over(
    client: FlaskClient, addresses: Iterable[str], names: Iterable[str] = ()
) -> list[str]:
    wrong = []
    for address in addresses:
        answer = client.get(address)
        if answer.mimetype in ("text/html", "image/svg+xml") and (
            found := only_simplified(answer.text, names)
        ):
            around = re.findall(f".{{0,12}}[{''.join(sorted(found))}].{{0,8}}", answer.text)
            wrong.append(f"{address}: {sorted(set(around))[:6]}")
    return wrong


@pytest.fixture
def made(database: db.Database, cast: Cast) -> dict[str, Any]:
    """lin's objects of every kind."""
    with db.transaction(database) as session:
        written = Made(session, cast)
        return {name: written[name] for name in sorted(set(OBJECTS.values()) - BARE)}


@pytest.fixture
def names(database: db.Database, cast: Cast) -> list[str]:
    """Names of people, teams and classes."""
    assert cast
    with db.transaction(database) as session:
        return [n for model in (Person, Team, Cohort) for n in session.scalars(select(model.name))]


@pytest.fixture
def routes(app: Flask) -> list[Route]:
    return [r for r in routes_of(app) if r.method == "GET" and r.rule not in NOT_THERE]


@pytest.mark.parametrize("name", ["lin", "tara", "mei", "ann", "ada"])
def test_no_page_holds_a_sign_that_is_only_simplified(
    client_of: Browser, routes: list[Route], made: dict[str, Any], names: list[str], name: str
):
    client = reading(client_of(name), "zh-Hant")
    addresses = [
        r.address(lambda key: made[key])
        for r in routes
        if r.lets_in(name) and not BARE & set(r.objects)
    ]
    found = left_over(client, addresses, names)
    assert found == [], "\n".join(found)


def test_what_a_reader_of_traditional_characters_does_is_stored_as_it_was_written(
    client_of: Browser, database: db.Database
):
    for name, starts in WALKS.items():
        for start in starts:
            press_everything(reading(client_of(name), "zh-Hant"), start)
    rows = written_in_chinese(database)
    places = {place.partition(".")[0] for place, _ in rows}
    assert places >= {"answer_step", "assignment", "definition_text", "notice", "submission_draft"}
    assert [(place, words) for place, words in rows if _turn_back(words) != words] == []


def test_every_module_exercise_and_scenario_as_shipped_is_in_traditional_characters(
    client_of: Browser, shipped: Course
):
    addresses = [
        "/case",
        "/glossary",
        *(f"/modules/{module.slug}" for module in shipped.modules),
        *(f"/exercises/{name}" for name in shipped.exercises),
        *(f"/roleplays/{name}" for name in list(shipped.roleplays)[::5]),
    ]
    found = left_over(reading(client_of("ada"), "zh-Hant"), addresses)
    assert found == [], "\n".join(found)


def test_printed_papers_have_every_sign_that_traditional_words_need(shipped: Course):
    have = covered_characters(STATIC / "fonts")
    texts = [*locale.CATALOGUE["zh-Hant"].values()]
    with chinese.showing(is_traditional=True):
        for module in shipped.modules:
            texts += [module.title["zh"], module.lessons["zh"].html]
        for term in shipped.glossary.values():
            texts += [term.name["zh"], term.meaning["zh"]]
    assert sorted(set(HAN.findall("".join(texts))) - have) == []


def test_what_scripts_say_is_turned_as_well(client_of: Browser):
    page = reading(client_of("lin"), "zh-Hant").get("/modules").text
    address = re.search(r'src="(/static/hant/js/site[^"]*)"', page)
    assert address
    script = client_of("nobody").get(address[1])
    assert "確定" in script.text
    assert "确定" not in script.text
    assert script.mimetype == "text/javascript"
    assert "immutable" in script.headers["Cache-Control"]
    assert "/static/hant/" not in reading(client_of("lin"), "zh").get("/modules").text
    assert client_of("nobody").get("/static/hant/js/none.js").status_code == 404


def test_the_choice_is_offered_kept_and_put_into_the_account(
    client_of: Browser, database: db.Database, cast: Cast
):
    lin = reading(client_of("lin"), "zh")
    page = lin.get("/modules").text
    for name in locale.CHOICES.values():
        assert name in page
    assert '<html lang="zh-Hant"' in lin.get("/modules?lang=zh-Hant").text
    assert lin.post("/account/language", data={"lang": "zh-Hant"}).status_code == 303
    with db.transaction(database) as session:
        assert session.get_one(Person, cast.lin).lang == "zh-Hant"
    assert lin.post("/account/language", data={"lang": "zh-Hans"}).status_code == 422


def test_dates_and_refusals_are_in_the_readers_characters(client_of: Browser):
    lin = reading(client_of("lin"), "zh-Hant")
    refused = lin.post("/modules/01-first-talk/notes", data={"text": ""})
    assert (refused.status_code, only_simplified(refused.text, [NAMES["lin"]])) == (422, set())
    day = for_language("zh-Hant")["datetime"](datetime(2026, 9, 1, 14, tzinfo=UTC), "medium")
    assert day.startswith("2026年9月1日")
