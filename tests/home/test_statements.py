"""The start page is asked for more than any other: few statements, however much somebody has done."""

from collections.abc import Callable

import pytest

from courseware import db
from courseware.content.definitions import Course
from courseware.learning.actions import record_step
from courseware.learning.types import Done
from courseware.web import remembering
from tests.home.conftest import FIRST, SECOND, Browser, owe
from tests.world import Cast

#: statements of an answer, those of the frame included; a learner's page is the one that many ask for
MOST = {"lin": 12, "ada": 11, "ann": 13, "tara": 32, "mei": 32}


def work(database: db.Database, course: Course, cast: Cast) -> None:
    for kind, item, module in (
        ("lesson", FIRST, FIRST),
        ("quiz", FIRST, FIRST),
        ("roleplay", "deck-talk", FIRST),
        ("lesson", SECOND, SECOND),
    ):
        with db.transaction(database):
            record_step(course, Done(cast.lin, kind, item, module, passed=True, score=90.0))
    for item, days in ((FIRST, 3), (SECOND, -3)):
        owe(database, cast.lin, "quiz", item, days)


@pytest.mark.parametrize("name", MOST)
def test_the_start_page_asks_little(
    client_of: Browser,
    database: db.Database,
    course: Course,
    cast: Cast,
    count_sql: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
):
    monkeypatch.setattr(remembering, "AGE", 3600.0)
    browser, asked = client_of(name), []
    for prepare in (
        lambda: None,
        lambda: work(database, course, cast),
        lambda: work(database, course, cast),
    ):
        prepare()
        browser.get("/")
        before = count_sql()
        assert browser.get("/").status_code == 200
        asked.append(count_sql() - before)
    assert max(asked) <= MOST[name]
    assert asked[1] == asked[2]
