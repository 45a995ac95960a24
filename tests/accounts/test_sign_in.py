"""Signing in and out: the right password opens, nothing tells whether an account exists, guessing is locked out."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from courseware import db
from courseware.accounts.models import FailedSignIn, Person
from courseware.kit import clock
from tests import world


def _sign_in(
    client: FlaskClient, name: str, password: str = world.PASSWORD, **more: str
) -> TestResponse:
    data = {"email": world.email(name), "password": password, **more}
    return client.post("/login?lang=en", data=data)


def test_the_right_password_opens_the_start_page(app: Flask):
    client = app.test_client()
    answer = _sign_in(client, "lin")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"
    assert client.get("/account").status_code == 200


def test_an_address_is_known_in_capitals_and_with_spaces(app: Flask):
    data = {"email": "  LIN@test.example ", "password": world.PASSWORD}
    assert app.test_client().post("/login", data=data).status_code == 303


def named(database: db.Database, cast: world.Cast, **numbers: str) -> None:
    with db.transaction(database) as session:
        lin = session.get_one(Person, cast.lin)
        for name, value in numbers.items():
            setattr(lin, name, value)


@pytest.mark.parametrize(
    "typed", ["S-0042", " S-0042 ", "13912345678", "139 1234 5678", "+86 139-1234-5678"]
)
def test_employee_number_and_mobile_open_too(
    app: Flask, database: db.Database, cast: world.Cast, typed: str
):
    named(database, cast, employee_number="S-0042", mobile="13912345678")
    data = {"email": typed, "password": world.PASSWORD}
    assert app.test_client().post("/login", data=data).status_code == 303


def test_a_number_that_means_two_people_opens_for_neither(
    app: Flask, database: db.Database, cast: world.Cast
):
    named(database, cast, mobile="13912345678")
    with db.transaction(database) as session:
        session.get_one(Person, cast.otto).employee_number = "13912345678"
    data = {"email": "13912345678", "password": world.PASSWORD}
    assert app.test_client().post("/login", data=data).status_code == 422


def test_three_names_of_one_account_are_not_three_times_the_tries(
    app: Flask, database: db.Database, cast: world.Cast
):
    named(database, cast, employee_number="S-0042", mobile="13912345678")
    client = app.test_client()
    for typed in (world.email("lin"), "S-0042", "13912345678", "S-0042", "13912345678"):
        client.post("/login", data={"email": typed, "password": "wrong one"})
    assert _sign_in(client, "lin").status_code == 422


@pytest.mark.parametrize("email", [world.email("lin"), "nobody@test.example"])
def test_a_wrong_password_and_an_unknown_address_look_the_same(app: Flask, email: str):
    answer = app.test_client().post(
        "/login?lang=en", data={"email": email, "password": "wrong one"}
    )
    assert answer.status_code == 422
    assert "The account or the password is wrong" in answer.text


def test_a_refused_sign_in_is_counted_although_it_is_refused(app: Flask, database: db.Database):
    _sign_in(app.test_client(), "lin", "wrong one")
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(FailedSignIn)) == 1


def test_after_five_failures_even_the_right_password_waits_a_quarter_of_an_hour(app: Flask):
    client = app.test_client()
    for _ in range(5):
        _sign_in(client, "lin", "wrong one")
    assert _sign_in(client, "lin").status_code == 422
    assert _sign_in(client, "otto").status_code == 303  # others are not locked out
    later = clock.now() + timedelta(minutes=16)
    with clock.frozen(later):
        assert _sign_in(app.test_client(), "lin").status_code == 303


def test_who_goes_on_guessing_keeps_nobody_out_for_longer(app: Flask):
    client, start = app.test_client(), clock.now()
    for minutes in (*(0,) * 5, 5, 10, 14):
        with clock.frozen(start + timedelta(minutes=minutes)):
            _sign_in(client, "lin", "wrong one")
    with clock.frozen(start + timedelta(minutes=16)):
        assert _sign_in(client, "lin").status_code == 303


def test_a_success_forgets_the_failures_before_it(app: Flask, database: db.Database):
    client = app.test_client()
    for _ in range(4):
        _sign_in(client, "lin", "wrong one")
    assert _sign_in(client, "lin").status_code == 303
    with db.reading(database) as rows:
        assert rows.scalar(select(func.count()).select_from(FailedSignIn)) == 0


def test_who_was_deactivated_cannot_sign_in_and_is_signed_out(
    app: Flask, database: db.Database, cast: world.Cast, client_of: Callable[[str], FlaskClient]
):
    open_browser = client_of("lin")
    assert open_browser.get("/account").status_code == 200
    with db.transaction(database):
        person = db.load(Person, cast.lin)
        person.deactivated_at = clock.now()
    assert open_browser.get("/account").status_code == 302
    assert _sign_in(app.test_client(), "lin").status_code == 422


@pytest.mark.parametrize(
    ("wanted", "goes_to"),
    [
        ("/modules", "/modules"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("//[", "/"),
        ("", "/"),
        ("/search?q=%E4%BB%B7", "/search?q=%E4%BB%B7"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_after_signing_in_nobody_is_sent_to_another_site(app: Flask, wanted: str, goes_to: str):
    data = {"email": world.email("lin"), "password": world.PASSWORD}
    answer = app.test_client().post("/login", query_string={"next": wanted}, data=data)
    assert answer.headers["Location"] == goes_to


def test_a_stranger_is_led_to_sign_in_and_back(client_of: Callable[[str], FlaskClient]):
    answer = client_of("nobody").get("/modules")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/login?next=/modules"


def test_signing_out_needs_a_post_and_ends_the_session(client_of: Callable[[str], FlaskClient]):
    client = client_of("lin")
    assert client.get("/logout").status_code == 405
    assert client.post("/logout").status_code == 303
    assert client.get("/account").status_code == 302


def test_a_form_without_its_token_is_refused_and_changes_nothing(app: Flask):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = _sign_in(app.test_client(), "lin")
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert answer.status_code == 400
