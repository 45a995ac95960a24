"""The matrix and the reports say the same of everybody."""

import random

import pytest

from courseware import db
from courseware.accounts.queries import me_by_id
from courseware.content.definitions import Course
from courseware.reports.queries import cohort_matrix, cohort_report, team_matrix, team_report
from courseware.reports.rules.matrix import one_sign
from courseware.reports.types import Report
from courseware.reports.types.matrix import Matrix
from tests.reports.crowd import fill
from tests.world import Cast


@pytest.mark.parametrize("seed", random.Random(11).sample(range(10**6), 4))
def test_matrix_and_report_say_the_same_of_a_random_class_and_team(
    database: db.Database, cast: Cast, course: Course, seed: int
):
    with db.transaction(database) as session:
        fill(session, course, (cast.cohort, cast.team), 60, seed=seed)
    with db.reading(database):
        tara, bo = me_by_id(cast.tara), me_by_id(cast.bo)
        assert tara
        assert bo
        of_class = cohort_matrix(tara, course, cast.cohort)
        _same(of_class, cohort_report(tara, course, cast.cohort, None))
        _same(team_matrix(bo, course, None), team_report(bo, course, None, None))
    found = {cell.state for row in of_class.rows for cell in row.cells}
    assert found >= {"new", "under-way", "waiting", "passed"}
    assert any(row.late_in for row in of_class.rows)
    assert {need.kind for row in of_class.rows for need in row.needs} >= {"failing", "quiet"}


def _same(matrix: Matrix, report: Report) -> None:
    lines = {line.person_id: line for line in report.lines}
    assert {row.person_id for row in matrix.rows} == lines.keys()
    assert matrix.columns == report.columns
    for row in matrix.rows:
        line = lines[row.person_id]
        signs = [one_sign(cell.state, is_late=cell.is_late) for cell in row.cells]
        assert signs == [cell.state for cell in line.cells]
        assert (row.passed, row.need, row.late, row.waiting) == (
            line.passed,
            line.need,
            line.late,
            line.waiting,
        )
        assert row.needs == line.needs
