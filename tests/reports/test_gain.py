"""The class report shows what the course gave: the starting test beside the final exam, part by part."""

import pytest

from courseware import db
from courseware.content.definitions import Course
from courseware.reports.rules import gain_of
from courseware.reports.types import Exam
from tests.quiz.exams import Browser, sit
from tests.reports.conftest import read_csv
from tests.world import Cast


def test_a_part_counts_those_who_were_asked_about_it_both_times(course: Course):
    pairs = [
        (Exam(20, {"a": 30, "b": 10}), Exam(90, {"a": 100, "b": 80})),
        (Exam(40, {"a": 50}), Exam(80, {"a": 70, "b": 90})),
    ]
    found = gain_of(course, pairs)
    assert [(line.start, line.final, line.gain, line.people) for line in found.lines] == [
        (40, 85, 45, 2),
        (10, 80, 70, 1),
        (30, 85, 55, 2),
    ]


@pytest.mark.usefixtures("exam_course")
def test_every_form_of_the_report_shows_the_same_gain(
    client_of: Browser, database: db.Database, cast: Cast
):
    where = f"/cohorts/{cast.cohort}/report"
    sit(client_of("lin"), database, "starting-test", rightly=False)
    assert "Gain by part" not in client_of("tara").get(where).text
    sit(client_of("lin"), database)
    page = client_of("tara").get(where).text
    assert "Gain by part of the course" in page
    assert "Averages of the 1 people" in page
    rows = read_csv(client_of("tara").get(f"{where}.csv").data)
    assert ["All", "0.0", "100.0", "100.0", "1"] in [row[:5] for row in rows]
    assert client_of("tara").get(f"{where}.xlsx").status_code == 200
    assert client_of("tara").get(f"{where}.pdf").status_code == 200


@pytest.mark.usefixtures("exam_course")
def test_the_class_page_says_who_took_the_test_and_who_has_no_attempt_left(
    client_of: Browser, database: db.Database, cast: Cast
):
    where = f"/cohorts/{cast.cohort}"
    assert "0 of 1 have taken it. Not yet: 林夏" in client_of("tara").get(where).text
    assert "Take the starting test" in client_of("lin").get("/").text
    sit(client_of("lin"), database, "starting-test")
    assert "1 of 1 have taken it." in client_of("tara").get(where).text
    assert "Take the starting test" not in client_of("lin").get("/").text
    for _ in range(2):
        sit(client_of("lin"), database, rightly=False)
    assert "Release one more attempt for 林夏" in client_of("tara").get(where).text
    data = {"person": cast.lin, "cohort": cast.cohort}
    answer = client_of("tara").post("/quizzes/final/releases", data=data)
    assert answer.location == where
    assert "Release one more attempt" not in client_of("tara").get(where).text
