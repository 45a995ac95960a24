"""Model examples: nobody's form is shown without consent, and nobody is named by one that is."""

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import CohortMembership
from courseware.content.definitions import Course
from courseware.exercise.models import ModelExample, Revision, Submission
from courseware.exercise.rules.anonymising import anonymise, left_over
from courseware.exercise.types.examples import Known
from courseware.notices.models import Notice
from tests.exercise.conftest import PLAN, Begin, ClientOf
from tests.world import NAMES, START, Cast

WHY = "目标可以数，日期清楚。"
BETRAYING = {
    "goals-0-goal": "林夏和梅经理一起签下 12 家，电话 138 1234 5678，lin@test.example",
    "risks-0-text": "Sample Academy 的人手不够，问欧阳同",
}


@pytest.fixture
def accepted(handed_in: Begin, client_of: ClientOf) -> int:
    number = handed_in("lin", **BETRAYING)
    answer = client_of("tara").post(f"/submissions/{number}/acceptances", data={})
    assert answer.status_code == 303
    return number


@pytest.fixture
def proposed(accepted: int, client_of: ClientOf, cast: Cast) -> int:
    return propose(client_of("tara"), accepted, cast.cohort)


@pytest.fixture
def classmate(database: db.Database, cast: Cast, client_of: ClientOf) -> FlaskClient:
    """sam joins lin's class."""
    with db.transaction(database) as session:
        session.add(CohortMembership(cohort_id=cast.cohort, person_id=cast.sam, from_on=START))
    return client_of("sam")


def propose(trainer: FlaskClient, number: int, cohort: int, **changed: Any) -> int:
    answer = trainer.post(f"/submissions/{number}/model-examples", data=copy(cohort) | changed)
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def copy(cohort: int) -> dict[str, Any]:
    """What the page sends when its trainer changes nothing."""
    words = {k: v for k, v in PLAN.items() if k not in ("period", "owner")}
    words |= {"goals-0-goal": "【姓名】签下 12 家", "owner": "【姓名】"}
    return words | {"cohort": str(cohort), "why": WHY}


def consent(client: FlaskClient, example: int) -> Any:
    page = client.get(f"/model-examples/{example}").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    return client.post(f"/model-examples/{example}/consents", data={"seen": seen})


def rows(database: db.Database, model: Any, **where: Any) -> list[Any]:
    with db.transaction(database) as session:
        found = list(session.scalars(select(model).filter_by(**where)))
        session.expunge_all()
        return found


def test_the_copy_comes_without_names(client_of: ClientOf, accepted: int, database: db.Database):
    page = client_of("tara").get(f"/submissions/{accepted}/model-examples?lang=en")
    assert page.status_code == 200
    sheet = page.text.partition('class="sheet"')[2].partition("</form>")[0]
    for word in (
        "林夏",
        "梅经理",
        "欧阳同",
        "138 1234 5678",
        "lin@test.example",
        "Sample Academy",
        "2026-Q4",
    ):
        assert word not in sheet, word
    for word in ("[name]", "[phone]", "[e-mail]", "[company]"):
        assert word in sheet, word
    [kept] = rows(database, Revision, reason="submitted")
    assert "林夏" in kept.answers["goals"][0]["goal"]  # the form itself is untouched


def test_nobody_sees_it_before_its_author_agrees_and_it_is_published(
    client_of: ClientOf, proposed: int, classmate: FlaskClient, database: db.Database, cast: Cast
):
    lin, tara, page = client_of("lin"), client_of("tara"), f"/model-examples/{proposed}"
    [notice] = rows(database, Notice, person_id=cast.lin, href=page)
    assert notice.values["name"] == "谭老师"
    assert classmate.get(page).status_code == 404
    assert tara.post(f"{page}/publications").status_code == 409
    assert "Examples from colleagues" not in classmate.get("/exercises/plan").text
    assert consent(lin, proposed).status_code == 303
    assert rows(database, Notice, person_id=cast.tara, href=page)
    assert classmate.get(page).status_code == 404  # agreed, but not published
    assert tara.post(f"{page}/publications").status_code == 303
    listed = classmate.get("/exercises/plan").text
    assert "Examples from colleagues" in listed
    shown = classmate.get(page).text
    assert WHY in shown
    told = listed.partition("Examples from colleagues")[2].partition("</section>")[0]
    for text in (told, shown):
        for betrayal in (*(name for key, name in NAMES.items() if key != "sam"), "2026-Q4", "谭"):
            assert betrayal not in text.partition("<main")[2], betrayal
    assert f"/submissions/{rows(database, ModelExample)[0].submission_id}" not in shown


def test_a_consent_can_be_withdrawn_at_any_time_and_the_copy_is_gone_at_once(
    client_of: ClientOf, proposed: int, classmate: FlaskClient
):
    lin, tara, page = client_of("lin"), client_of("tara"), f"/model-examples/{proposed}"
    consent(lin, proposed)
    tara.post(f"{page}/publications")
    assert classmate.get(page).status_code == 200
    assert lin.post(f"{page}/withdrawals").status_code == 303
    assert classmate.get(page).status_code == 404
    assert "Examples from colleagues" not in classmate.get("/exercises/plan").text
    assert tara.post(f"{page}/publications").status_code == 409
    assert consent(lin, proposed).status_code == 303  # she may change her mind
    assert classmate.get(page).status_code == 404  # and it is published anew, or not
    assert tara.post(f"{page}/publications").status_code == 303
    assert classmate.get(page).status_code == 200


def test_a_refusal_stays(client_of: ClientOf, proposed: int, accepted: int, cast: Cast):
    lin, tara, page = client_of("lin"), client_of("tara"), f"/model-examples/{proposed}"
    assert lin.post(f"{page}/refusals").status_code == 303
    assert tara.post(f"{page}/publications").status_code == 409
    again = tara.post(f"/submissions/{accepted}/model-examples", data=copy(cast.cohort))
    assert again.status_code == 409


def test_an_author_agrees_to_what_was_seen_and_to_nothing_else(
    client_of: ClientOf, proposed: int, database: db.Database, cast: Cast
):
    lin, tara, page = client_of("lin"), client_of("tara"), f"/model-examples/{proposed}"
    old = lin.get(page).text.partition('name="seen" value="')[2].partition('"')[0]
    changed = copy(cast.cohort) | {"risks-0-text": "另外的话"}
    assert tara.post(page, data=changed).status_code == 303
    assert lin.post(f"{page}/consents", data={"seen": old}).status_code == 409
    assert consent(lin, proposed).status_code == 303
    assert tara.post(page, data=copy(cast.cohort)).status_code == 409
    [example] = rows(database, ModelExample)
    assert example.answers["risks"] == ["另外的话"]


def test_what_still_names_somebody_is_shown_to_the_trainer_first(
    client_of: ClientOf, accepted: int, database: db.Database, cast: Cast
):
    tara, words = client_of("tara"), copy(cast.cohort) | {"risks-0-text": "林夏说的"}
    answer = tara.post(f"/submissions/{accepted}/model-examples", data=words)
    assert answer.status_code == 422
    assert "This still names somebody" in answer.text
    assert rows(database, ModelExample) == []
    propose(tara, accepted, cast.cohort, **{"risks-0-text": "林夏说的", "anyway": "1"})


def test_what_is_refused(client_of: ClientOf, accepted: int, database: db.Database, cast: Cast):
    tara, page = client_of("tara"), f"/submissions/{accepted}/model-examples"
    assert tara.post(page, data=copy(cast.other_cohort)).status_code == 422  # not her class
    assert tara.post(page, data=copy(cast.cohort) | {"why": " "}).status_code == 422
    assert rows(database, ModelExample) == []
    propose(tara, accepted, cast.cohort)
    assert tara.post(page, data=copy(cast.cohort)).status_code == 409  # once is enough


def test_only_an_accepted_form_of_ones_own_people(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, tara = handed_in(), client_of("tara")
    page = f"/submissions/{number}/model-examples"
    assert tara.get(page).status_code == 404  # handed in, not accepted
    tara.post(f"/submissions/{number}/acceptances", data={})
    assert tara.get(page).status_code == 200
    for name in ("lin", "mei", "bo", "otto", "oda", "omar", "sam", "ada", "ann"):
        assert client_of(name).get(page).status_code == 404, name
        assert client_of(name).post(page).status_code == 404, name
    assert client_of("nobody").get(page).status_code == 302
    with db.transaction(database) as session:
        session.get(Submission, number).about_id = session.scalars(select(Person.id)).first()
    assert tara.get(page).status_code == 404  # about a person: not its writer's to show


def test_the_litany(client_of: ClientOf, proposed: int, classmate: FlaskClient):
    page = f"/model-examples/{proposed}"
    for published in (False, True):
        if published:
            consent(client_of("lin"), proposed)
            client_of("tara").post(f"{page}/publications")
        for name in ("mei", "bo", "otto", "oda", "omar", "ada", "ann"):
            client = client_of(name)
            assert client.get(page).status_code == 404, name
            for deed in ("consents", "refusals", "withdrawals", "publications"):
                assert client.post(f"{page}/{deed}").status_code == 404, (name, deed)
    assert client_of("nobody").get(page).status_code == 302
    assert client_of("lin").get("/model-examples/99999").status_code == 404
    assert client_of("lin").get(f"{page}/consents").status_code == 405
    assert classmate.post(f"{page}/withdrawals").status_code == 403
    assert classmate.post(f"{page}/consents").status_code == 403
    assert client_of("tara").post(f"{page}/consents").status_code == 403
    assert client_of("lin").post(f"{page}/publications").status_code == 404  # she trains nobody


def test_who_left_the_class_sees_it_no_more_and_nothing_is_left_of_who_was_forgotten(
    client_of: ClientOf, proposed: int, classmate: FlaskClient, database: db.Database, cast: Cast
):
    page = f"/model-examples/{proposed}"
    consent(client_of("lin"), proposed)
    client_of("tara").post(f"{page}/publications")
    assert classmate.get(page).status_code == 200
    with db.transaction(database) as session:
        session.execute(
            db.Base.metadata.tables["cohort_membership"]
            .update()
            .where(CohortMembership.person_id == cast.sam)
            .values(to_on=START)
        )
    assert classmate.get(page).status_code == 404
    with db.transaction(database) as session:
        person = session.get(Person, cast.lin)
        person.erased_at = person.created_at
    assert client_of("tara").get(page).status_code == 404


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("王小明打电话", "【姓名】打电话"),
        ("小明经理说", "【姓名】说"),
        ("Sam Smith and Samuel", "【姓名】 and Samuel"),
        ("call 021-62345678 or +86 139-1234-5678", "call 【电话】 or 【电话】"),
        ("微信：abc_12345", "微信：【账号】"),
        ("写到 a.b@c.example.com。", "写到 【邮箱】。"),
        ("单价 13800 元，共 1200000000", "单价 13800 元，共 1200000000"),
        ("2026-12-31 前", "2026-12-31 前"),
        ("蓝海公司的订单", "【公司】的订单"),
    ],
)
def test_what_is_replaced_and_what_stays(course: Course, words: str, left: str):
    known = Known(["Sam Smith", "李雷"], ["蓝海公司"], author="王小明")
    found = anonymise(course.exercises["plan"], {"risks": [words]}, known, "zh")
    assert found["risks"] == [left]
    assert left_over(found, known) == []


def test_every_shape_is_cleaned_and_choices_stay(course: Course):
    answers = {
        "period": "2026-Q4", "owner": "王小明", "kind": "grow", "helpers": ["service"], "photo": "x",
        "goals": [{"goal": "王小明", "target": 12}], "swot": {"inside": {"helpful": "王小明的人脉"}},
        "chain": {"nodes": [{"name": "王小明", "kind": "decider"}], "links": []},
        "causes": [{"name": "少了王小明", "under": ""}],
    }  # fmt: skip
    found = anonymise(course.exercises["plan"], answers, Known([], author="王小明"), "en")
    assert found == {
        "owner": "[name]", "kind": "grow", "helpers": ["service"], "goals": [{"goal": "[name]", "target": 12}],
        "swot": {"inside": {"helpful": "[name]的人脉"}},
        "chain": {"nodes": [{"name": "[name]", "kind": "decider"}], "links": []},
        "causes": [{"name": "少了[name]", "under": ""}],
    }  # fmt: skip
