"""A reviewer's desk: stars, two reviewers, what changed between rounds, and that nothing written is lost."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from courseware import db
from courseware.cohorts.models import CohortTrainer
from courseware.exercise.models import Draft, Star
from courseware.exercise.rules.comparing import side_by_side
from courseware.kit import clock
from courseware.review.models import Review, ReviewDraft
from tests.exercise.conftest import PLAN, Begin, ClientOf
from tests.world import Cast

STARRED = "goals-0"


def star(client: FlaskClient, number: int, place: str) -> Any:
    return client.post(
        f"/submissions/{number}/stars",
        data={"place": place},
        headers={"Accept": "application/json"},
    )


def rows(database: db.Database, model: Any, **where: Any) -> list[Any]:
    with db.transaction(database) as session:
        query = select(model).filter_by(**where)
        found = list(session.scalars(query))
        session.expunge_all()
        return found


def hand_in_again(client: FlaskClient, database: db.Database, number: int, **changed: Any) -> None:
    [draft] = rows(database, Draft, submission_id=number)
    data = {**PLAN, "counter": draft.counter, **changed}
    assert client.post(f"/submissions/{number}/handovers", data=data).status_code == 303


def give_back(client: FlaskClient, number: int, **more: Any) -> None:
    data = {"mend": "goals", "comment.goals": "再具体些", **more}
    assert client.post(f"/submissions/{number}/returns", data=data).status_code == 303


def test_a_reviewer_stars_a_line_and_its_owner_sees_it(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara, lin = handed_in(), client_of("tara"), client_of("lin")
    assert star(tara, number, STARRED).json == {"starred": True}
    assert star(tara, number, "risks-0").json == {"starred": True}
    assert star(tara, number, "owner").json == {"starred": True}
    page = lin.get(f"/submissions/{number}").text
    assert page.count("star-mark") == 3
    assert "data-star" not in page
    assert star(tara, number, "risks-0").json == {"starred": False}
    assert {s.place for s in rows(database, Star)} == {STARRED, "owner"}
    give_back(tara, number)
    assert (
        "新客户签约 12 家" in lin.get(f"/submissions/{number}").text.partition("data-exercise")[0]
    )


def test_a_star_goes_with_its_words_through_a_new_round(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara, lin = handed_in(), client_of("tara"), client_of("lin")
    star(tara, number, "goals-1")
    star(tara, number, "goals-0")
    give_back(tara, number)
    changed = {f"goals-0-{key}": PLAN[f"goals-1-{key}"] for key in ("goal", "target", "weight")}
    changed |= {"goals-1-goal": "别的话", "goals-1-weight": "60", "goals-1-target": "1"}
    hand_in_again(lin, database, number, **changed)
    page = tara.get(f"/submissions/{number}").text
    assert 'value="goals-0"' in page
    pressed = page.partition('value="goals-0"')[2][:300]
    assert 'aria-pressed="true"' in pressed
    assert page.count('aria-pressed="true"') == 1  # the other line is gone, and its star with it
    assert star(tara, number, "goals-0").json == {"starred": False}


def test_who_may_star(client_of: ClientOf, handed_in: Begin):
    number = handed_in()
    assert star(client_of("lin"), number, STARRED).status_code == 403
    for name in ("mei", "otto", "oda", "omar", "sam", "ada", "ann"):
        assert star(client_of(name), number, STARRED).status_code == 404, name
    assert star(client_of("nobody"), number, STARRED).status_code == 401
    tara = client_of("tara")
    for place in ("", "goals-9", "nothing", "total", "x" * 200):
        assert star(tara, number, place).status_code == 422, place
    assert tara.get(f"/submissions/{number}/stars").status_code == 405
    tara.post(f"/submissions/{number}/acceptances", data={})
    assert star(tara, number, STARRED).status_code == 200  # also afterwards
    assert "data-star" in tara.get(f"/submissions/{number}").text
    assert star(client_of("mei"), number, STARRED).status_code == 403  # she reads it, no more


def test_a_star_without_script_keeps_what_the_reviewer_typed(client_of: ClientOf, handed_in: Begin):
    number, tara = handed_in(), client_of("tara")
    typed = {"place": STARRED, "summary": "写到一半", "comment.risks": "还有呢", "counter": "0"}
    answer = tara.post(f"/submissions/{number}/stars", data=typed)
    assert answer.status_code == 303
    assert answer.location.endswith("#f-goals")
    page = tara.get(f"/submissions/{number}").text
    assert "写到一半" in page
    assert "还有呢" in page


def test_starred_lines_of_the_classes_one_trains_without_names(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara = handed_in(), client_of("tara")
    assert "No lines yet" in tara.get("/exercises/plan/lines").text
    star(tara, number, STARRED)
    page = tara.get("/exercises/plan/lines").text
    assert "新客户签约 12 家" in page
    assert "林夏" not in page
    assert "林夏" in tara.get("/exercises/plan/lines?names=1").text
    assert "新客户签约" not in client_of("oda").get("/exercises/plan/lines").text
    assert "新客户签约" not in client_of("ada").get("/exercises/plan/lines").text
    for name in ("lin", "mei", "sam"):
        assert client_of(name).get("/exercises/plan/lines").status_code == 404, name
    assert client_of("nobody").get("/exercises/plan/lines").status_code == 302
    assert tara.get("/exercises/none/lines").status_code == 404
    assert tara.post("/exercises/plan/lines").status_code == 405
    with db.transaction(database) as session:
        session.execute(db.Base.metadata.tables["review_lock"].delete())
    assert client_of("lin").post(f"/submissions/{number}/withdrawals").status_code == 303
    assert "新客户签约" not in tara.get("/exercises/plan/lines").text  # taken back: hers alone


@pytest.fixture
def colleague(database: db.Database, cast: Cast, client_of: ClientOf) -> FlaskClient:
    """A second trainer of lin's class."""
    with db.transaction(database) as session:
        session.add(CohortTrainer(cohort_id=cast.cohort, person_id=cast.oda))
    return client_of("oda")


def test_two_reviewers_never_collide(
    client_of: ClientOf, handed_in: Begin, colleague: FlaskClient, database: db.Database
):
    number, tara = handed_in(), client_of("tara")
    lock, draft = f"/submissions/{number}/locks", f"/submissions/{number}/review-draft"
    start = clock.now()
    with clock.frozen(start):
        assert tara.post(lock).status_code == 200
        refused = colleague.post(lock)
        assert refused.status_code == 409
        assert "谭老师" in refused.text
        assert "谭老师" in colleague.get(f"/submissions/{number}").text
        assert "谭老师" in colleague.get("/reviews").text
        words = {"counter": 0, "data": {"comment.risks": "同事的话"}}
        assert colleague.put(draft, json=words).status_code == 200  # hers is kept all the same
        for deed in ("acceptances", "returns"):
            data = {"mend": "goals", "comment.goals": "x"}
            assert colleague.post(f"/submissions/{number}/{deed}", data=data).status_code == 409
    with clock.frozen(start + timedelta(minutes=10)):
        assert (
            tara.put(draft, json={"counter": 0, "data": {"summary": "我还在"}}).status_code == 200
        )
    with clock.frozen(start + timedelta(minutes=24)):
        assert colleague.post(lock).status_code == 409  # typing has made the lock longer
    with clock.frozen(start + timedelta(minutes=26)):
        assert colleague.post(lock).status_code == 200
        assert tara.post(f"/submissions/{number}/acceptances", data={}).status_code == 409
        assert "同事的话" in colleague.get(f"/submissions/{number}").text
        assert colleague.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
        assert tara.post(f"/submissions/{number}/acceptances", data={}).status_code == 403
    assert len(rows(database, Review)) == 1
    [kept] = rows(database, ReviewDraft)
    assert kept.content["summary"] == "我还在"


def test_a_verdict_on_words_that_were_replaced_meanwhile_is_held_back_and_nothing_is_lost(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara, lin = handed_in(), client_of("tara"), client_of("lin")
    assert 'name="round" value="1"' in tara.get(f"/submissions/{number}").text
    assert lin.post(f"/submissions/{number}/withdrawals").status_code == 303
    hand_in_again(lin, database, number, **{"risks-0-text": "新的风险"})
    typed = {"round": "1", "mend": "risks", "comment.risks": "老的评语", "summary": "老的话"}
    for deed in ("acceptances", "returns"):
        answer = tara.post(f"/submissions/{number}/{deed}", data=typed)
        assert answer.status_code == 409
        for words in ("老的评语", "老的话", "新的风险", 'name="round" value="2"'):
            assert words in answer.text
    assert rows(database, Review) == []
    typed["round"] = "2"
    assert tara.post(f"/submissions/{number}/returns", data=typed).status_code == 303


def test_every_word_of_every_round_stays_to_be_read(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara, lin = handed_in(), client_of("tara"), client_of("lin")
    give_back(tara, number, summary="第一次的话")
    hand_in_again(lin, database, number, **{"goals-0-goal": "新客户签约 15 家"})
    give_back(tara, number, **{"comment.goals": "第二次的评语", "summary": "第二次的话"})
    hand_in_again(lin, database, number, **{"goals-0-goal": "新客户签约 16 家"})
    assert tara.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
    for name in ("lin", "tara"):
        page = client_of(name).get(f"/submissions/{number}").text
        for words in ("再具体些", "第一次的话", "第二次的评语", "第二次的话"):
            assert words in page, (name, words)


def test_what_changed_stands_side_by_side_word_by_word(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara, lin = handed_in(), client_of("tara"), client_of("lin")
    give_back(tara, number)
    hand_in_again(lin, database, number, **{"goals-0-goal": "新客户签约 15 家"})
    desk = tara.get(f"/submissions/{number}").text
    beside = desk.partition("Changed since round 1")[2].partition("</details>")[0]
    assert "新客户签约 <del>12</del> 家" in beside
    assert "新客户签约 <ins>15</ins> 家" in beside
    assert "<del>老客户续约" not in beside  # the other row did not change
    assert "新客户签约 <ins>15</ins> 家" in lin.get(f"/submissions/{number}").text


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    [
        ("三月签约", "四月签约", ["三"], ["四"]),
        ("few deals", "few big deals", [], ["big "]),
        ("a\nb\nc", "a\nc", ["b"], []),
        ("a", "a\nnew row", [], ["new row"]),
        ("1,200 元", "1,300 元", ["1,200"], ["1,300"]),
        ("", "x", [], ["x"]),
        ("x" * 5000 + " " * 5000, "y" * 9000 + "!", ["x" * 5000 + " " * 5000], ["y" * 9000 + "!"]),
    ],
)
def test_words_that_were_taken_out_or_put_in(old: str, new: str, gone: list[str], come: list[str]):
    before, after = side_by_side(old, new)
    assert [p.text for line in before for p in line if p.is_changed] == gone
    assert [p.text for line in after for p in line if p.is_changed] == come


@settings(max_examples=200, deadline=None)
@given(old=st.text(max_size=300), new=st.text(max_size=300))
def test_no_word_is_lost_by_comparing(old: str, new: str):
    before, after = side_by_side(old, new)
    for sides, text in ((before, old), (after, new)):
        assert ["".join(p.text for p in line) for line in sides] == text.splitlines()
