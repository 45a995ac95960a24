"""The worker outlives what it needs."""

import os
import signal
from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from courseware import worker


@pytest.fixture(autouse=True)
def own_signals() -> Iterator[None]:
    before = {name: signal.getsignal(name) for name in (signal.SIGTERM, signal.SIGINT)}
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


def test_a_database_that_is_away_for_a_moment_does_not_end_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
):
    rounds: list[str] = []

    def do_one(_app: Flask) -> bool:
        rounds.append("away" if not rounds else "back")
        if rounds == ["away"]:
            raise OperationalError("", {}, ConnectionError("gone"))
        os.kill(os.getpid(), signal.SIGTERM)
        return False

    monkeypatch.setattr(worker, "do_one", do_one)
    monkeypatch.setattr(worker, "LONG_PAUSE", 0)
    worker.run(app)
    assert rounds == ["away", "back"]
