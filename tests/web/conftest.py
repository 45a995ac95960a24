"""An application as it is served, with what goes wrong shown to its visitor and not to the test."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask, request
from sqlalchemy import text

from courseware import config, db
from courseware.accounts.models import Person
from courseware.errors import Conflict
from courseware.factory import create_app
from courseware.web.access import public, signed_in
from tests.world import Cast


def _explode() -> Any:
    """Break in the way that `?how=` says."""
    how = request.args["how"]
    if how == "python":
        raise ValueError("the secret inside")
    if how == "conflict":
        raise Conflict("This certificate has been revoked already.")
    if how == "statement":
        db.write().execute(text("SELECT nothing FROM nowhere"))
    db.write().add(Person(email="lin@test.example", name="twice"))
    db.write().flush()
    return "not reached"


def build(settings: config.Settings, **changes: Any) -> Flask:
    app = create_app(replace(settings, **changes), db.Database("sqlite://"))
    app.config["WTF_CSRF_ENABLED"] = False
    for path, guard in (("/explode", public), ("/explode/inside", signed_in)):
        app.add_url_rule(path, path, guard(_explode), methods=["GET", "POST"])
    return app


@pytest.fixture(scope="module")
def one_served(one_app: Flask, settings: config.Settings) -> Flask:
    assert one_app  # it stays the application of the other tests
    return build(settings, public_url="https://training.test.example")


@pytest.fixture
def served(one_served: Flask, database: db.Database, cast: Cast) -> Flask:
    assert cast
    one_served.extensions["database"] = database
    one_served.extensions["organisation"].forget()
    return one_served


@pytest.fixture
def lin(served: Flask, cast: Cast) -> Any:
    """A browser in which lin is signed in, at the served application."""
    client = served.test_client()
    with client.session_transaction() as cookie:
        cookie.update({"_user_id": f"{cast.lin}.1", "_fresh": True, "lang": "en"})
    return client


Log = Callable[[], list[dict[str, Any]]]
