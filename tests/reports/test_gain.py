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
