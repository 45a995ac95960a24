"""What a device may keep: whose it is, what a module is made of, the worker, the manifest."""

import html
import json
import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import config, db
from courseware.content.definitions import Course
from courseware.quiz.models import Attempt
from courseware.web import offline
from courseware.web.locale import CHOICES

Browser = Callable[[str], FlaskClient]
KEEPING = "/modules/01-first-talk/keeping"
#: its quiz has no clock
UNHURRIED = "/modules/02-team-plan/keeping"


def reader_of(client: FlaskClient, path: str = "/modules") -> str:
    return client.get(path).headers.get(offline.READER, "").split(" ")[0]


def release_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text.split("\n", 1)[0].removeprefix("const RELEASE = ")[:-1])
    return found


# ---- whose ----------------------------------------------------------------------------------------------
def test_every_page_says_whose_it_is_by_a_word_that_tells_nothing(client_of: Browser, app: Flask):
    lin, otto = reader_of(client_of("lin")), reader_of(client_of("otto"))
    assert re.fullmatch("[0-9a-f]{16}", lin)
    assert lin != otto
    assert lin == reader_of(client_of("lin"), "/glossary")
    assert reader_of(app.test_client(), "/login") == offline.NOBODY


def test_the_page_names_its_reader_as_its_header_does(client_of: Browser):
    answer = client_of("lin").get("/modules")
    found = re.search(r'data-mark="(\w+)"', answer.text)
    assert found is not None
    assert found[1] == reader_of(client_of("lin"))


def test_pages_hold_personal_facts_and_may_be_kept_by_nobody_in_between(client_of: Browser):
    assert client_of("lin").get("/modules").headers["Cache-Control"] == "private, no-store"


# ---- what a module is made of ---------------------------------------------------------------------------
def test_a_module_is_its_lesson_its_quiz_its_forms_and_its_talks(client_of: Browser):
    found = client_of("lin").get(KEEPING).get_json()
    assert found["slug"] == "01-first-talk"
    assert found["pages"][0] == "/modules/01-first-talk"
    assert "/exercises/field-note" in found["pages"]
    assert {"/glossary", "/case", "/"} <= set(found["shared"])


def test_every_page_of_a_module_is_there_for_its_reader(client_of: Browser):
    lin = client_of("lin")
    found = lin.get(KEEPING).get_json()
    for page in [*found["pages"], *found["shared"], found["quiz"]["page"]]:
        assert lin.get(page).status_code == 200, page


def test_an_open_attempt_and_open_drafts_belong_to_it(client_of: Browser):
    lin = client_of("lin")
    begun = lin.get(UNHURRIED).get_json()["quiz"]
    assert begun["open"] is None
    attempt = lin.post(begun["start"]).location
    found = lin.get(UNHURRIED).get_json()["quiz"]
    assert (found["open"], found["start"], found["sentence"]) == (attempt, None, None)
    draft = lin.post("/exercises/field-note/submissions").location
    assert draft in lin.get(KEEPING).get_json()["pages"]


def test_a_quiz_with_a_clock_is_not_kept_and_says_why(client_of: Browser):
    lin = client_of("lin")
    attempt = lin.post("/quizzes/01-first-talk/attempts").location
    found = lin.get(f"{KEEPING}?lang=en").get_json()["quiz"]
    assert (found["open"], found["start"]) == (None, None)
    assert "needs a line" in found["sentence"]
    assert attempt not in lin.get(KEEPING).get_json()["pages"]


def test_the_page_of_an_open_attempt_gives_no_answer_away(client_of: Browser, course: Course):
    lin = client_of("lin")
    attempt = lin.post("/quizzes/02-team-plan/attempts").location
    page = html.unescape(lin.get(attempt).text)
    for question in course.quizzes["02-team-plan"].questions:
        assert question.explanation.en not in page
        assert question.explanation.zh not in page


def test_to_ask_what_belongs_to_a_module_begins_nothing(client_of: Browser, database: db.Database):
    client_of("lin").get(KEEPING)
    with db.transaction(database) as session:
        assert session.scalar(select(func.count()).select_from(Attempt)) == 0


def test_who_leads_keeps_no_page_about_others(client_of: Browser):
    assert "/" not in client_of("tara").get(KEEPING).get_json()["shared"]


def test_nothing_is_told_to_strangers_or_about_what_is_not_there(client_of: Browser, app: Flask):
    assert app.test_client().get(KEEPING).status_code == 302
    assert client_of("lin").get("/modules/99-none/keeping").status_code == 404
    assert client_of("lin").post(KEEPING).status_code == 405


# ---- the worker -----------------------------------------------------------------------------------------
def test_the_worker_is_asked_for_again_and_names_the_files_of_this_release(app: Flask):
    client = app.test_client()
    answer = client.get("/sw.js")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.mimetype == "text/javascript"
    release = release_of(answer.text)
    assert app.extensions["assets"]["js/site.js"] in release["assets"]
    assert release["languages"] == list(CHOICES)
    unchanged = client.get("/sw.js", headers={"If-None-Match": answer.headers["ETag"]})
    assert unchanged.status_code == 304


def test_a_changed_file_is_another_release():
    one, other = (
        release_of(offline.worker([url], config.ROOT, is_fixed=True))["id"]
        for url in ("/static/js/site.js?v=1", "/static/js/site.js?v=2")
    )
    assert one != other


def test_files_that_change_under_their_address_are_never_taken_for_fixed():
    assert (
        release_of(offline.worker(["/static/js/site.js?v=1"], config.ROOT, is_fixed=False))[
            "assets"
        ]
        == []
    )


@pytest.mark.parametrize("lang", CHOICES)
def test_the_page_of_what_is_kept_is_the_same_for_everybody(
    client_of: Browser, app: Flask, lang: str
):
    own, nobody = (
        client.get(f"/offline?lang={lang}").text for client in (client_of("lin"), app.test_client())
    )
    assert own == nobody


# ---- installable ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("lang", CHOICES)
def test_a_phone_is_told_a_name_a_start_and_icons(app: Flask, lang: str):
    answer = app.test_client().get(f"/manifest.webmanifest?lang={lang}")
    assert answer.mimetype == "application/manifest+json"
    assert "Set-Cookie" not in answer.headers
    found = json.loads(answer.text)
    assert found["name"]
    assert (found["start_url"], found["scope"], found["display"]) == ("/", "/", "standalone")
    assert {icon["purpose"] for icon in found["icons"]} == {"any", "maskable"}
    for icon in found["icons"]:
        with app.test_client().get(icon["src"]) as answer:
            picture = answer.data
        assert "{}x{}".format(*struct.unpack(">II", picture[16:24])) == icon["sizes"]


def test_the_colours_of_the_frame_are_those_of_the_tokens():
    tokens = (config.ROOT / "static/css/tokens.css").read_text()
    light, dark = tokens.split("prefers-color-scheme: dark", 1)

    def colour(scheme: str, name: str) -> str:
        found = re.search(rf"--color-{name}: (#\w+)", scheme)
        assert found is not None
        return found[1]

    assert (colour(light, "accent"), colour(light, "surface")) == (offline.ACCENT, offline.SURFACE)
    for page, name in (("base", "raised"), ("bare", "surface")):
        text = Path(config.ROOT / f"templates/{page}.html").read_text()
        named = re.findall(r'name="theme-color" content="(#\w+)"', text)
        assert named == [colour(light, name), colour(dark, name)]
