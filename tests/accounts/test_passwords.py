"""Passwords: changed by their owner, reset by a single-use link, stored as argon2."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts import actions, queries
from courseware.accounts.models import Link, Person
from courseware.accounts.rules import hash_token, locked_until, password_problem
from courseware.errors import NotFound
from courseware.kit import clock, passwords
from courseware.kit.outbox import Message
from courseware.settings import actions as settings
from tests import world

NEW = "ein ganz neuer Satz 7"


def test_a_stored_password_is_argon2id_at_the_cost_that_owasp_names():
    passwords.configure(19456)
    try:
        stored = passwords.hash_password(NEW)
    finally:
        passwords.configure(8)
    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(NEW, stored)
    assert not passwords.matches("another", stored)


def test_nobody_matches_a_missing_or_broken_hash():
    assert not passwords.matches(NEW, None)
    assert not passwords.matches("nobody's password", None)
    assert not passwords.matches(NEW, "not a hash")


@pytest.mark.parametrize("bad", ["short", "aaaaaaaaaaaa", "lin@test.example", "x" * 201])
def test_a_password_that_is_easy_to_guess_is_refused(bad: str):
    assert password_problem(bad, email="lin@test.example") is not None


def test_changing_the_password_ends_the_other_sessions(client_of: Callable[[str], FlaskClient]):
    here, elsewhere = client_of("lin"), client_of("lin")
    data = {"current": world.PASSWORD, "password": NEW, "again": NEW}
    assert here.post("/account/password", data=data).status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


def test_the_present_password_is_asked_for(client_of: Callable[[str], FlaskClient]):
    data = {"current": "wrong one", "password": NEW, "again": NEW}
    answer = client_of("lin").post("/account/password", data=data)
    assert answer.status_code == 422
    assert "not your present password" in answer.text


def _link(database: db.Database, person_id: int, kind: str = "password") -> str:
    with db.transaction(database):
        return actions.make_link(kind, person_id, made_by_id=None)


def test_a_new_password_closes_every_open_link(
    client_of: Callable[[str], FlaskClient], database: db.Database, cast: world.Cast
):
    tokens = [_link(database, cast.lin, kind) for kind in ("invitation", "password")]
    others = _link(database, cast.otto)
    data = {"current": world.PASSWORD, "password": NEW, "again": NEW}
    assert client_of("lin").post("/account/password", data=data).status_code == 303
    for token, status in (*((token, 404) for token in tokens), (others, 200)):
        assert client_of("nobody").get(f"/invitations/{token}").status_code == status


def test_a_link_works_once_and_signs_in(app: Flask, database: db.Database, cast: world.Cast):
    token = _link(database, cast.lin)
    client = app.test_client()
    assert client.get(f"/invitations/{token}").status_code == 200
    answer = client.post(f"/invitations/{token}", data={"password": NEW, "again": NEW})
    assert answer.status_code == 303
    assert client.get("/account").status_code == 200
    assert app.test_client().get(f"/invitations/{token}").status_code == 404


def test_a_link_ends_after_24_hours(app: Flask, database: db.Database, cast: world.Cast):
    token = _link(database, cast.lin)
    with clock.frozen(clock.now() + timedelta(hours=24, seconds=1)):
        assert app.test_client().get(f"/invitations/{token}").status_code == 404


def test_a_newer_link_makes_the_older_one_worthless(
    app: Flask, database: db.Database, cast: world.Cast
):
    older = _link(database, cast.lin)
    newer = _link(database, cast.lin)
    assert app.test_client().get(f"/invitations/{older}").status_code == 404
    assert app.test_client().get(f"/invitations/{newer}").status_code == 200


def test_the_database_holds_no_token_that_could_be_used(database: db.Database, cast: world.Cast):
    token = _link(database, cast.lin)
    with db.reading(database) as rows:
        stored = rows.scalar(select(Link.token_hash))
    assert stored == hash_token(token)
    assert token not in stored


@pytest.mark.parametrize("email", [world.email("lin"), "nobody@test.example"])
def test_asking_for_a_link_never_tells_whether_the_account_exists(
    app: Flask, database: db.Database, email: str
):
    with db.transaction(database):
        settings.change(smtp_host="mail.test.example", mail_from="no-reply@test.example")
    answer = app.test_client().post("/password?lang=en", data={"email": email})
    assert answer.status_code == 200
    assert "If there is an account with this address" in answer.text


def test_a_mail_with_the_link_goes_to_the_account(app: Flask, database: db.Database):
    with db.transaction(database):
        settings.change(smtp_host="mail.test.example", mail_from="no-reply@test.example")
    app.test_client().post("/password", data={"email": world.email("lin")})
    app.test_client().post("/password", data={"email": "nobody@test.example"})
    with db.reading(database) as rows:
        messages = rows.execute(select(Message.address, Message.body)).all()
    assert [message.address for message in messages] == [world.email("lin")]
    assert "http://localhost/invitations/" in messages[0].body


def test_without_mail_the_page_says_whom_to_ask(app: Flask):
    answer = app.test_client().get("/password?lang=en")
    assert "sends no mail" in answer.text


def test_the_first_link_makes_one_administrator_and_no_second(app: Flask, database: db.Database):
    with db.transaction(database) as session:
        token = actions.make_link("first-administrator", None, made_by_id=None)
        for person in session.scalars(select(Person).where(Person.is_administrator)):
            person.is_administrator = False
    data = {"name": "新管理员", "email": "boss@test.example", "password": NEW, "again": NEW}
    assert app.test_client().post(f"/invitations/{token}", data=data).status_code == 303
    with db.reading(database):
        made = queries.person_by_email("boss@test.example")
    assert made is not None
    assert app.test_client().post(f"/invitations/{token}", data=data).status_code == 404


def test_a_used_link_cannot_be_used_by_a_second_request_at_once(
    database: db.Database, cast: world.Cast
):
    token = _link(database, cast.lin)
    with db.transaction(database):
        actions.use_link(token, "x")
    with db.transaction(database), pytest.raises(NotFound):
        actions.use_link(token, "y")


def test_a_lock_ends_by_itself():
    now = clock.now()
    failures = [now - timedelta(minutes=m) for m in (1, 2, 3, 4, 5)]
    until = locked_until(failures, now)
    assert until == now + timedelta(minutes=10)
    assert locked_until(failures, now + timedelta(minutes=11)) is None
