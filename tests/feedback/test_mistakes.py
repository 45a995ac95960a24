"""A mistake in a lesson goes to the author with language, heading and version, and the reader hears what became of it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.feedback.models import Mistake
from courseware.notices.models import Notice
from tests.feedback.test_questions import PLACE, ask
from tests.world import Cast

Browser = Callable[[str], FlaskClient]


def test_it_is_kept_with_what_was_read(
    client_of: Browser, database: db.Database, cast: Cast, course: Course
):
    lesson = course.by_slug["01-first-talk"].lessons["en"]
    sam = client_of("sam")
    page = sam.get(PLACE).text
    assert lesson.digest in page
    data = {"anchor": "scene", "text": "8 + 5 = 12?", "what": "mistake", "lang": "en"}
    answer = sam.post(PLACE, data=data | {"version": lesson.digest})
    assert answer.location.endswith("/modules/01-first-talk#scene")
    with db.reading(database) as rows:
        found = rows.execute(select(Mistake.__table__)).one()
    assert (found.person_id, found.lang, found.version) == (cast.sam, "en", lesson.digest)
    assert (found.module, found.anchor, found.text) == ("01-first-talk", "scene", "8 + 5 = 12?")


def test_the_author_settles_it_and_the_reader_is_told(
    client_of: Browser, database: db.Database, cast: Cast
):
    ask(client_of("lin"), "错字：“的地得”", "mistake")
    ann = client_of("ann")
    assert "reports a mistake in a lesson" in ann.get("/notices").text
    assert "reports a mistake" not in client_of("ada").get("/notices").text
    assert 'href="/mistakes"' in ann.get("/modules").text
    assert "错字" in ann.get("/mistakes").text
    with db.reading(database) as rows:
        number = rows.scalar(select(Mistake.id))
    settle = f"/mistakes/{number}/settlings"
    ann.post(settle, data={"answer": ""})
    assert "错字" in ann.get("/mistakes").text
    assert ann.post(settle, data={"answer": "改好了，谢谢。"}).status_code == 303
    assert "错字" not in ann.get("/mistakes").text
    assert "改好了" in ann.get("/mistakes?show=all").text
    assert ann.post(settle, data={"answer": "再改"}).status_code == 409
    with db.reading(database) as rows:
        notice = rows.execute(select(Notice.values).where(Notice.person_id == cast.lin)).one()
    assert notice.values["answer"] == "改好了，谢谢。"


@pytest.mark.parametrize("who", ["lin", "tara", "mei"])
def test_only_authors_and_administrators_read_them(client_of: Browser, who: str):
    assert client_of(who).get("/mistakes").status_code == 404
    assert client_of("ada").get("/mistakes").status_code == 200
