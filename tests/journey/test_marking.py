"""Two trainers, a learner and a colleague in browsers of their own: one marks, the other waits, all see it side by side."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from courseware import db
from courseware.cohorts.models import CohortMembership, CohortTrainer
from courseware.content.definitions import Course
from tests import world
from tests.journey import talks
from tests.journey.people import Person
from tests.journey.running import Platform
from tests.journey.visitor import Visitor
from tests.world import PASSWORD, START

ROLEPLAY = "negotiation-walk-away"


@pytest.fixture(scope="module")
def enter(
    platform: Platform, person: Person, password_hash: str, shipped: Course
) -> Callable[..., Visitor]:
    """Somebody of the cast, signed in; oda trains lin's class too, and otto is in it."""
    store = db.Database(platform.environment["DATABASE_URL"])
    with db.transaction(store) as session:
        cast = world.populate(session, password_hash, edition=shipped.edition)
        session.add(CohortTrainer(cohort_id=cast.cohort, person_id=cast.oda))
        session.add(CohortMembership(cohort_id=cast.cohort, person_id=cast.otto, from_on=START))
    store.dispose()

    def signed_in(name: str, **how: object) -> Visitor:
        who = person(name, **how)
        who.go("/login")
        who.fill(email=world.email(name), password=PASSWORD)
        who.press("Sign in")
        who.arrives("/$")
        return who

    return signed_in


@pytest.fixture(scope="module")
def session(enter: Callable[..., Visitor], shipped: Course) -> str:
    """A talk of lin's, handed in; the address."""
    lin = enter("lin", on_phone=True)
    lin.go(f"/roleplays/{ROLEPLAY}")
    lin.page.locator('main form[action$="/sessions"] button').first.click()
    lin.arrives("/sessions/\\d+")
    talks.play(lin, shipped.roleplays[ROLEPLAY], well=False)
    address = lin.path
    lin.press("Hand in the talk")
    lin.reads(lin.say("handed in"))
    return address


def test_the_learner_marks_himself_and_asks_a_colleague(
    enter: Callable[..., Visitor], session: str, person: Person
):
    lin = person("lin")
    lin.look(session)
    lin.page.locator("#own-marks summary").click()
    own = lin.page.locator("#own-marks form")
    level = own.locator("fieldset").first.locator('input[value="3"]')
    level.check()
    expect(own.locator("fieldset").first.locator("select")).to_be_visible()
    own.locator("fieldset").first.locator("select").select_option(index=1)
    lin.press("Keep my marks")
    lin.page.locator("#side-by-side").wait_for()
    lin.look(f"{session}/colleagues")
    lin.fill(colleague="欧阳同")
    lin.press("Ask")
    otto = enter("otto", on_phone=True)
    otto.go("/notices")
    otto.press("Open")
    otto.arrives("/sessions/\\d+/peer-marks")
    otto.check()
    first = otto.page.locator("#marking fieldset").first
    first.locator('input[value="2"]').check()
    first.locator("select").select_option(index=1)
    otto.press("Send my marks")
    otto.reads(otto.say("You have marked this talk."))


def test_one_trainer_marks_while_the_other_can_only_read(
    enter: Callable[..., Visitor], session: str
):
    tara, oda = enter("tara"), enter("oda")
    tara.look(session)
    with tara.page.expect_response(lambda answer: answer.url.endswith("/locks")):
        tara.go(session)
    desk = tara.page.locator("fieldset.desk")
    line = desk.locator("#replay details", has=tara.page.locator("textarea")).first
    line.locator("summary").click()
    line.locator("select").select_option("try")
    line.locator("textarea").fill("先问一句再报价。")
    first = desk.locator("fieldset").first
    with tara.page.expect_response(lambda answer: answer.url.endswith("/review-draft")):
        first.locator('input[value="1"]').check()
    oda.look(session)
    oda.reads("谭老师")
    expect(oda.page.locator(".desk .sticky-bar .primary")).to_be_disabled()
    tara.go(session)
    expect(tara.page.locator("#replay textarea").first).to_have_value("先问一句再报价。")
    first = tara.page.locator("fieldset.desk fieldset").first
    first.locator("select").select_option(index=1)
    with tara.expecting("422"):
        tara.press("Give these marks")
        tara.page.locator(".error-summary").wait_for()
    tara.fill(summary="没有先问客户的问题。")
    tara.press("Give these marks")
    tara.reads(tara.say("Marked. The learner has been told."))
    tara.look(session)


def test_all_marks_stand_side_by_side(person: Person, session: str):
    lin = person("lin")
    lin.look(session)
    for name in ("欧阳同", "谭老师"):
        expect(lin.page.locator("#side-by-side table")).to_contain_text(name)
    lin.reads("先问一句再报价。", lin.say("Try this"))
    expect(lin.page.locator(".gaps li")).not_to_have_count(0)
