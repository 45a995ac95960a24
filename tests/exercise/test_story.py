"""From the first draft to the acceptance: what a learner and her trainer can rely on."""

import json
from typing import Any

from sqlalchemy import select

from courseware import db
from courseware.exercise.models import Draft, Revision, Submission
from courseware.kit.jobs import Job
from courseware.learning.models import Step
from courseware.notices.models import Notice
from courseware.review.models import Review
from tests.exercise.conftest import PLAN, Begin, ClientOf
from tests.world import Cast


def get(database: db.Database, model: Any, **where: Any) -> list[Any]:
    with db.transaction(database) as session:
        return list(
            session.scalars(select(model).filter_by(**where).order_by(*model.__table__.primary_key))
        )


def put(client: Any, number: int, counter: int, **data: Any) -> Any:
    return client.put(f"/submissions/{number}/draft", json={"counter": counter, "data": data})


def test_a_form_goes_out_comes_back_and_is_accepted(
    client_of: ClientOf, handed_in: Begin, database: db.Database, cast: Cast
):
    number = handed_in()
    lin, tara = client_of("lin"), client_of("tara")
    page = tara.get(f"/submissions/{number}")
    assert page.status_code == 200
    assert "新客户签约 12 家" in page.text
    assert "/returns" in page.text
    sent = {
        "comment.risks": "还有什么风险？", "comment.visits": "写上次数", "comment.goals": "目标写得好",
        "mend": ["risks", "visits"], "mark.clear": "2", "summary": "差一点",
    }  # fmt: skip
    assert tara.post(f"/submissions/{number}/returns", data=sent).status_code == 303

    mending = lin.get(f"/submissions/{number}").text
    assert "还有什么风险？" in mending
    assert 'name="risks-0-text"' in mending
    assert 'name="visits"' in mending
    assert 'name="goals-0-goal"' not in mending
    [draft] = get(database, Draft, submission_id=number)
    changed = {**PLAN, "risks-1-text": "对手降价", "visits": "40", "goals-0-goal": "偷偷改掉"}
    answer = lin.post(
        f"/submissions/{number}/handovers", data={**changed, "counter": draft.counter}
    )
    assert answer.status_code == 303
    [draft] = get(database, Draft, submission_id=number)
    assert draft.answers["risks"] == ["人手不够", "对手降价"]
    assert draft.answers["visits"] == 40
    assert draft.answers["goals"][0]["goal"] == "新客户签约 12 家"

    second = tara.get(f"/submissions/{number}").text
    assert "还有什么风险？" in second
    assert "对手降价" in second
    assert (
        tara.post(f"/submissions/{number}/acceptances", data={"mark.clear": "3"}).status_code == 303
    )
    [done] = get(database, Submission, id=number)
    assert (done.accepted_by_id, done.accepted_role, done.round) == (cast.tara, "trainer", 2)
    [step] = get(database, Step, person_id=cast.lin, kind="exercise")
    assert (step.item, step.grade, step.passed) == ("plan", "accepted", True)
    assert [j.arguments for j in get(database, Job, name="submission_accepted")] == [[number]]
    assert [r.verdict for r in get(database, Review, object_id=number)] == ["returned", "accepted"]
    assert {n.key for n in get(database, Notice, person_id=cast.lin)} == {
        f"returned:{number}:1",
        f"accepted:{number}",
    }
    assert "Accepted" in lin.get(f"/submissions/{number}").text
    assert lin.post(f"/submissions/{number}/withdrawals").status_code == 409


def test_a_stale_draft_keeps_both_versions(
    client_of: ClientOf, begin: Begin, database: db.Database
):
    number, lin = begin(), client_of("lin")
    assert put(lin, number, 0, owner="一号窗口").json["counter"] == 1
    answer = put(lin, number, 0, owner="二号窗口")
    assert answer.status_code == 409
    assert answer.json["counter"] == 1
    assert answer.json["data"]["owner"] == "一号窗口"
    assert put(lin, number, 0, owner="二号窗口").status_code == 409  # the browser tries again
    [lost] = get(database, Revision, submission_id=number, reason="conflict")
    assert lost.answers["owner"] == "二号窗口"
    assert get(database, Draft, submission_id=number)[0].answers["owner"] == "一号窗口"
    assert "二号窗口" in lin.get(f"/submissions/{number}/revisions/{lost.id}").text
    assert client_of("tara").get(f"/submissions/{number}/revisions/{lost.id}").status_code == 404
    assert put(lin, number, 1, owner="二号窗口").status_code == 200


def test_a_plain_form_that_is_stale_shows_both_versions(client_of: ClientOf, begin: Begin):
    number, lin = begin(), client_of("lin")
    put(lin, number, 0, owner="一号窗口")
    answer = lin.post(f"/submissions/{number}/draft", data={"counter": "0", "owner": "二号窗口"})
    assert answer.status_code == 409
    assert "一号窗口" in answer.text
    assert "二号窗口" in answer.text


def test_a_second_click_changes_nothing(
    client_of: ClientOf, begin: Begin, handed_in: Begin, database: db.Database
):
    number = handed_in()
    again = client_of("lin").post(f"/submissions/{number}/handovers", data={**PLAN, "counter": "0"})
    assert again.status_code == 303
    assert len(get(database, Revision, submission_id=number, reason="submitted")) == 1
    assert get(database, Submission, id=number)[0].round == 1
    assert begin() == number
    tara = client_of("tara")
    assert tara.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
    assert tara.post(f"/submissions/{number}/acceptances", data={}).status_code == 403
    assert len(get(database, Step, kind="exercise")) == 1


def test_nothing_a_reviewer_wrote_is_lost_by_taking_back_and_resubmitting(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number = handed_in()
    lin, tara = client_of("lin"), client_of("tara")
    url = f"/submissions/{number}/review-draft"
    first = tara.put(url, json={"counter": 0, "data": {"comment.risks": "还有呢？"}})
    assert first.json["counter"] == 1
    assert (
        lin.post(f"/submissions/{number}/withdrawals").status_code == 409
    )  # she is at it right now
    with db.transaction(database) as session:
        session.execute(db.Base.metadata.tables["review_lock"].delete())
    assert lin.post(f"/submissions/{number}/withdrawals").status_code == 303
    assert tara.get(f"/submissions/{number}").status_code == 404
    late = tara.put(url, json={"counter": 1, "data": {"comment.risks": "还有呢？再想想"}})
    assert late.status_code == 200
    [draft] = get(database, Draft, submission_id=number)
    data = {**PLAN, "counter": draft.counter, "risks-1-text": "对手"}
    assert lin.post(f"/submissions/{number}/handovers", data=data).status_code == 303
    assert "还有呢？再想想" in tara.get(f"/submissions/{number}").text


def test_a_return_without_words_or_ticks_is_refused_and_shows_what_was_typed(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara = handed_in(), client_of("tara")
    answer = tara.post(
        f"/submissions/{number}/returns", data={"mend": "risks", "summary": "写了很多字"}
    )
    assert answer.status_code == 422
    assert "写了很多字" in answer.text
    assert (
        tara.post(f"/submissions/{number}/returns", data={"comment.risks": "x"}).status_code == 422
    )
    assert get(database, Review) == []


def test_an_unfinished_form_stays_with_its_owner_and_nothing_is_lost(
    client_of: ClientOf, begin: Begin, database: db.Database
):
    number, lin = begin(), client_of("lin")
    wrong = {**PLAN, "counter": "0", "goals-0-weight": "10", "start": "", "goals-1-target": "许多"}
    answer = lin.post(f"/submissions/{number}/handovers", data=wrong)
    assert answer.status_code == 422
    assert "The weights must add up to one hundred." in answer.text
    assert "This field is still empty." in answer.text
    assert "Write a number here" in answer.text
    assert "许多" in answer.text
    assert get(database, Submission, id=number)[0].submitted_at is None


def test_hints_only_tell(client_of: ClientOf, begin: Begin):
    number, lin = begin(), client_of("lin")
    backwards = {**PLAN, "counter": "0", "start": "2027-01-01", "goals-0-goal": "努力提高业绩"}
    saved = put(lin, number, 0, **{k: v for k, v in backwards.items() if k != "counter"}).json
    assert saved["checks"] == {"weights": "pass", "order": "hint"}
    assert "努力提高业绩" in saved["computed"]["hints.goals"]
    assert saved["computed"]["total"] == "42"
    answer = lin.post(f"/submissions/{number}/handovers", data={**backwards, "counter": "1"})
    assert answer.status_code == 303


def test_self_checked_forms_need_the_learners_own_marks(
    client_of: ClientOf, begin: Begin, database: db.Database, cast: Cast
):
    number, lin = begin("lin", "field-note"), client_of("lin")
    words = {"counter": "0", "tried": "问了怎样做", "change": "等两秒"}
    assert lin.post(f"/submissions/{number}/handovers", data=words).status_code == 422
    marked = {**words, "mark.questions": "2", "mark.evidence": "1"}
    assert lin.post(f"/submissions/{number}/handovers", data=marked).status_code == 303
    [step] = get(database, Step, person_id=cast.lin, kind="exercise")
    assert (step.item, step.grade, step.passed) == ("field-note", "self_checked", True)
    assert get(database, Submission, id=number)[0].closed_at is not None
    assert begin("lin", "field-note") != number
    page = lin.get(f"/submissions/{number}")
    assert "Done" in page.text


def test_adding_a_row_without_script_saves_and_gives_the_row(client_of: ClientOf, begin: Begin):
    number, lin = begin(), client_of("lin")
    data = {"counter": "0", "goals-0-goal": "第一个", "add_row": "goals"}
    answer = lin.post(f"/submissions/{number}/draft", data=data)
    assert answer.status_code == 303
    page = lin.get(answer.location.partition("#")[0]).text
    assert "第一个" in page
    assert 'name="goals-1-goal"' in page


def test_autosave_of_rows_as_a_script_sends_them(
    client_of: ClientOf, begin: Begin, database: db.Database
):
    number, lin = begin(), client_of("lin")
    rows = [{"goal": "一", "target": "１２", "weight": ""}, {"goal": "", "target": ""}]
    answer = put(lin, number, 0, goals=rows, risks=["a", "", "b"], helpers=["service", "nobody"])
    assert answer.status_code == 200
    [draft] = get(database, Draft, submission_id=number)
    assert draft.answers["goals"] == [{"goal": "一", "target": 12, "weight": "", "actual": ""}]
    assert draft.answers["risks"] == ["a", "b"]
    assert draft.answers["helpers"] == ["service"]


def test_a_form_with_its_reviewer_answers_gone_to_autosave(client_of: ClientOf, handed_in: Begin):
    number = handed_in()
    assert put(client_of("lin"), number, 1, owner="x").status_code == 410
    odd = client_of("lin").put(
        f"/submissions/{number}/draft", data="[]", content_type="application/json"
    )
    assert odd.status_code in (410, 422)
    assert json.loads(odd.text)["error"]


def test_the_next_form_starts_from_the_newest_accepted_one(
    client_of: ClientOf, handed_in: Begin, begin: Begin, database: db.Database
):
    number = handed_in()
    client_of("tara").post(f"/submissions/{number}/acceptances", data={})
    assert "Quarterly plan" in client_of("lin").get("/exercises/review").text
    review = begin("lin", "review")
    [draft] = get(database, Draft, submission_id=review)
    assert draft.answers["goals"][0] == {"goal": "新客户签约 12 家", "target": 12}
    [begun] = get(database, Submission, id=review)
    assert begun.carried["goals"]["submission_id"] == number
    assert "Taken from “Quarterly plan”" in client_of("lin").get(f"/submissions/{review}").text
