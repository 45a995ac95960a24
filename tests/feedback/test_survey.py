"""The survey at the end: who is asked, and that no answer can be traced to who gave it."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, inspect, select, text

from courseware import db
from courseware.accounts.models import Person
from courseware.cohorts.models import Cohort, CohortMembership
from courseware.feedback.actions.survey import give_survey
from courseware.feedback.forms.survey import QUESTIONS, STATEMENTS, SurveyForm
from courseware.feedback.jobs import offer_surveys
from courseware.feedback.models import SurveyAnswer, SurveyGiven
from courseware.feedback.types.survey import RATINGS, TEXTS, Offer, Said, results_of
from courseware.kit import clock
from courseware.learning.actions import end_enrolment
from courseware.learning.models import Enrolment
from courseware.notices.models import Notice
from tests.world import START, Cast

Browser = Callable[[str], FlaskClient]
TRACK = "new-seller"
PATH = f"/surveys/{TRACK}/answers"
SAID = dict.fromkeys(RATINGS, "4") | {
    "helped": "speaking aloud",
    "change": "=HYPERLINK(1)",
    "differently": "",
}


def complete(database: db.Database, person_id: int) -> None:
    with db.transaction(database) as session:
        query = select(Enrolment.id).where(Enrolment.person_id == person_id)
        end_enrolment(session.scalars(query).one(), "completed")


def members(database: db.Database, cohort: int, number: int, *, left: bool = False) -> list[Person]:
    """People of a class, with accounts."""
    with db.transaction(database) as session:
        start = session.scalar(select(func.count(Person.id))) or 0
        made = [Person(email=f"s{start + n}@test.example", name=f"名{n}") for n in range(number)]
        session.add_all(made)
        session.flush()
        for person in made:
            row = CohortMembership(cohort_id=cohort, person_id=person.id, from_on=START)
            row.to_on = START if left else None
            session.add(row)
        return made


def answers(
    database: db.Database, cohort: int | None, number: int, *, mark: int = 5, words: str = "话"
) -> None:
    """So many people answer, one after the other."""
    with db.transaction(database) as session:
        start = session.scalar(select(func.count(Person.id))) or 0
        made = [Person(email=f"a{start + n}@test.example", name=f"答{n}") for n in range(number)]
        session.add_all(made)
        session.flush()
    for n, person in enumerate(made):
        with db.transaction(database):
            said = Said(dict.fromkeys(RATINGS, mark), {"helped": f"{words}{n}"})
            give_survey(person, Offer(TRACK, cohort), said, clock.now().date())  # type: ignore[arg-type]  # has an id


def rows(database: db.Database, statement: str) -> list[tuple[object, ...]]:
    with db.reading(database) as reader:
        return [tuple(row) for row in reader.execute(text(statement))]


def test_who_completes_the_course_answers_once(
    client_of: Browser, database: db.Database, cast: Cast
):
    lin = client_of("lin")
    assert lin.get(PATH).status_code == 404, "not before the end"
    assert lin.post(PATH, data=SAID).status_code == 404
    complete(database, cast.lin)
    page = lin.get(PATH).text
    assert "Without your name" in page
    assert all(str(sentence) in page for sentence in [*STATEMENTS.values(), *QUESTIONS.values()])
    assert lin.post(PATH, data=SAID).status_code == 303
    assert rows(database, "SELECT person_id, track FROM survey_given") == [(cast.lin, TRACK)]
    assert "already" in lin.get(PATH).text
    assert lin.post(PATH, data=SAID | {"helped": "noch"}).status_code == 409
    assert len(rows(database, "SELECT id FROM survey_answer")) == 1


@pytest.mark.parametrize("how", ["closed", "over"])
def test_whose_class_has_ended_answers_too(
    client_of: Browser, database: db.Database, cast: Cast, how: str
):
    with db.transaction(database) as session:
        cohort = session.get_one(Cohort, cast.cohort)
        if how == "closed":
            cohort.closed_at = clock.now()
        else:
            cohort.ends_on = clock.now().date() - timedelta(days=2)
    assert client_of("lin").post(PATH, data=SAID).status_code == 303
    with db.reading(database) as reader:
        row = reader.execute(select(SurveyAnswer.cohort_id, SurveyAnswer.month)).one()
    assert row == (cast.cohort, clock.now().date().replace(day=1))
    assert client_of("otto").get(PATH).status_code == 404, "whose class goes on"
    assert client_of("sam").get(PATH).status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        SAID | {"recommend": "6"},
        SAID | {"helped": "x" * 2001},
        dict.fromkeys(RATINGS, "0"),
    ],
)
def test_what_says_nothing_is_refused(
    client_of: Browser, database: db.Database, cast: Cast, data: dict[str, str]
):
    complete(database, cast.lin)
    assert client_of("lin").post(PATH, data=data).status_code == 422
    assert rows(database, "SELECT * FROM survey_given") == []
    assert rows(database, "SELECT * FROM survey_answer") == []


def test_no_row_links_an_answer_to_a_person(client_of: Browser, database: db.Database, cast: Cast):
    complete(database, cast.lin)
    client_of("lin").post(PATH, data=SAID)
    columns = {column.name for column in inspect(SurveyAnswer).columns}
    assert columns == {"id", "track", "cohort_id", "month", "ratings", "words"}
    assert {column.name for column in inspect(SurveyGiven).columns} == {"person_id", "track"}
    for table in ("journal_entry", "job", "notice"):
        kept = rows(database, f"SELECT * FROM {table}")
        assert "speaking aloud" not in str(kept)
        assert "survey_answer" not in str(kept)
    (number,) = rows(database, "SELECT id FROM survey_answer")[0]
    assert re.fullmatch("w-[0-9a-f]{32}", str(number))


def test_no_order_links_an_answer_to_a_person(database: db.Database, cast: Cast):
    orders, before = set(), set()
    place = "rowid" if database.is_sqlite else "ctid"
    for round_ in range(6):
        cohort = members_class(database, cast, round_)
        answers(database, cohort, 4, words="word")
        found = rows(
            database,
            f"SELECT id, words FROM survey_answer WHERE cohort_id = {cohort} ORDER BY {place}",
        )
        orders.add(tuple(re.findall(r"word(\d)", str(found))))
        numbers = {str(row[0]) for row in found}
        assert not numbers & before
        before |= numbers
        if not database.is_sqlite:
            written = rows(
                database,
                f"SELECT DISTINCT xmin::text FROM survey_answer WHERE cohort_id = {cohort}",
            )
            assert len(written) == 1, "all of them were written with the last one"
    assert len(orders) > 1, "they lie in another order than they came"


def members_class(database: db.Database, cast: Cast, number: int) -> int:
    with db.transaction(database) as session:
        cohort = Cohort(name=f"班{number}", track=TRACK, starts_on=START, created_by_id=cast.ada)
        session.add(cohort)
        session.flush()
        return cohort.id


def test_nothing_is_shown_below_five_answers(client_of: Browser, database: db.Database, cast: Cast):
    answers(database, cast.cohort, 4)
    page = f"/surveys/{TRACK}?class={cast.cohort}"
    for who in ("tara", "ann", "ada"):
        client = client_of(who)
        assert "not enough answers" in client.get("/surveys").text
        assert "Not enough answers yet" in client.get(page).text
        assert "话" not in client.get(page).text
        assert client.get(page.replace("?", ".csv?")).status_code == 404
    answers(database, cast.cohort, 1)
    shown = client_of("tara").get(page).text
    assert "5 answers" in shown
    assert shown.count("话") == 5


def test_answers_are_added_five_at_a_time(client_of: Browser, database: db.Database, cast: Cast):
    answers(database, cast.cohort, 5)
    tara, page = client_of("tara"), f"/surveys/{TRACK}?class={cast.cohort}"
    for number in range(4):
        answers(database, cast.cohort, 1, mark=1, words="新")
        seen = tara.get(page).text
        assert "新" not in seen
        assert "5 answers" in seen
        assert f"{number + 1} more wait" in tara.get("/surveys").text
    answers(database, cast.cohort, 1, mark=1, words="新")
    seen = tara.get(page).text
    assert "10 answers" in seen
    assert seen.count("新") == 5
    assert "3.0 / 5" in seen


def test_all_of_a_track_is_made_of_what_is_shown(
    client_of: Browser, database: db.Database, cast: Cast
):
    for cohort, number in ((cast.cohort, 7), (cast.other_cohort, 4), (None, 5)):
        answers(database, cohort, number)
    for who in ("ann", "ada"):
        assert "10 answers" in client_of(who).get(f"/surveys/{TRACK}").text
    assert client_of("tara").get(f"/surveys/{TRACK}").status_code == 404


def test_a_trainer_reads_own_classes_only(client_of: Browser, database: db.Database, cast: Cast):
    answers(database, cast.cohort, 5)
    page = f"/surveys/{TRACK}?class={cast.cohort}"
    assert client_of("tara").get(page).status_code == 200
    assert client_of("oda").get(page).status_code == 404
    assert client_of("oda").get(page.replace("?", ".csv?")).status_code == 404
    assert "一班" not in client_of("oda").get("/surveys").text
    for who in ("lin", "mei", "sam"):
        for path in ("/surveys", page, page.replace("?", ".csv?")):
            assert client_of(who).get(path).status_code == 404
    assert client_of("nobody").get("/surveys").status_code == 302
    assert client_of("nobody").post(PATH, data=SAID).status_code == 401
    assert client_of("ann").get("/surveys/none").status_code == 404
    assert client_of("lin").get("/surveys/none/answers").status_code == 404


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(
    client_of: Browser, database: db.Database, cast: Cast
):
    answers(database, cast.cohort, 5, words="=HYPERLINK(1)")
    answer = client_of("tara").get(f"/surveys/{TRACK}.csv?class={cast.cohort}&lang=zh")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert "attachment" in answer.headers["Content-Disposition"]
    table = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(table) == 1 + len(RATINGS) + 5
    assert table[1][1:] == ["5", "5.0", "0", "0", "0", "0", "5"]
    assert all(line[1].startswith("'=HYPERLINK") for line in table[1 + len(RATINGS) :])
    assert "答" not in "".join(line[1] for line in table[1:])


def test_a_question_that_few_answered_has_no_average():
    said = [Said({"recommend": 4} | ({"trainer": 1} if n < 4 else {}), {}) for n in range(5)]
    results = results_of(said)
    assert set(results.ratings) == {"recommend"}
    assert results_of(said[:4]).answers == 0


def test_every_statement_and_question_has_a_field(app: Flask):
    with app.test_request_context():
        assert [f.name for f in SurveyForm() if f.name != "csrf_token"] == [*RATINGS, *TEXTS]


def told(database: db.Database) -> list[tuple[int, str]]:
    query = select(Notice.person_id, Notice.href).where(Notice.key.startswith("survey:"))
    with db.reading(database) as reader:
        return [tuple(row) for row in reader.execute(query.order_by(Notice.person_id))]


def test_who_has_finished_is_told_once(app: Flask, database: db.Database, cast: Cast):
    complete(database, cast.lin)
    left = members(database, cast.other_cohort, 1, left=True)
    with db.transaction(database) as session:
        cohort = session.get_one(Cohort, cast.other_cohort)
        cohort.ends_on = clock.now().date() - timedelta(days=2)
    for _ in range(2):
        with app.app_context(), db.working(database):
            offer_surveys()
    assert told(database) == [(cast.lin, PATH), (cast.otto, PATH)]
    assert left[0].id not in [person for person, _ in told(database)]


def test_nobody_is_told_who_has_answered_or_finished_long_ago(
    app: Flask, database: db.Database, cast: Cast
):
    complete(database, cast.lin)
    complete(database, cast.otto)
    with db.transaction(database) as session:
        session.add(SurveyGiven(person_id=cast.lin, track=TRACK))
        query = select(Enrolment).where(Enrolment.person_id == cast.otto)
        session.scalars(query).one().ended_at = clock.now() - timedelta(days=90)
    with app.app_context(), db.working(database):
        offer_surveys()
    assert told(database) == []
