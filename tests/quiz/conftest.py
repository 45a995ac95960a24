"""An attempt of lin at the quiz of the first module."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.content.definitions import Course
from courseware.quiz import rules
from courseware.quiz.actions import attempts
from tests.quiz.papers import SLUG, Taking

WANTED = {"which-open", "listen-more", "gap", "count", "pairs", "order", "own-words"}


def seed_for(course: Course) -> int:
    """A seed whose paper holds every type of the sample: seven questions that count and a text that does not."""
    for seed in range(10_000):
        drawn = {q.id for q, _ in rules.paper(course.quizzes[SLUG], seen={}, seed=seed)}
        if drawn >= WANTED:
            return seed
    raise LookupError


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
