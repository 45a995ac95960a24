"""Every industry that a file of the course may name has a name in the reports."""

from courseware.content.roleplays import INDUSTRIES
from courseware.reports.documents.values import INDUSTRIES as NAMED


def test_no_industry_is_without_a_name():
    assert set(INDUSTRIES) == set(NAMED)
