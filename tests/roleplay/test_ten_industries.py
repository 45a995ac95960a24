"""What every industry holds, how many scenarios there are and where, and the pictures of practice over all of them."""

from collections import Counter
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from courseware.content.industries import INDUSTRIES
from courseware.content.objections import TYPES
from tests.roleplay.test_shipped_scenarios import NEGOTIATIONS, scenarios, shipped

TEN = (
    "manufacturing", "finance", "retail", "software", "healthcare", "education", "new-energy",
    "logistics", "construction", "public-sector",
)  # fmt: skip
#: scenarios of other modules, by the beginning of their slug
ELSEWHERE = {"14": 1, "35": 1, "36": 2, "40": 1}


one_database = pytest.mark.parametrize("placed", ["sqlite"], indirect=True)


def test_there_are_ten_industries():
    assert [name for name in INDUSTRIES if name != "any"] == list(TEN)
    assert set(shipped().objections) == set(TEN)


@pytest.mark.parametrize("industry", TEN)
def test_a_library_holds_openings_values_and_objections_of_every_type(industry: str):
    library = shipped().objections[industry]
    customers = {customer.id for customer in library.customers}
    assert len(customers) >= 3
    assert len(library.openings) >= 4
    assert len(library.values) >= 3
    assert len(library.objections) >= 8
    assert {objection.type for objection in library.objections} == set(TYPES)
    lines = (*library.openings, *library.values, *library.objections)
    assert {line.customer for line in lines} <= customers


@pytest.mark.parametrize("industry", TEN)
def test_an_industry_has_two_scenarios_with_several_ends(industry: str):
    found = [r for r in scenarios() if r.industry == industry]
    assert len(found) >= 2
    for roleplay in found:
        ends = Counter(node.result for node in roleplay.nodes.values() if node.kind == "end")
        assert ends["good"] >= 2
        assert ends["bad"] >= 2


def test_the_scenarios_of_other_modules_lie_where_they_are_trained():
    for start, count in ELSEWHERE.items():
        module = next(m for m in shipped().modules if m.slug.startswith(start))
        assert len(module.roleplays) == count
        assert {r.industry for r in module.roleplays} == {"any"}
    scripts = next(m for m in shipped().modules if m.slug.startswith("26"))
    assert {r.id for r in scripts.roleplays} >= set(NEGOTIATIONS)
    assert len(scenarios()) == 20 + len(NEGOTIATIONS) + sum(ELSEWHERE.values())


def test_every_scenario_is_offered_by_its_lesson():
    for module in shipped().modules:
        for lang in ("zh", "en"):
            lesson = module.lessons[lang]
            assert set(lesson.roleplays) == {r.id for r in module.roleplays}, (module.slug, lang)


@one_database
@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("path", ["/roleplays", "/roleplays/skills", "/drills"])
def test_pictures_and_drills_hold_all_ten(client_of: Callable[[str], FlaskClient], path: str):
    page = client_of("lin").get(path).text
    for name in ("Manufacturing", "Finance", "Retail", "Software", "Healthcare", "Education",
                 "New energy", "Logistics", "Construction", "Public sector"):  # fmt: skip
        assert name in page


@one_database
@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("industry", TEN)
def test_a_path_map_and_a_round_of_drills_for_each(
    client_of: Callable[[str], FlaskClient], industry: str
):
    for roleplay in (r for r in scenarios() if r.industry == industry):
        assert client_of("tara").get(f"/roleplays/{roleplay.id}/map").status_code == 200
    answer = client_of("lin").get(f"/drills?industry={industry}")
    assert answer.status_code == 200
