"""One's own certificates and their PDF; the public page that says whether a serial is genuine."""

import pytest
from flask import Flask
from sqlalchemy import select, update

from courseware import db, worker
from courseware.accounts.models import Person
from courseware.certificates.models import Certificate
from courseware.kit import clock
from tests.certificates.conftest import Browser, Finish, words_of
from tests.kit import paper
from tests.world import Cast

ENGLISH = ("Certificateofcompletion", "Asmallsalescourse", "Newseller", "90.2%", "Issuedon")
CHINESE = ("销售小课", "新销售", "90.2%", "颁发日期", "结业")


@pytest.fixture(autouse=True)
def public(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation that others can reach: elsewhere every certificate is a test."""
    monkeypatch.setitem(app.config, "PUBLIC_URL", "https://training.example.com")


def test_ones_own_page_lists_them_and_before_that_what_is_missing(
    client_of: Browser, finish: Finish
):
    lin = client_of("lin")
    page = lin.get("/certificates").text
    assert "No certificate yet" in page
    assert "Pass module 1: The first talk" in page
    assert "Have accepted: Quarterly plan" in page
    serial = finish()
    page = lin.get("/certificates").text
    assert f'href="/certificates/{serial}.pdf"' in page
    assert "What the course certificate asks for" not in page
    assert serial not in client_of("otto").get("/certificates").text
    assert client_of("nobody").get("/certificates").status_code == 302
    assert lin.post("/certificates").status_code == 405


def test_the_pdf_is_for_its_holder_and_those_responsible(client_of: Browser, finish: Finish):
    path = f"/certificates/{finish()}.pdf"
    for name in ("lin", "tara", "mei", "bo", "ada"):
        answer = client_of(name).get(path)
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), name
    for name in ("otto", "oda", "omar", "sam", "ann"):
        assert client_of(name).get(path).status_code == 404, name
    assert client_of("nobody").get(path).location == f"/login?next={path}"
    assert client_of("lin").post(path).status_code == 405
    for bad in ("SSM-2026-0000-0000-0000", "SSM-2026-UUUU-UUUU-UUUU", "谁", "x" * 300):
        assert client_of("lin").get(f"/certificates/{bad}.pdf").status_code == 404


@pytest.mark.parametrize(("lang", "words"), [("en", ENGLISH), ("zh", CHINESE)])
def test_the_pdf_says_what_was_certified(
    client_of: Browser, finish: Finish, lang: str, words: tuple[str, ...]
):
    serial = finish()
    answer = client_of("lin").get(f"/certificates/{serial}.pdf?copy=1&lang={lang}")
    text = words_of(answer.data)
    for word in (*words, "林夏", serial, f"https://training.example.com/verify/{serial}"):
        assert word in text, word
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["㛃䶮", "𠮷野", "名" * 60, "Maximiliane von Hohenzollern-" * 2])
def test_any_name_is_printed(
    client_of: Browser, finish: Finish, database: db.Database, cast: Cast, name: str
):
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(name=name))
    answer = client_of("lin").get(f"/certificates/{finish()}.pdf")
    assert answer.status_code == 200
    assert "".join(name.split()) in words_of(answer.data)
    assert paper.ink(paper.seen(answer.data, dpi=60)).getbbox() is not None


def test_the_pdf_of_an_exercise_holds_the_accepted_form(
    app: Flask, client_of: Browser, handed_in: int, database: db.Database
):
    client_of("tara").post(f"/submissions/{handed_in}/acceptances", data={})
    worker.do_all(app)
    with db.reading(database) as rows:
        serial = rows.scalar(select(Certificate.serial))
    answer = client_of("lin").get(f"/certificates/{serial}.pdf?copy=1&lang=en")
    text = words_of(answer.data)
    for word in (
        "Exercisecertificate",
        "Quarterlyplan",
        "Acceptedby",
        "trainer",
        "2026-Q4",
        serial,
    ):
        assert word in text, word
    assert "新客户签约12家" in text
    assert client_of("sam").get(f"/certificates/{serial}.pdf").status_code == 404
    public = client_of("nobody").get(f"/verify/{serial}?lang=en").text
    assert "Quarterly plan" in public
    assert "新客户签约" not in public


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_anybody_can_see_that_a_serial_is_genuine(client_of: Browser, finish: Finish, lang: str):
    serial = finish()
    for typed in (serial, serial.lower(), serial.replace("-", "")):
        answer = client_of("nobody").get(f"/verify/{typed}?lang={lang}")
        assert answer.status_code == 200
        assert "林夏" in answer.text
        assert {"en": "This certificate is genuine and valid", "zh": "有效"}[lang] in answer.text
        assert {"en": "A small sales course", "zh": "销售小课"}[lang] in answer.text
        assert "lin@test.example" not in answer.text
        assert "Revoke" not in answer.text
    for typed, where in ((serial, serial), ("../x?y#z", "../x%3Fy%23z")):
        asked = client_of("nobody").get("/verify", query_string={"serial": typed})
        assert asked.location == f"/verify/{where}"


@pytest.mark.parametrize(
    "typed", ["SSM-2026-0000-0000-0000", "SSM-2026-UUUU-UUUU-UUUU", "不存在", "<b>"]
)
def test_an_unknown_serial_is_answered_in_words(client_of: Browser, typed: str):
    answer = client_of("nobody").get(f"/verify/{typed}?lang=en")
    assert answer.status_code == 404
    assert "There is no certificate with this number" in answer.text
    assert "<b>" not in answer.text


def test_only_an_administrator_revokes_and_says_why(client_of: Browser, finish: Finish):
    serial = finish()
    path = f"/certificates/{serial}/revocations"
    for name in ("lin", "tara", "mei", "oda", "ann"):
        assert client_of(name).post(path, data={"reason": "x"}).status_code == 404
    assert client_of("nobody").post(path, data={"reason": "x"}).status_code == 401
    ada = client_of("ada")
    assert ada.get(path).status_code == 405
    ada.post(path, data={"reason": ""})
    assert "genuine and valid" in ada.get(f"/verify/{serial}").text
    assert "Revoke this certificate" in ada.get(f"/verify/{serial}").text
    assert ada.post(path, data={"reason": "发错了"}).status_code == 303
    page = client_of("nobody").get(f"/verify/{serial}?lang=en").text
    assert "This certificate has been revoked" in page
    assert "发错了" not in page
    assert ada.post(path, data={"reason": "again"}).status_code == 409
    assert "revoked" in client_of("lin").get("/certificates").text


def test_of_an_erased_person_only_the_date_is_told(
    client_of: Browser, finish: Finish, database: db.Database, cast: Cast
):
    serial = finish()
    with db.transaction(database) as session:
        session.execute(update(Person).where(Person.id == cast.lin).values(erased_at=clock.now()))
    page = client_of("nobody").get(f"/verify/{serial}?lang=en").text
    assert "holder&#39;s data removed" in page
    assert "林夏" not in page
    for name in ("ada", "mei", "tara"):
        answer = client_of(name).get(f"/certificates/{serial}.pdf")
        assert answer.status_code == 404
        assert "The holder&#39;s data was removed" in answer.text
