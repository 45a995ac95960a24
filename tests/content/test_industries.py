"""Every industry that a file of the course may name has a name in both languages, on every page."""

from courseware.content.industries import INDUSTRY_NAMES
from courseware.roleplay.rules.practice import INDUSTRIES
from courseware.web.locale import CATALOGUE


def test_no_industry_is_without_a_chinese_name():
    assert set(INDUSTRY_NAMES.values()) <= set(CATALOGUE["zh"])


def test_pages_of_practice_list_them_all():
    assert set(INDUSTRIES) == set(INDUSTRY_NAMES)
