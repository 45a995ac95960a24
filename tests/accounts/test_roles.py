"""One person may be trainer, manager and author at once: they get what each of the three gets, and no more."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from courseware import db
from courseware.accounts.models import Person, Team
from courseware.cohorts.models import CohortTrainer
from tests.world import NAMES, Cast

Browser = Callable[[str], FlaskClient]
#: a page of each role, and who of the cast has that role alone
OF_ROLES = {"/cohorts": "tara", "/team": "mei", "/mistakes": "ann"}


@pytest.fixture
def sam_is_all(database: db.Database, cast: Cast) -> None:
    """sam trains lin's class, manages otto's team, and writes the course."""
    with db.transaction(database) as session:
        flags = {"is_trainer": True, "is_author": True}
        session.execute(update(Person).where(Person.id == cast.sam).values(**flags))
        session.add(CohortTrainer(cohort_id=cast.cohort, person_id=cast.sam))
        team = update(Team).where(Team.id == cast.other_team)
        session.execute(team.values(manager_id=cast.sam))


@pytest.mark.usefixtures("sam_is_all")
def test_the_pages_and_the_navigation_are_those_of_all_three(client_of: Browser):
    start = client_of("sam").get("/").text
    for page, name in OF_ROLES.items():
        alone = client_of(name)
        assert alone.get(page).status_code == 200
        assert client_of("sam").get(page).status_code == 200
        if f'href="{page}"' in alone.get("/").text:
            assert f'href="{page}"' in start, page
        others = {role for role in OF_ROLES if role != page}
        assert {alone.get(other).status_code for other in others} == {404}
    assert client_of("sam").get("/admin").status_code == 404


@pytest.mark.usefixtures("sam_is_all")
def test_one_queue_and_one_search_hold_the_people_of_both(client_of: Browser, cast: Cast):
    sam = client_of("sam")
    for who in ("lin", "otto"):
        page = f"/people/{getattr(cast, who)}"
        assert sam.get(page).status_code == 200
        assert page in sam.get(f"/search?q={NAMES[who]}").text
    assert sam.get(f"/people/{cast.mei}").status_code == 404
    asked = sam.get("/assignments/new").text
    assert NAMES["lin"] in asked
    assert NAMES["otto"] in asked
    # each right in its own place: the class does not hold the team's person, nor the team the class's
    assert NAMES["otto"] not in sam.get(f"/cohorts/{cast.cohort}").text
    assert NAMES["lin"] not in sam.get("/team").text
    assert sam.get(f"/cohorts/{cast.other_cohort}").status_code == 404


@pytest.mark.parametrize(("lang", "label"), [("zh", "账号"), ("en", "Account")])
def test_one_signs_in_with_an_account_in_a_field_named_email(
    client_of: Browser, lang: str, label: str
):
    page = client_of("nobody").get(f"/login?lang={lang}").text
    field = page.split('name="email"')[0].rsplit("<label", 1)[1]
    assert f">{label}" in field
    assert 'type="email"' not in page.split("</form>")[0]  # a staff number and a mobile go in, too
