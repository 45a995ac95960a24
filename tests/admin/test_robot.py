"""Setting up an AI service: off by default, its key never shown, tried with one word."""

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.kit import chat
from courseware.settings import queries
from courseware.settings.rules import Organisation
from tests.roleplay.stub_model import Model, Say, serving

Clients = Callable[[str], FlaskClient]
KEY = "sk-a-secret-key"
FORM = {
    "name_zh": "示例",
    "name_en": "Sample",
    "time_zone": "Asia/Shanghai",
    "fiscal_month": "1",
    "review_days": "5",
    "recording_days": "30",
    "smtp_port": "587",
}


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[Model]:
    monkeypatch.setattr(chat, "PAUSE", 0.0)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving() as found:
        yield found


def kept(database: db.Database) -> Organisation:
    with db.reading(database):
        return queries.current()


def save(ada: FlaskClient, url: str, **more: str) -> None:
    data = {**FORM, "robot_url": url, "robot_model": "small", **more}
    answer = ada.post("/admin/settings", data=data)
    assert answer.status_code == 303, answer.text


def test_nothing_is_set_up_at_first(client_of: Clients, database: db.Database):
    ada = client_of("ada")
    page = ada.get("/admin/settings").text
    assert "What is sent where" in page
    assert "Try the AI service" not in page
    assert not kept(database).has_robot
    assert ada.post("/admin/settings/robot-tries").status_code == 422


def test_the_key_is_kept_and_never_shown(client_of: Clients, database: db.Database):
    ada = client_of("ada")
    save(ada, "https://ai.test/v1", robot_key=KEY)
    assert kept(database).has_robot
    assert KEY not in ada.get("/admin/settings").text
    save(ada, "https://ai.test/v1", robot_model="other")
    assert (kept(database).robot_key, kept(database).robot_model) == (KEY, "other")
    save(ada, "https://ai.test/v1", robot_key_removed="1")
    assert kept(database).robot_key == ""
    assert "Remove the key" not in ada.get("/admin/settings").text
    assert KEY not in ada.get("/admin/journal").text


def test_a_key_is_not_sent_to_another_address(client_of: Clients, database: db.Database):
    ada = client_of("ada")
    save(ada, "https://ai.test/v1", robot_key=KEY)
    save(ada, "https://elsewhere.test/v1")
    assert kept(database).robot_key == ""
    assert "Enter the new one" in ada.get("/admin/settings").text
    save(ada, "https://ai.test/v1", robot_key=KEY)
    assert kept(database).robot_key == KEY


@pytest.mark.parametrize("url", ["ftp://x/v1", "ai.test/v1", "https://a:b@ai.test", "file:///x"])
def test_only_a_web_address_is_taken(client_of: Clients, database: db.Database, url: str):
    data = {**FORM, "robot_url": url, "robot_model": "small", "robot_key": KEY}
    answer = client_of("ada").post("/admin/settings", data=data)
    assert answer.status_code == 422
    assert "https://host/v1" in answer.text
    assert KEY not in answer.text
    assert not kept(database).has_robot


def test_a_try_says_what_happened(client_of: Clients, model: Model):
    ada = client_of("ada")
    save(ada, model.url, robot_key=KEY)
    model.script = [Say("ready <b>")]
    assert ada.post("/admin/settings/robot-tries").status_code == 303
    assert "The AI service answered: ready &lt;b&gt;" in ada.get("/admin/settings").text
    assert model.headers[0]["Authorization"] == f"Bearer {KEY}"
    for answer, sentence in (
        (Say(status=401), "does not accept the key (status 401)"),
        (Say(status=404), "does not know this address or model"),
        (Say(status=429, headers={"Retry-After": "99"}), "busy or its allowance"),
        (Say(body=b"<html>"), "could not be read"),
    ):
        model.script = [answer]
        ada.post("/admin/settings/robot-tries")
        page = ada.get("/admin/settings").text
        assert sentence in page
        assert KEY not in page


def test_only_an_administrator_may_try(client_of: Clients):
    for name in ("lin", "tara", "mei", "sam"):
        assert client_of(name).post("/admin/settings/robot-tries").status_code == 404
    assert client_of("nobody").post("/admin/settings/robot-tries").status_code == 401
    assert client_of("ada").get("/admin/settings/robot-tries").status_code == 405


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_speaks_both_languages(client_of: Clients, lang: str):
    page = client_of("ada").get(f"/admin/settings?lang={lang}").text
    assert ("AI 客户与 AI 教练" if lang == "zh" else "AI customer and coach") in page
