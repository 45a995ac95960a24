"""Drills that somebody asked for: what counts, once a line, and what stays private."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.assignments.types import Asked, Target
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.learning.models import Step
from courseware.roleplay.actions.drills import answer_card
from courseware.roleplay.types.drills import DrillSent, Shown
from tests.assignments.conftest import DUE, form, owed_by
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
PRICE = Asked("drill", "price", DUE)
ANY = Asked("drill", "any", DUE, quantity=2)


@pytest.fixture
def drill(database: db.Database, course: Course, cast: Cast, me: Any) -> Callable[..., None]:
    """lin answers the objection of a type, as the page sends it."""
    tokens = iter(range(1000))

    def answered(kind: str, outcome: str = "well", seconds: int = 20, lang: str = "zh") -> None:
        library = course.objections["manufacturing"]
        found = next(each for each in library.objections if each.type == kind)
        token = f"run-{next(tokens)}"
        shown = Shown(
            cast.lin, "manufacturing", found.id, library.digest.version, lang, token, 0.0, seconds
        )
        lin = me(cast.lin)
        with db.transaction(database):
            answer_card(lin, shown, DrillSent("a line", outcome), today=DUE)

    return answered


def done(database: db.Database, cast: Cast) -> list[bool]:
    return [owed.fulfilled_at is not None for owed in owed_by(database, cast.lin)]


def steps(database: db.Database) -> list[Any]:
    with db.reading(database) as rows:
        query = select(Step.item, Step.module, Step.score, Step.passed)
        return [tuple(row) for row in rows.execute(query.where(Step.kind == "drill"))]


@pytest.mark.parametrize("outcome", ["well", "partly"])
def test_a_line_answered_in_time_well_or_partly_counts(
    ask: Any, drill: Any, cast: Cast, database: db.Database, outcome: str
):
    ask(what=PRICE)
    drill("price", outcome)
    assert done(database, cast) == [True]
    assert steps(database) == [("price", "", None, True)]  # neither the line nor how it went


@pytest.mark.parametrize(
    ("kind", "outcome", "seconds"),
    [("price", "missed", 20), ("price", "well", 31), ("timing", "well", 20)],
)
def test_what_was_missed_too_late_or_of_another_type_does_not(
    ask: Any, drill: Any, cast: Cast, database: db.Database, kind: str, outcome: str, seconds: int
):
    ask(what=PRICE)
    drill(kind, outcome, seconds)
    assert done(database, cast) == [False]
    assert steps(database) == []


def test_a_line_counts_once_however_often_it_is_answered(
    ask: Any, drill: Any, cast: Cast, database: db.Database
):
    ask(what=ANY)
    drill("price")
    drill("price")
    assert done(database, cast) == [False]
    drill("timing")
    assert done(database, cast) == [True]


def test_one_answer_counts_for_everybody_who_asks(
    ask: Any, drill: Any, cast: Cast, database: db.Database
):
    ask(what=PRICE)
    ask(Target("person", cast.lin), what=Asked("drill", "any", DUE), by=cast.tara)
    drill("price")
    assert done(database, cast) == [True, True]


def test_drills_that_nobody_asked_for_leave_no_trace(
    ask: Any, drill: Any, cast: Cast, database: db.Database
):
    drill("price")
    assert steps(database) == []
    ask(what=Asked("drill", "price", DUE, earlier_work_counts=True))
    assert done(database, cast) == [False]  # and earlier drills never count
    drill("price")
    drill("price")
    assert len(steps(database)) == 1  # once it is done, private again


def test_a_module_is_not_begun_by_drilling(ask: Any, drill: Any, client_of: ClientOf):
    ask(what=PRICE)
    drill("price")
    assert "0 of 2 modules passed" in client_of("lin").get("/").text


def test_the_learner_reads_who_asks_and_how_far_they_are(
    ask: Any, drill: Any, cast: Cast, client_of: ClientOf
):
    ask(what=Asked("drill", "any", DUE, quantity=2, words="before the fair"))
    ask(
        Target("person", cast.lin),
        what=Asked("drill", "price", DUE - timedelta(days=2)),
        by=cast.tara,
    )
    drill("timing")
    lin = client_of("lin")
    for path in ("/drills", "/drills?type=price"):
        page = lin.get(path).text
        for words in ("梅经理", "谭老师", "before the fair", "1 of 2 lines so far", "counts once"):
            assert words in page, (path, words)
    home = lin.get("/").text
    assert "Objection drill: price" in home
    assert 'href="/drills?type=price"' in home
    assert home.index("谭老师") < home.index("梅经理")  # the earlier date comes first


def test_whoever_asked_sees_that_it_is_done_and_no_line(
    ask: Any, drill: Any, client_of: ClientOf, cast: Cast
):
    number = ask(what=PRICE)
    drill("price")
    mei = client_of("mei")
    page = mei.get(f"/assignments/{number}").text
    assert "Objection drill: price" in page
    assert "1 of 1" in page or "of 1" in page
    assert "a line</" not in page
    assert "each line once" in page
    assert mei.get(f"/people/{cast.lin}").status_code == 200


def test_the_form_offers_the_types_there_are(
    client_of: ClientOf, cast: Cast, database: db.Database
):
    mei = client_of("mei")
    page = mei.get("/assignments/new?item=drill:price").text
    assert 'value="drill:any"' in page
    data = form(
        item="drill:price", quantity="2", people=[cast.lin], reviewer=cast.mei, pass_line="80"
    )
    assert mei.post("/assignments/new", data=data).status_code == 303
    (owed,) = owed_by(database, cast.lin)
    assert (owed.kind, owed.item, owed.quantity, owed.pass_line) == ("drill", "price", 2, None)
    wrong = mei.post("/assignments/new", data=data | {"item": "drill:weather"})
    assert wrong.status_code == 422


def test_what_was_done_before_it_was_asked_does_not_count(
    ask: Any, drill: Any, cast: Cast, database: db.Database
):
    with clock.frozen(clock.now() - timedelta(days=3)):
        ask(what=PRICE)
        drill("price")
    ask(what=PRICE)
    assert done(database, cast) == [True, False]
