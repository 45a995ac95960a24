"""A trainer writes a form, looks at it, publishes it to a class, changes it under open drafts and takes it home as a file."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from courseware import db
from courseware.authoring.models import OwnDefinition, OwnVersion
from courseware.authoring.rules.own_forms import copy_of_form, form_from_nothing
from courseware.authoring.types import FormFrame
from courseware.content import catalogue
from courseware.content.definitions import Course, Text
from courseware.content.own_forms import CERTIFIES, LIKE, MOST_FIELDS, read_own_exercise
from courseware.exercise.models import Submission
from courseware.learning.models import Step
from courseware.notices.models import Notice
from tests.content.sample import Sample
from tests.exercise.conftest import PLAN
from tests.world import Cast

LIST = "/authoring/forms"
ROOT = Path(__file__).parents[2]
Clients = Callable[[str], FlaskClient]


@pytest.fixture
def tara(client_of: Clients, course: Course) -> FlaskClient:
    assert course.by_slug
    return client_of("tara")


@pytest.fixture
def copy(tara: FlaskClient) -> str:
    """The address of tara's copy of the plan."""
    answer = tara.post(f"{LIST}/copies", data={"copy": "plan"})
    assert answer.status_code == 303, answer.text
    return answer.location


def draft_of(database: db.Database) -> OwnDefinition:
    with db.reading(database) as rows:
        return rows.execute(select(OwnDefinition)).one()  # type: ignore[return-value]  # a row with its columns


def publish(
    client: FlaskClient, address: str, database: db.Database, *cohorts: int, text: str = ""
) -> TestResponse:
    own = draft_of(database)
    data = {"yaml": text or own.draft, "counter": own.counter, "cohorts": list(cohorts)}
    return client.post(f"{address}/versions", data=data)


def count(database: db.Database, table: type[db.Base]) -> int:
    with db.reading(database) as rows:
        return rows.scalar(select(func.count()).select_from(table)) or 0


def begin(client: FlaskClient, name: str, place: int = 0) -> str:
    """The address of a submission of the form, just begun, for the newest period or the one before it."""
    periods = re.findall(r"<option>([^<]+)</option>", client.get(f"/exercises/{name}").text)
    answer = client.post(f"/exercises/{name}/submissions", data={"period": periods[place]})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def problems(course: Course, text: str, name: str = "own-x") -> list[str]:
    found = read_own_exercise(course, text, name=name, module="02-team-plan")
    return [problem.message for problem in found.problems if problem.is_error]


# ---- who may ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [LIST, f"{LIST}/new", "{copy}", "{copy}/file"])
def test_trainers_authors_and_nobody_else(client_of: Clients, copy: str, page: str):
    address = page.format(copy=copy)
    assert client_of("tara").get(address).status_code == 200
    assert client_of("ada").get(address).status_code == 200
    for name in ("lin", "mei", "sam"):
        assert client_of(name).get(address).status_code == 404, name
    assert client_of("nobody").get(address).location.startswith("/login")
    own = page.startswith("{")
    for name in ("oda", "ann"):  # a trainer of another class, an author
        assert client_of(name).get(address).status_code == (404 if own else 200), name


def test_bad_ids_wrong_methods_and_the_other_kind(tara: FlaskClient, copy: str):
    number = copy.rpartition("/")[2]
    for address in (f"{LIST}/999", f"{LIST}/x", f"/authoring/scenarios/{number}", "/authoring/x"):
        assert tara.get(address).status_code == 404, address
    assert tara.delete(copy).status_code == 405
    assert tara.get(f"{copy}/versions").status_code == 405
    assert tara.post(f"/authoring/scenarios/{number}/removals").status_code == 404


def test_a_stranger_changes_nothing(client_of: Clients, copy: str, database: db.Database):
    oda, before = client_of("oda"), draft_of(database).draft
    data = {"yaml": "id: x", "counter": 0}
    for address in (copy, f"{copy}/checks", f"{copy}/trials", f"{copy}/versions"):
        assert oda.post(address, data=data).status_code == 404
    assert oda.put(copy, json={"counter": 0, "data": {"yaml": "id: x"}}).status_code == 404
    assert draft_of(database).draft == before


# ---- beginning ----------------------------------------------------------------------------------------------


def test_a_copy_keeps_everything_but_the_id_and_the_certificate(
    tara: FlaskClient, copy: str, course: Course, database: db.Database
):
    own, plan = draft_of(database), course.exercises["plan"]
    assert own.name.startswith("own-")
    found = read_own_exercise(course, own.draft, name=own.name, module=own.module)
    assert found.is_green
    assert found.definition is not None
    assert found.definition.sections == plan.sections
    assert found.definition.example == plan.example
    assert found.definition.digest == plan.digest
    assert not found.definition.certifies
    assert "Every check is passed" in tara.get(copy).text


def test_every_shipped_form_can_be_copied():
    course = catalogue.load(ROOT).course
    assert course is not None
    for form in course.exercises.values():
        if form.like is None:
            text = (ROOT / f"modules/{form.module}/exercises/{form.id}.yaml").read_text("utf-8")
            copied = copy_of_form(text, "own-x")
            found = read_own_exercise(course, copied, name="own-x", module=form.module)
            assert found.is_green, (form.id, found.problems)


def test_a_form_made_from_a_shared_one_is_copied_whole(course: Course):
    shared = form_from_nothing(FormFrame("shared", Text("原", "Old"), "plan-quality"))
    text = (
        "id: note\nlike: shared\ntitle: {zh: 新, en: New}\npurpose: {zh: 用, en: Use}\n"
        "guidance:\n  customer: {zh: 写谁, en: Who it is}\n"
    )
    copied = copy_of_form(text, "own-x", shared)
    found = read_own_exercise(course, copied, name="own-x", module="02-team-plan")
    assert found.is_green, found.problems
    assert found.definition is not None
    assert found.definition.title == Text("新", "New")
    assert "# " in copied
    assert "Who it is" in copied


def test_one_from_nothing_passes_every_check(
    tara: FlaskClient, course: Course, database: db.Database
):
    data = {
        "title_zh": '拜访："前"的准备',
        "title_en": "Visit: prepare \\ it",
        "module": "01-first-talk",
        "rubric": "plan-quality",
    }
    answer = tara.post(LIST, data=data)
    assert answer.status_code == 303, answer.text
    own = draft_of(database)
    assert re.fullmatch(r"own-visit-prepare-it-[0-9a-f]{6}", own.name)
    found = read_own_exercise(course, own.draft, name=own.name, module=own.module)
    assert found.problems == ()
    assert found.definition is not None
    assert found.definition.title == Text(data["title_zh"], data["title_en"])


def test_the_pages_speak_of_forms_and_those_of_scenarios_of_scenarios(tara: FlaskClient):
    page = tara.get(f"{LIST}/new").text
    assert "<h2>Copy a form</h2>" in page
    assert "scenario" not in page.partition("<main")[2].lower()
    page = tara.get("/authoring/scenarios/new").text
    assert "<h2>Copy a scenario</h2>" in page
    assert 'aria-current="page"' in tara.get(LIST).text.partition('href="/exercises"')[2][:30]


def test_an_unfinished_beginning_says_so(tara: FlaskClient, database: db.Database):
    assert tara.post(LIST, data={"title_en": "x"}).status_code == 422
    assert tara.post(f"{LIST}/copies", data={"copy": "nothing"}).status_code == 422
    assert count(database, OwnDefinition) == 0


# ---- checks and preview -------------------------------------------------------------------------------------


def test_what_a_form_written_here_may_not_say(course: Course):
    text = form_from_nothing(FormFrame("own-x", Text("甲", "A"), "plan-quality"))
    assert problems(course, text) == []
    assert problems(course, text + "certifies: true\n") == [CERTIFIES]
    assert problems(course, text + "certifies: false\n") == []
    assert problems(course, text + "like: note\n") == [LIKE]
    assert problems(course, text, "own-y")[0].startswith("is 'own-x', but the file is called")
    rows = "".join(
        f"      - {{key: k{n}, type: text, label: {{zh: 甲, en: A}}}}\n" for n in range(MOST_FIELDS)
    )
    many = text.replace("      - key: customer\n", f"{rows}      - key: customer\n")
    assert any("can be filled in" in message for message in problems(course, many))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('formula: "sum(steps.hours)"', 'formula: "sum(steps.none)"', "keys here are"),
        ("key: facts", "key: customer", "stands twice in this form"),
        ("rubric: plan-quality", "rubric: none", "there is no modules/rubrics/none.yaml"),
        ("    facts: [First fact, Second fact]\n", "", "is empty: the example shows"),
        ("hours: 2}\n  en", "hours: 3}\n  en", "differs from zh"),
        ("type: person", "type: colour", "is not one of"),
    ],
)
def test_a_problem_is_told_with_its_line(
    tara: FlaskClient, copy: str, course: Course, old: str, new: str, said: str
):
    text = form_from_nothing(FormFrame("own-x", Text("甲", "A"), "plan-quality"))
    assert old in text
    broken = text.replace(old, new, 1)
    assert any(said in message for message in problems(course, broken))
    page = tara.post(f"{copy}/checks", data={"yaml": broken}).text
    assert "data-line=" in page
    assert "<svg" not in page.partition("findings-sum")[0]


def test_the_preview_shows_the_empty_form_and_the_filled_example(
    client_of: Clients, tara: FlaskClient, copy: str, database: db.Database
):
    assert copy
    own = draft_of(database)
    data = {"yaml": own.draft, "name": own.name, "module": own.module}
    page = tara.post("/exercises/previews", data=data)
    assert page.status_code == 200
    assert 'name="goals-0-goal"' in page.text
    assert "New customers" in page.text
    broken = tara.post("/exercises/previews", data={**data, "yaml": "id: x"})
    assert "The preview comes when the text can be read." in broken.text
    wild = tara.post(
        "/exercises/previews",
        data={**data, "yaml": own.draft.replace("Owner", "<script>alert(1)</script>")},
    )
    assert "<script>" not in wild.text
    assert tara.post("/exercises/previews", data={}).status_code == 200
    assert tara.post("/exercises/previews", data={"yaml": "界" * 70_000}).status_code == 422
    for name in ("lin", "mei", "sam"):
        assert client_of(name).post("/exercises/previews", data=data).status_code == 404, name
    assert client_of("nobody").post("/exercises/previews", data=data).status_code in (302, 303, 401)
    assert tara.get("/exercises/previews").status_code in (404, 405)


# ---- trying and publishing ----------------------------------------------------------------------------------


def test_the_author_tries_the_draft_and_it_counts_nowhere(
    tara: FlaskClient, copy: str, database: db.Database
):
    own = draft_of(database)
    answer = tara.post(f"{copy}/trials", data={"yaml": own.draft, "counter": own.counter})
    assert answer.location == f"/exercises/{own.name}"
    assert "counts nowhere" in tara.get(answer.location).text
    tara.post(
        f"{copy}",
        data={"yaml": own.draft.replace("accepted", "submitted", 1), "counter": own.counter},
    )
    address = begin(tara, own.name)
    assert tara.post(f"{address}/handovers", data={**PLAN, "counter": 0}).status_code == 303
    assert count(database, Submission) == 1
    assert count(database, Step) == 0


def test_published_to_a_class_it_is_filled_in_reviewed_and_recorded(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    name, lin = draft_of(database).name, client_of("lin")
    assert lin.get(f"/exercises/{name}").status_code == 404
    assert publish(tara, copy, database, cast.cohort).status_code == 303
    shelf = lin.get("/exercises").text
    assert "From your trainer" in shelf
    assert f"/exercises/{name}" in shelf
    assert "谭老师" in lin.get(f"/exercises/{name}").text
    address = begin(lin, name)
    assert lin.post(f"{address}/handovers", data={**PLAN, "counter": 0}).status_code == 303
    queue = tara.get("/reviews").text
    assert "Quarterly plan" in queue
    assert tara.post(f"{address}/acceptances", data={}).status_code == 303
    assert lin.get(f"{address}.pdf").status_code == 200
    assert lin.get("/").status_code == 200
    with db.reading(database) as rows:
        step = rows.execute(select(Step.item, Step.module, Step.grade, Step.person_id)).one()
        told = rows.scalars(select(Notice.href).where(Notice.person_id == cast.lin)).all()
    assert tuple(step) == (name, "02-team-plan", "accepted", cast.lin)
    assert f"/exercises/{name}" in told
    for stranger in ("otto", "oda", "sam", "mei"):
        assert client_of(stranger).get(f"/exercises/{name}").status_code == 404, stranger
        assert client_of(stranger).post(f"/exercises/{name}/submissions").status_code == 404


def test_it_is_not_published_while_a_check_fails(
    tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    text = draft_of(database).draft + "certifies: true\n"
    answer = publish(tara, copy, database, cast.cohort, text=text)
    assert answer.status_code == 422
    assert "gives no certificate" in answer.text
    assert count(database, OwnVersion) == 0


def test_a_new_version_moves_open_drafts_and_leaves_what_was_handed_in(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    name, lin = draft_of(database).name, client_of("lin")
    begun, sent = begin(lin, name), begin(lin, name, 1)
    lin.post(f"{begun}/draft", data={**PLAN, "counter": 0})
    lin.post(f"{sent}/handovers", data={**PLAN, "counter": 0})
    text = draft_of(database).draft.replace("key: owner", "key: lead, was: owner")
    text = text.replace("    owner:", "    lead:")
    assert 'name="owner"' in lin.get(begun).text
    assert publish(tara, copy, database, cast.cohort, text=text).status_code == 303
    assert "Version 2" in tara.get(copy).text
    page = lin.get(begun).text
    assert 'name="lead"' in page
    assert 'value="林夏"' in page
    assert "林夏" in tara.get(sent).text
    assert 'value="lead"' not in tara.get(sent).text


def test_withdrawn_and_removed_it_is_begun_no_more_and_drafts_go_on(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    publish(tara, copy, database, cast.cohort)
    name, lin = draft_of(database).name, client_of("lin")
    address = begin(lin, name)
    assert tara.post(f"{copy}/audiences/{cast.cohort}/withdrawals").status_code == 303
    assert lin.get(f"/exercises/{name}").status_code == 404
    assert f"/exercises/{name}" not in lin.get("/exercises").text
    assert lin.get(address).status_code == 200
    assert tara.post(f"{copy}/removals").status_code == 303
    assert lin.post(f"{address}/handovers", data={**PLAN, "counter": 0}).status_code == 303
    assert tara.get(address).status_code == 200


def test_the_export_is_the_very_file_of_the_module(
    tara: FlaskClient, copy: str, database: db.Database, tmp_path: Path
):
    own = draft_of(database)
    file = tara.get(f"{copy}/file")
    assert f"{own.name}.yaml" in file.headers["Content-Disposition"]
    sample = Sample(tmp_path / "course")
    sample.write(f"modules/{own.module}/exercises/{own.name}.yaml", file.text)
    assert sample.problems() == []
    course = catalogue.load(sample.root).course
    assert course is not None
    assert own.name in course.exercises


def test_a_name_of_ours_cannot_hide_a_form_of_the_course(
    client_of: Clients, tara: FlaskClient, copy: str, cast: Cast, database: db.Database
):
    """Ids of ours begin with own-; the course's own form of that name is what is shown."""
    assert publish(tara, copy, database, cast.cohort).status_code == 303
    page = client_of("lin").get("/exercises/plan").text
    assert "Written by" not in page
    assert "with a certificate" in page
