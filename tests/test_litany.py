"""The permission litany over every route there is: generated from the URL map, so that none is forgotten."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courseware import db
from tests.litany import INSIDERS, OBJECTS, OPEN, PRIVATE, SECRETS, Made
from tests.world import Cast

PARAMETER = re.compile(r"<(?:[^:>]*:)?(\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ROLES = {
    "lin": set[str](),
    "otto": set[str](),
    "sam": set[str](),
    "tara": {"trainer"},
    "oda": {"trainer"},
    "mei": {"manager"},
    "omar": {"manager"},
    "ann": {"author"},
    "ada": {"trainer", "manager", "author", "administrator"},
}
#: what each mark of web.access asks for; a new mark needs a line
MARKS: dict[str, set[str] | None] = {
    "public": None,
    "signed_in": None,
    "administrators": {"administrator"},
    "trainers": {"trainer"},
    "authors": {"author"},
    "managers": {"manager"},
    "trainers_and_authors": {"trainer", "author"},
    "trainers_and_managers": {"trainer", "manager"},
}
OUTSIDERS = ("otto", "oda", "omar", "sam", "ann")
#: pages for everybody with an account by their mark, and for these by what they look up
DECIDED_INSIDE = {
    "/exercises/chain.pdf": set[str](),  # only with something filled in
    "/questions/imports": {"ann", "ada"},
    "/report-schedules/new": {"mei", "ada"},  # a trainer says which class
    "/roleplays/figures": {"ann", "ada"},
}
#: pages without a parameter that the course of the tests has not
NOT_IN_THIS_COURSE = {"/quizzes/final", "/quizzes/final/papers", "/quizzes/starting-test"}
#: and those that are there only where others can open the address of the platform
NOT_AT_THIS_ADDRESS = {"/badges/issuer.json", "/badges/keys.json"}
NOT_THERE = NOT_IN_THIS_COURSE | NOT_AT_THIS_ADDRESS
Browser = Callable[[str], FlaskClient]


@dataclass(frozen=True, slots=True)
class Route:
    rule: str
    method: str
    mark: str

    @property
    def keys(self) -> dict[str, str]:
        """The parameters by what they are called in tests/litany.py: key: the part of the rule."""
        found, fixed = {}, ""
        for part in self.rule.split("/"):
            inside = PARAMETER.search(part)
            if inside is None:
                fixed = part
            else:
                found[f"{fixed}:{inside.group(1)}"] = inside.group(0)
        return found

    @property
    def objects(self) -> list[str]:
        return [OBJECTS[key] for key in self.keys if key in OBJECTS]

    def address(self, value: Callable[[str], Any]) -> str:
        """The address with the parameters filled in: a word of the course, or what `value` says for a recipe."""
        address = self.rule
        for key, part in self.keys.items():
            known = OPEN.get(key, "unknown" if key in SECRETS else None)
            given = known if known is not None else value(OBJECTS[key])
            address = address.replace(part, str(given), 1)
        return address

    def lets_in(self, name: str) -> bool:
        wanted = MARKS[self.mark]
        return wanted is None or bool(wanted & ROLES[name])


def routes_of(app: Flask) -> Iterator[Route]:
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        mark = app.view_functions[rule.endpoint].access
        for method in sorted((rule.methods or set()) & set(METHODS)):
            yield Route(rule.rule, method, mark)


@pytest.fixture
def routes(app: Flask) -> list[Route]:
    return list(routes_of(app))


@pytest.fixture
def made(database: db.Database, cast: Cast) -> dict[str, Any]:
    """lin's objects of every kind."""
    with db.transaction(database) as session:
        written = Made(session, cast)
        return {name: written[name] for name in sorted(set(OBJECTS.values()))}


def call(client: FlaskClient, method: str, address: str) -> int:
    sent: dict[str, Any] = {"json": {"counter": 0}} if method == "PUT" else {}
    return client.open(address, method=method, **sent).status_code


def test_every_parameter_of_every_route_is_explained(routes: list[Route]):
    known = OPEN.keys() | SECRETS | OBJECTS.keys()
    unknown = sorted({f"{key} in {r.rule}" for r in routes for key in r.keys if key not in known})
    assert unknown == [], "Give each a line in tests/litany.py; it says how."
    used = {key for route in routes for key in route.keys}
    assert sorted(known - used) == [], "These addresses are gone: take the lines away."
    assert {route.mark for route in routes} <= MARKS.keys()


def test_the_mark_of_a_route_decides_who_comes_in(client_of: Browser, routes: list[Route]):
    wrong = []
    for route in routes:
        address = route.address(lambda _name: 999_999)
        if route.mark == "public":
            continue
        signed_out = call(client_of("nobody"), route.method, address)
        if signed_out not in ((302,) if route.method == "GET" else (401,)):
            wrong.append((route.method, address, "signed out", signed_out))
        for name in ROLES:
            if route.lets_in(name):
                continue
            status = call(client_of(name), route.method, address)
            if status != 404:
                wrong.append((route.method, address, name, status))
    assert wrong == [], "\n".join(map(str, wrong))


def test_pages_without_a_parameter_open_to_whom_their_mark_lets_in(
    client_of: Browser, routes: list[Route]
):
    wrong = []
    for route in routes:
        if route.keys or route.method != "GET" or route.rule in NOT_THERE:
            continue
        for name in ("lin", "tara", "mei", "ann", "ada"):
            if route.lets_in(name):
                status = call(client_of(name), "GET", route.rule)
                is_in = name in DECIDED_INSIDE.get(route.rule, {name})
                if status not in ((200, 302, 303) if is_in else (404,)):
                    wrong.append((route.rule, name, status))
    assert wrong == [], "\n".join(map(str, wrong))


def test_what_is_not_there_is_not_found_by_anybody(client_of: Browser, routes: list[Route]):
    wrong = []
    for route in routes:
        if not route.objects:
            continue
        for number, names in (
            (999_999, ("lin", "tara", "mei", "ann", "ada")),
            (0, ("ada",)),
            (10**30, ("ada",)),
            ("x", ("ada",)),
        ):
            address = route.address(lambda _name, number=number: number)
            for name in names:
                status = call(client_of(name), route.method, address)
                if status not in (404, 405):
                    wrong.append((route.method, address, name, status))
    assert wrong == [], "\n".join(map(str, wrong))


def test_a_strangers_things_are_not_there_for_those_outside(
    client_of: Browser, routes: list[Route], made: dict[str, Any]
):
    wrong = []
    for route in routes:
        if not route.objects or route.mark == "public":  # a secret word decides there
            continue
        address = route.address(lambda name: made[name])
        outside = list(OUTSIDERS)
        if set(route.objects) & PRIVATE:
            outside.append("ada")
        for name in outside:
            if route.lets_in(name) and (route.mark, name) != ("authors", "ann"):
                status = call(client_of(name), route.method, address)
                if status != 404:
                    wrong.append((route.method, address, name, status))
    assert wrong == [], "\n".join(map(str, wrong))


def test_the_strangers_things_are_there_for_those_inside(
    client_of: Browser, app: Flask, routes: list[Route], made: dict[str, Any]
):
    """Else the proof before this one would prove nothing."""
    found = set()
    app.testing = False  # half-empty rows may break a page, but they are found
    app.config["PROPAGATE_EXCEPTIONS"] = False
    try:
        for route in routes:
            for kind in set(route.objects) & INSIDERS.keys():
                if route.method != "GET" or kind in found:
                    continue
                address = route.address(lambda name: made[name])
                if call(client_of(INSIDERS[kind]), "GET", address) != 404:
                    found.add(kind)
    finally:
        app.testing = True
        app.config["PROPAGATE_EXCEPTIONS"] = None
    assert INSIDERS.keys() - found == set()


def test_a_wrong_method_is_refused(client_of: Browser, app: Flask, routes: list[Route]):
    wrong = []
    adapter = app.url_map.bind("localhost")
    for rule in sorted({route.rule for route in routes}):
        address = Route(rule, "GET", "").address(lambda _name: 1)
        for method in set(METHODS) - set(adapter.allowed_methods(address)):
            status = call(client_of("ada"), method, address)
            if status != 405:
                wrong.append((method, address, status))
    assert wrong == [], "\n".join(map(str, wrong))


def test_no_form_is_taken_without_its_token(client_of: Browser, app: Flask, routes: list[Route]):
    """One press in a mail program declines further mail: that address holds its own secret."""
    wrong = []
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        for route in routes:
            if route.method == "GET" or route.rule.startswith("/notices/unsubscribe/"):
                continue
            status = call(client_of("ada"), route.method, route.address(lambda _name: 1))
            if status != 400:
                wrong.append((route.method, route.rule, status))
    finally:
        app.config["WTF_CSRF_ENABLED"] = False
    assert wrong == [], "\n".join(map(str, wrong))
