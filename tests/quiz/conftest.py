"""An attempt of lin at the quiz of the first module."""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from courseware import db
from courseware.content.definitions import Course
from courseware.quiz.actions import attempts
from tests import world
from tests.quiz.papers import SLUG, Taking, seed_for


@pytest.fixture
def begin(
    client_of: Callable[[str], FlaskClient],
    course: Course,
    database: db.Database,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., Taking]:
    def begun(name: str = "lin") -> Taking:
        seed = seed_for(course)
        monkeypatch.setattr(attempts, "secrets", SimpleNamespace(randbelow=lambda _most: seed))
        client = client_of(name)
        answer = client.post(f"/quizzes/{SLUG}/attempts")
        assert answer.status_code == 303, answer.text
        return Taking(int(answer.location.rpartition("/")[2]), client, course, database)

    return begun


@pytest.fixture
def taking(begin: Callable[..., Taking]) -> Taking:
    return begin()


@pytest.fixture
def place(sqlite_template: tuple[Path, world.Cast], tmp_path: Path) -> db.Database:
    shutil.copy(sqlite_template[0], tmp_path / "killed.db")
    return db.Database(f"sqlite:///{tmp_path / 'killed.db'}")


@pytest.fixture
def cookie(one_app: Flask, sqlite_template: tuple[Path, world.Cast]) -> str:
    serializer = one_app.session_interface.get_signing_serializer(one_app)
    signed = serializer.dumps({"_user_id": f"{sqlite_template[1].lin}.1", "_fresh": True})
    return f"session={signed}"
