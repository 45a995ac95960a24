"""Carried answers name their source; when it changes the difference is offered, and nothing is ever taken by itself."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.exercise.models import Draft, Revision, Submission
from courseware.exercise.rules.carrying import carry_over
from courseware.exercise.rules.offering import merged
from courseware.exercise.types import Source
from courseware.kit import clock
from tests.exercise.conftest import PLAN, Begin, ClientOf

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def answers_of(database: db.Database, number: int) -> dict[str, Any]:
    with db.transaction(database) as session:
        return dict(session.scalars(select(Draft).filter_by(submission_id=number)).one().answers)


def counter_of(database: db.Database, number: int) -> int:
    with db.transaction(database) as session:
        return session.scalars(select(Draft).filter_by(submission_id=number)).one().counter


def carried_of(database: db.Database, number: int) -> dict[str, Any]:
    with db.transaction(database) as session:
        return dict(session.scalars(select(Submission).filter_by(id=number)).one().carried)


def press(client: Any, number: int, counter: int, **button: str) -> Any:
    """A button of the fill page, with the form as the page shows it."""
    row = {"goals-0-goal": "新客户签约 12 家", "goals-0-target": "11", "lesson": "我写的"}
    data = {"counter": str(counter), **row, **button}
    return client.post(f"/submissions/{number}/draft", data=data)


@pytest.fixture
def changed(client_of: ClientOf, handed_in: Begin, begin: Begin, database: db.Database) -> int:
    """A review that took goals from a plan, whose target then went from 12 to 15; its number."""
    lin = client_of("lin")
    with clock.frozen(NOW):
        plan = handed_in()
        review = begin("lin", "review")
    with clock.frozen(NOW + timedelta(hours=1)):
        sent = press(lin, review, 0, do="save")
        assert sent.status_code == 303
    with clock.frozen(NOW + timedelta(days=2)):
        assert lin.post(f"/submissions/{plan}/withdrawals").status_code == 303
        data = {**PLAN, "goals-0-target": "15", "counter": str(counter_of(database, plan))}
        assert lin.post(f"/submissions/{plan}/handovers", data=data).status_code == 303
    return review


def test_a_changed_source_is_offered_with_both_texts_and_takes_nothing_by_itself(
    client_of: ClientOf, changed: int, database: db.Database
):
    page = client_of("lin").get(f"/submissions/{changed}").text
    assert "The source has changed on" in page
    assert "新客户签约 12 家 · 15" in page
    assert "新客户签约 12 家 · 11" in page
    assert 'name="take" value="goals"' in page
    form = page.index("data-autosave=")  # the Enter key presses the first button: it saves
    first = re.search(r'<button[^>]*name="(\w+)"', page[form:])
    assert first
    assert first[1] == "do"
    before = answers_of(database, changed)
    assert before["goals"][0]["target"] == 11
    press(client_of("lin"), changed, 1, do="save")
    assert answers_of(database, changed)["goals"][0]["target"] == 11
    assert "来源在" in client_of("lin").get(f"/submissions/{changed}?lang=zh").text


def test_it_is_taken_on_request_and_what_stood_there_is_kept(
    client_of: ClientOf, changed: int, database: db.Database
):
    lin = client_of("lin")
    answer = press(lin, changed, 1, take="goals")
    assert answer.status_code == 303
    assert answer.location.endswith("#f-goals")
    answers = answers_of(database, changed)
    assert [row["target"] for row in answers["goals"]] == [15, 30]
    assert answers["lesson"] == "我写的"
    assert counter_of(database, changed) == 2
    assert carried_of(database, changed)["goals"]["at"].startswith("2026-11-04")
    with db.transaction(database) as session:
        kept = session.scalars(select(Revision).filter_by(submission_id=changed, reason="kept"))
        assert [r.answers["goals"][0]["target"] for r in kept][-1] == 11
    page = lin.get(f"/submissions/{changed}").text
    assert "The source has changed on" not in page
    assert "Taken from “Quarterly plan”" in page
    assert press(lin, changed, 2, take="goals").status_code == 409  # nothing new any more


def test_keeping_ones_own_ends_the_offer_until_the_source_changes_again(
    client_of: ClientOf, changed: int, database: db.Database
):
    lin = client_of("lin")
    assert press(lin, changed, 1, leave="goals").status_code == 303
    assert answers_of(database, changed)["goals"][0]["target"] == 11
    page = lin.get(f"/submissions/{changed}").text
    assert "The source has changed on" not in page
    assert "Taken from “Quarterly plan”" in page
    [plan] = [s for s in submissions(database) if s.exercise == "plan"]
    with clock.frozen(NOW + timedelta(days=5)):
        lin.post(f"/submissions/{plan.id}/withdrawals")
        data = {**PLAN, "goals-0-target": "20", "counter": str(counter_of(database, plan.id))}
        assert lin.post(f"/submissions/{plan.id}/handovers", data=data).status_code == 303
    assert "新客户签约 12 家 · 20" in lin.get(f"/submissions/{changed}").text


def submissions(database: db.Database) -> list[Submission]:
    with db.transaction(database) as session:
        return list(session.scalars(select(Submission)))


def test_a_source_that_says_the_same_is_no_news(
    client_of: ClientOf, handed_in: Begin, begin: Begin
):
    with clock.frozen(NOW):
        plan = handed_in()
        review = begin("lin", "review")
        press(client_of("lin"), review, 0, do="save")
    with clock.frozen(NOW + timedelta(days=1)):  # accepted as it was: only its date is new
        done = client_of("tara").post(f"/submissions/{plan}/acceptances", data={})
        assert done.status_code == 303
    assert 'name="take"' not in client_of("lin").get(f"/submissions/{review}").text


def test_a_source_that_came_later_is_offered(
    client_of: ClientOf, handed_in: Begin, begin: Begin, database: db.Database
):
    lin = client_of("lin")
    with clock.frozen(NOW):
        review = begin("lin", "review")
    assert 'name="take"' not in lin.get(f"/submissions/{review}").text
    with clock.frozen(NOW + timedelta(days=1)):
        handed_in()
    page = lin.get(f"/submissions/{review}").text
    assert "“Quarterly plan” has been handed in since: take its answer?" in page
    assert not answers_of(database, review).get("goals")
    sent = {"counter": "0", "lesson": "x", "take": "goals"}
    assert lin.post(f"/submissions/{review}/draft", data=sent).status_code == 303
    assert len(answers_of(database, review)["goals"]) == 2
    assert answers_of(database, review)["lesson"] == "x"


def test_offers_are_the_owners_alone_and_never_overwrite_a_newer_draft(
    client_of: ClientOf, changed: int, database: db.Database
):
    for name in ("tara", "mei", "sam", "otto"):
        assert press(client_of(name), changed, 1, take="goals").status_code == 404, name
    assert press(client_of("nobody"), changed, 1, take="goals").status_code == 401
    lin = client_of("lin")
    stale = press(lin, changed, 0, take="goals", lesson="zu spät")
    assert stale.status_code == 409
    assert answers_of(database, changed)["goals"][0]["target"] == 11
    assert press(lin, changed, 1, take="nothing").status_code == 409
    handed = {"counter": "1", "lesson": "fertig", "goals-0-goal": "x", "goals-0-target": "1"}
    assert lin.post(f"/submissions/{changed}/handovers", data=handed).status_code == 303
    assert press(lin, changed, 2, take="goals").status_code in (303, 409)
    assert answers_of(database, changed)["goals"][0]["target"] == 1


def test_a_review_takes_its_goals_from_the_nearest_form_that_there_is(course: Course):
    review = course.exercises["review"]
    goals = replace(review.fields[0], carry_from=("breakdown.goals", "plan.goals"))
    section = replace(review.sections[0], fields=(goals, review.fields[1]))
    form = replace(review, sections=(section,))
    far = Source("plan", 1, {"goals": [{"goal": "far", "target": 1}]}, NOW, "accepted")
    near = Source("breakdown", 2, {"goals": [{"goal": "near", "target": 2}]}, NOW, "submitted")
    answers, carried = carry_over(form, {"plan": far, "breakdown": near})
    assert (answers["goals"][0]["goal"], carried["goals"].exercise) == ("near", "breakdown")
    answers, carried = carry_over(form, {"plan": far})
    assert (answers["goals"][0]["goal"], carried["goals"].exercise) == ("far", "plan")
    empty = replace(near, answers={"goals": []})
    assert carry_over(form, {"plan": far, "breakdown": empty})[1]["goals"].exercise == "plan"
    assert carry_over(form, {}) == ({}, {})


def test_rows_that_are_still_the_same_keep_what_was_written_beside_them():
    own = [{"goal": "a", "target": 1, "actual": 9}, {"goal": "b", "target": 2, "actual": 8}]
    new = [{"goal": "b", "target": 5}, {"goal": "c", "target": 6}]
    assert merged(own, new) == [{"goal": "b", "target": 5, "actual": 8}, {"goal": "c", "target": 6}]
    assert merged("x", "y") == "y"
    assert merged([], new) == new
