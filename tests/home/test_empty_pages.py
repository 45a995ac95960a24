"""On an empty installation, and to somebody new, every page says what to do."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courseware import db
from courseware.accounts.models import Person
from tests.schema import build_schema
from tests.test_litany import NOT_THERE

#: of a page: what is said where there is nothing yet
EMPTY = re.compile(r'<div class="empty">.*?</div>', re.DOTALL)
#: something to press: a link, or a form's button
WAY_ON = re.compile(r'<a [^>]*href="[^"#]|<button')
#: chrome that leads back or sideways, not on
ASIDE = re.compile(r'<nav class="(breadcrumb|tabs|pagination)[^>]*>.*?</nav>', re.DOTALL)
#: where nothing is to be done but wait, or the way on stands above: the sentence says so
SAID = {
    "/admin/jobs",
    "/admin/problems",
    "/certificates/orders",
    "/mistakes",
    "/notices",
    "/questions",
    "/reviews",
    "/team/report",
}
Reader = Callable[[str], FlaskClient]
ROLES = {
    "admin": {"is_administrator": True},
    "all": {"is_administrator": True, "is_trainer": True, "is_author": True},
    "learner": {},
}


@pytest.fixture
def reader(one_app: Flask, tmp_path: Path) -> Iterator[Reader]:
    """A database with one person in it, whose browser this is."""
    database = db.Database(f"sqlite:///{tmp_path / 'empty.db'}")
    build_schema(database)
    one_app.extensions["database"] = database
    one_app.extensions["organisation"].forget()
    one_app.extensions["demo"].forget()

    def signed_in(role: str) -> FlaskClient:
        with db.transaction(database) as session:
            person = Person(email="one@test.example", name="新来", **ROLES[role])
            session.add(person)
            session.flush()
            number = person.id
        client = one_app.test_client()
        with client.session_transaction() as cookie:
            cookie.update({"_user_id": f"{number}.1", "_fresh": True, "lang": "en"})
        return client

    yield signed_in
    database.dispose()


def pages(app: Flask) -> list[str]:
    """Every address without parameters that answers with a page."""
    rules = (rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()))
    return sorted({rule.rule for rule in rules if not rule.arguments} - NOT_THERE)


def mains(app: Flask, client: FlaskClient) -> Iterator[tuple[str, str]]:
    for address in pages(app):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 303, 404), (address, answer.status_code)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield address, ASIDE.sub("", answer.text.partition("<main")[2].partition("</main>")[0])


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_an_empty_installation_leads_on(one_app: Flask, reader: Reader, role: str):
    client, without = reader(role), []
    for address, main in mains(one_app, client):
        for said in EMPTY.findall(main):
            sentence = re.sub(r"<[^>]+>", " ", said.partition("</h2>")[2]).strip()
            if not sentence:
                without.append((address, "says nothing"))
            elif not WAY_ON.search(said) and address not in SAID:
                without.append((address, sentence))
    assert without == [], "\n".join(map(str, without))
