"""One is told a thing once, in one's own language, and nobody reads another's notices."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from courseware import db
from courseware.notices.actions import tell
from courseware.notices.models import Notice
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
TITLE = {"zh": "季度计划", "en": "Quarterly plan"}
SENTENCE = "{who} asks you: {title}."


def told(database: db.Database, person_id: int, key: str = "k", **more: Any) -> int:
    values = {"who": "谭老师", "title": TITLE, **more}
    with db.transaction(database):
        tell(person_id, SENTENCE, "/exercises/plan", key=key, **values)
    with db.reading(database) as rows:
        return rows.scalars(select(func.max(Notice.id))).one()


def test_a_key_is_told_once_to_each(database: db.Database, cast: Cast):
    for person_id in (cast.lin, cast.lin, cast.otto):
        told(database, person_id)
    with db.reading(database) as rows:
        assert rows.scalars(select(Notice.person_id)).all() == [cast.lin, cast.otto]


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "谭老师 asks you: Quarterly plan."), ("zh", "季度计划")]
)
def test_a_notice_speaks_the_readers_language(
    client_of: Browser, database: db.Database, cast: Cast, lang: str, words: str
):
    told(database, cast.lin)
    page = client_of("lin").get(f"/notices?lang={lang}").text
    assert words in page
    assert {"en": "季度计划", "zh": "Quarterly plan"}[lang] not in page


def test_what_people_wrote_is_no_markup(client_of: Browser, database: db.Database, cast: Cast):
    told(database, cast.lin, who="<script>{x}</script>")
    page = client_of("lin").get("/notices").text
    assert "&lt;script&gt;{x}&lt;/script&gt; asks you" in page


def test_opening_leads_to_the_thing_and_marks_it_read(
    client_of: Browser, database: db.Database, cast: Cast
):
    first, second = told(database, cast.lin, "a"), told(database, cast.lin, "b")
    lin = client_of("lin")
    assert lin.get("/notices").text.count('class="item unread"') == 2
    answer = lin.post(f"/notices/{first}/readings")
    assert (answer.status_code, answer.location) == (303, "/exercises/plan")
    assert lin.get("/notices").text.count('class="item unread"') == 1
    assert lin.post("/notices/readings").location == "/notices"
    assert "unread" not in lin.get("/notices").text.partition("<main")[2]
    assert lin.post(f"/notices/{second}/readings").status_code == 303  # again does no harm


def test_the_bell_counts_ones_own_unread_ones(
    client_of: Browser, database: db.Database, cast: Cast
):
    told(database, cast.otto)
    assert "unread" not in client_of("lin").get("/glossary").text
    for key in ("a", "b"):
        told(database, cast.lin, key)
    assert "Notices: 2 unread" in client_of("lin").get("/glossary").text


def test_anothers_notice_is_not_found_and_stays_unread(
    client_of: Browser, database: db.Database, cast: Cast
):
    number = told(database, cast.lin)
    for name in ("otto", "tara", "mei", "ada"):
        assert client_of(name).post(f"/notices/{number}/readings").status_code == 404
        assert client_of(name).post("/notices/readings").status_code == 303
    with db.reading(database) as rows:
        assert rows.scalars(select(Notice.read_at)).all() == [None]
    assert client_of("lin").post(f"/notices/{number + 99}/readings").status_code == 404


def test_signed_out_there_is_no_inbox_and_a_get_marks_nothing(
    client_of: Browser, database: db.Database, cast: Cast
):
    number = told(database, cast.lin)
    assert client_of("nobody").get("/notices").location == "/login?next=/notices"
    assert client_of("nobody").post("/notices/readings").status_code == 401
    assert client_of("lin").get(f"/notices/{number}/readings").status_code == 405
    assert client_of("lin").get("/notices/readings").status_code == 405


def test_many_notices_come_in_pages_the_newest_first(
    client_of: Browser, database: db.Database, cast: Cast
):
    for number in range(52):
        told(database, cast.lin, str(number), who=f"N{number}.")
    first, second = (client_of("lin").get(f"/notices?page={n}").text for n in (1, 2))
    assert first.index("N51.") < first.index("N50.")
    assert "N1." not in first
    assert "N1." in second
    for odd in ("0", "-1", "²", "x", "99999999", "3"):
        assert client_of("lin").get(f"/notices?page={odd}").status_code == 200
