"""Pages that guess are limited for each address."""

from collections.abc import Iterator

import pytest
from flask import Flask

from courseware.web.limits import counter


@pytest.fixture
def limited(app: Flask) -> Iterator[Flask]:
    counter.enabled = True
    counter.reset()
    yield app
    counter.reset()
    counter.enabled = False


@pytest.mark.parametrize("path", ["/verify/SSM-2026-0000-0000-0000", "/invitations/guess"])
def test_guessing_is_stopped_after_thirty_tries_a_minute(limited: Flask, path: str):
    client = limited.test_client()
    assert [client.get(path).status_code for _ in range(30)] == [404] * 30
    refused = client.get(path)
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["Retry-After"]) <= 60


def test_signing_in_is_limited_and_looking_at_the_page_is_not(limited: Flask):
    client = limited.test_client()
    data = {"email": "nobody@test.example", "password": "guess"}
    answers = [client.post("/login", data=data).status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]
    assert client.get("/login").status_code == 200
