"""Everybody reads the platform in the language they chose."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from courseware import db
from courseware.accounts.models import Person
from tests.world import Cast

SIGN_IN = {"en": "Sign in", "zh": "登录"}


def language_of(page: str) -> str:
    return page.partition('<html lang="')[2].partition('"')[0]


def test_a_choice_is_kept_until_another(served: Flask):
    client = served.test_client()
    assert language_of(client.get("/login").text) == "zh-CN"
    assert language_of(client.get("/login?lang=en").text) == "en"
    page = client.get("/login").text
    assert language_of(page) == "en"
    assert SIGN_IN["en"] in page
    client.get("/login?lang=zh")
    assert SIGN_IN["zh"] in client.get("/login").text


@pytest.mark.parametrize(
    ("wanted", "lang"),
    [
        ("en-GB,en;q=0.9,zh;q=0.8", "en"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK,zh;q=0.9", "zh-Hant"),
        ("zh-Hant-MO", "zh-Hant"),
        ("zh-Hans-CN", "zh-CN"),
        ("zh-SG", "zh-CN"),
        ("de-DE,de;q=0.9,en;q=0.5", "en"),
        ("fr", "zh-CN"),
        ("", "zh-CN"),
        ("*;q=0.1, ;;,", "zh-CN"),
    ],
)
def test_before_any_choice_the_browser_is_asked(served: Flask, wanted: str, lang: str):
    answer = served.test_client().get("/login", headers={"Accept-Language": wanted})
    assert language_of(answer.text) == lang


def test_an_unknown_language_changes_nothing(served: Flask):
    for odd in ("xx", "", "zh'", "../en"):
        answer = served.test_client().get("/login", query_string={"lang": odd})
        assert (answer.status_code, language_of(answer.text)) == (200, "zh-CN")


def test_the_persons_own_setting_goes_before_the_browser(
    served: Flask, database: db.Database, cast: Cast
):
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(lang="en"))
    client = served.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": f"{cast.lin}.1", "_fresh": True})
    answer = client.get("/modules", headers={"Accept-Language": "zh-CN"})
    assert language_of(answer.text) == "en"


def test_an_error_is_told_in_the_visitors_language(lin: Any):
    assert "There is no such page" in lin.get("/nothing").text
    assert "没有" in lin.get("/nothing?lang=zh").text
