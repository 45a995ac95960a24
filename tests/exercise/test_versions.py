"""A form changes under people who fill it in: open drafts move along, what was handed in stays as it was."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from courseware import db
from courseware.authoring.models import DefinitionText
from courseware.content import catalogue, current
from courseware.content.definitions import Course
from courseware.content.problems import Problem
from courseware.exercise.models import Draft, Revision, Submission
from tests.content.sample import Sample
from tests.exercise.conftest import PLAN, Begin
from tests.world import Cast

Clients = Callable[[str], FlaskClient]
FILE = "modules/02-team-plan/exercises/plan.yaml"
OWNER = '- {key: owner, type: person, label: {zh: "负责人", en: "Owner"}, required: true}'
BUDGET = (
    '- {key: budget, type: money, label: {zh: "预算", en: "Budget"}, unit: {zh: "元", en: "CNY"}}'
)


class Shelf:
    """Stands in for the library of files: a course whose files a test changes."""

    def __init__(self, course: Course, root: Path) -> None:
        self.course, self.root = course, root
        self.problems: tuple[Problem, ...] = ()

    def refresh(self) -> None:
        """A test says when."""


class Files:
    """The plan's file, as its authors change it."""

    def __init__(self, sample: Sample) -> None:
        self.sample = sample
        self.serve()

    def change(self, *pairs: tuple[str, str]) -> None:
        for old, new in pairs:
            self.sample.change(FILE, old, new)
        self.serve()

    def remove(self) -> None:
        self.sample.path(FILE).unlink()
        self.serve()

    def serve(self) -> None:
        course = catalogue.load(self.sample.root).course
        assert course is not None
        current.serve(Shelf(course, self.sample.root))  # type: ignore[arg-type]  # stands in for a Library


@pytest.fixture
def files(tmp_path: Path, course: Course) -> Iterator[Files]:
    assert course.exercises["plan"]
    before = current.library()
    yield Files(Sample(tmp_path / "course"))
    current.serve(before)


def rename_owner(files: Files) -> None:
    """Owner is now called lead, and the budget is gone."""
    files.change(
        (OWNER, OWNER.replace("key: owner", "key: lead, was: owner")),
        (BUDGET, ""),
        ("    owner: 林岚", "    lead: 林岚"),
        ("    owner: Lin Lan", "    lead: Lin Lan"),
        ("    budget: 50000\n", ""),
    )


def draft(database: db.Database, number: int) -> Draft:
    with db.reading(database) as rows:
        return rows.execute(select(Draft.__table__).where(Draft.submission_id == number)).one()  # type: ignore[return-value]  # a row with its columns


def pinned(database: db.Database, number: int) -> Submission:
    with db.reading(database) as rows:
        return rows.execute(select(Submission.__table__).where(Submission.id == number)).one()  # type: ignore[return-value]  # a row with its columns


def address_of(page: str) -> str:
    found = re.search(r'action="(/submissions/\d+/draft\?form=[0-9a-f]+)"', page)
    assert found
    return found[1]


def give_back(client: FlaskClient, number: int, *keys: str) -> None:
    data = {"mend": list(keys), **{f"comment.{key}": "Please mend" for key in keys}}
    answer = client.post(f"/submissions/{number}/returns", data=data)
    assert answer.status_code == 303, answer.text


# ---- open drafts --------------------------------------------------------------------------------------------


def test_an_open_draft_moves_when_it_is_saved_and_no_sooner(
    files: Files, begin: Begin, client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    number = begin()
    lin.post(f"/submissions/{number}/draft", data={**PLAN, "counter": 0})
    before = draft(database, number)
    rename_owner(files)
    page = lin.get(f"/submissions/{number}").text
    assert 'name="lead"' in page
    assert 'value="林夏"' in page
    assert "This form has a new version" in page
    assert "No longer part of the form" in page
    assert "50000" in page
    assert draft(database, number).answers == before.answers  # a page only reads
    sent = {k: v for k, v in PLAN.items() if k not in ("owner", "budget")}
    data = {**sent, "lead": "林夏", "counter": before.counter}
    assert lin.post(address_of(page), data=data).status_code == 303
    after = draft(database, number)
    assert after.answers["lead"] == "林夏"
    assert "budget" not in after.answers
    assert after.appendix["budget"]["label"]["en"] == "Budget"
    assert after.appendix["budget"]["answer"]["zh"] == "50000"
    assert pinned(database, number).version == current.course().exercises["plan"].digest.version
    page = lin.get(f"/submissions/{number}").text
    assert "This form has a new version" not in page
    assert "No longer part of the form" in page
    with db.reading(database) as rows:
        kept = rows.scalars(select(Revision.answers).where(Revision.reason == "kept")).all()
    assert before.answers in kept  # the state before is kept as well


def test_a_page_that_was_open_goes_on_and_nothing_typed_there_is_lost(
    files: Files, begin: Begin, client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    number = begin()
    old = address_of(lin.get(f"/submissions/{number}").text)
    rename_owner(files)
    body = {"counter": 0, "data": {"owner": "林夏", "budget": "70000"}}
    answer = lin.put(old, json=body)
    assert answer.status_code == 200, answer.text
    assert draft(database, number).answers["owner"] == "林夏"
    page = lin.get(f"/submissions/{number}").text
    assert 'value="林夏"' in page
    assert "70000" in page.partition('id="appendix"')[2]


def test_an_old_page_is_not_handed_in_unseen(
    files: Files, begin: Begin, client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    number = begin()
    old = address_of(lin.get(f"/submissions/{number}").text).replace("/draft", "/handovers")
    rename_owner(files)
    assert lin.post(old, data={**PLAN, "counter": 0}).status_code == 303
    assert "has changed since you opened it" in lin.get(f"/submissions/{number}").text
    assert pinned(database, number).round == 0
    assert draft(database, number).answers["budget"] == 50000


def test_an_old_page_whose_draft_has_moved_loses_against_it_and_is_kept(
    files: Files, begin: Begin, client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    number = begin()
    old = address_of(lin.get(f"/submissions/{number}").text)
    rename_owner(files)
    new = address_of(lin.get(f"/submissions/{number}").text)
    lin.put(new, json={"counter": 0, "data": {"lead": "New"}})
    answer = lin.put(old, json={"counter": 1, "data": {"owner": "Old words"}})
    assert answer.status_code == 409
    assert answer.json is not None
    assert answer.json["data"]["lead"] == "New"
    with db.reading(database) as rows:
        lost = rows.execute(
            select(Revision.id, Revision.answers).where(Revision.reason == "conflict")
        ).one()
    assert lost.answers["owner"] == "Old words"
    assert "Old words" in lin.get(f"/submissions/{number}/revisions/{lost.id}").text


def test_a_draft_goes_on_when_its_file_is_gone(files: Files, begin: Begin, client_of: Clients):
    lin = client_of("lin")
    number = begin()
    lin.post(f"/submissions/{number}/draft", data={**PLAN, "counter": 0})
    files.remove()
    assert lin.get("/exercises/plan").status_code == 404
    page = lin.get(f"/submissions/{number}")
    assert page.status_code == 200
    assert 'value="林夏"' in page.text
    answer = lin.post(f"/submissions/{number}/handovers", data={**PLAN, "counter": 1})
    assert answer.status_code == 303
    assert "林夏" in client_of("tara").get(f"/submissions/{number}").text


def test_new_words_of_the_same_form_need_no_move(
    files: Files, begin: Begin, client_of: Clients, database: db.Database
):
    lin = client_of("lin")
    number = begin()
    files.change(('label: {zh: "负责人", en: "Owner"}', 'label: {zh: "牵头人", en: "Leader"}'))
    page = lin.get(f"/submissions/{number}").text
    assert "Leader" in page
    assert "This form has a new version" not in page
    lin.post(address_of(page), data={**PLAN, "counter": 0})
    assert pinned(database, number).wording == current.course().exercises["plan"].digest.text


def test_a_stranger_form_version_changes_nothing(begin: Begin, client_of: Clients, files: Files):
    assert files
    lin = client_of("lin")
    number = begin()
    for sent in ("x", "0" * 32, "'", ""):
        answer = lin.put(
            f"/submissions/{number}/draft?form={sent}", json={"counter": 0, "data": {"owner": "a"}}
        )
        assert answer.status_code == 409, sent
    assert client_of("mei").put(f"/submissions/{number}/draft?form=x", json={}).status_code == 404


def test_another_form_takes_over_what_was_handed_in_under_an_older_name(
    files: Files, handed_in: Begin, begin: Begin, client_of: Clients
):
    handed_in()
    files.sample.change(FILE, "- key: goals", "- key: aims\n        was: goals")
    for old, new in (("goals.", "aims."), ("    goals:\n", "    aims:\n")):
        files.sample.change(FILE, old, new)
    review = "modules/02-team-plan/exercises/review.yaml"
    files.sample.change(review, "plan.goals", "plan.aims")
    files.serve()
    number = begin(exercise="review")
    assert "新客户签约 12 家" in client_of("lin").get(f"/submissions/{number}").text


def test_a_class_workbook_holds_every_version_under_todays_names(
    files: Files, handed_in: Begin, client_of: Clients, cast: Cast
):
    handed_in()
    rename_owner(files)
    answer = client_of("tara").get(f"/cohorts/{cast.cohort}/forms/plan.xlsx?lang=en")
    page = load_workbook(BytesIO(answer.data)).worksheets[0]
    titles, values = ([cell.value for cell in page[row]] for row in (1, 2))
    assert dict(zip(titles, values, strict=True))["Owner"] == "林夏"


# ---- handed in ----------------------------------------------------------------------------------------------


def test_what_was_handed_in_is_read_reviewed_printed_and_accepted_as_it_was(
    files: Files, handed_in: Begin, client_of: Clients, database: db.Database
):
    number = handed_in()
    files.remove()
    tara, lin = client_of("tara"), client_of("lin")
    for client in (tara, lin):
        page = client.get(f"/submissions/{number}")
        assert page.status_code == 200
        assert "林夏" in page.text
        assert "Budget" in page.text
        assert client.get(f"/submissions/{number}.pdf").status_code == 200
    assert tara.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
    assert pinned(database, number).accepted_at is not None
    assert "Quarterly plan" in lin.get(f"/submissions/{number}").text


def test_a_verdict_is_shown_with_the_criteria_it_was_given_by(
    files: Files, handed_in: Begin, client_of: Clients
):
    number = handed_in()
    words = current.course().rubrics["plan-quality"].criteria[0]
    data = {f"mark.{words.id}": "2"}
    client_of("tara").post(f"/submissions/{number}/acceptances", data=data)
    rubric = "modules/rubrics/plan-quality.yaml"
    files.sample.change(rubric, words.levels[2].en, "Quite another level")
    files.serve()
    page = client_of("lin").get(f"/submissions/{number}").text
    assert words.levels[2].en in page
    assert "Quite another level" not in page
    assert "Quite another level" in client_of("lin").get("/exercises/plan").text


def test_the_definition_is_kept_once_for_all(
    files: Files, handed_in: Begin, begin: Begin, database: db.Database
):
    assert files
    handed_in()
    begin("omar")
    with db.reading(database) as rows:
        kept = rows.scalars(select(DefinitionText.kind)).all()
    assert list(kept).count("exercise") == 1


def test_a_returned_form_moves_where_its_fields_are_all_there(
    files: Files, handed_in: Begin, client_of: Clients, database: db.Database
):
    number = handed_in()
    give_back(client_of("tara"), number, "owner")
    rename_owner(files)
    lin = client_of("lin")
    page = lin.get(f"/submissions/{number}").text
    assert 'name="lead"' in page
    assert 'name="risks-0-text"' not in page
    answer = lin.post(
        address_of(page).replace("/draft", "/handovers"), data={"lead": "王芳", "counter": 1}
    )
    assert answer.status_code == 303, answer.text
    row = pinned(database, number)
    assert (row.round, row.mend) == (2, ["lead"])
    page = client_of("tara").get(f"/submissions/{number}").text
    assert "王芳" in page


def test_a_returned_form_stays_on_its_version_where_a_field_to_be_mended_is_gone(
    files: Files, handed_in: Begin, client_of: Clients, database: db.Database
):
    number = handed_in()
    before = pinned(database, number).version
    give_back(client_of("tara"), number, "budget")
    rename_owner(files)
    lin = client_of("lin")
    page = lin.get(f"/submissions/{number}").text
    assert 'name="budget"' in page
    answer = lin.post(
        address_of(page).replace("/draft", "/handovers"), data={"budget": "60000", "counter": 1}
    )
    assert answer.status_code == 303, answer.text
    assert pinned(database, number).version == before
    assert pinned(database, number).round == 2
    assert "60,000" in client_of("tara").get(f"/submissions/{number}").text
