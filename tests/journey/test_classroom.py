"""A trainer at a desk and a member on a phone, each in a browser of their own: asked, answered, shown."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.live.models import ClassSession, SessionModule
from tests import world
from tests.journey.people import Person
from tests.journey.running import Platform
from tests.journey.visitor import Visitor
from tests.world import PASSWORD, Cast

#: the page follows within two seconds; a busy machine gets a little more
SOON = 4_000


@pytest.fixture(scope="module")
def store(platform: Platform) -> Iterator[db.Database]:
    database = db.Database(platform.environment["DATABASE_URL"])
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def room(store: db.Database, password_hash: str, shipped: Course) -> str:
    """The address of a session of lin's class, about the first module."""
    now = clock.now()
    with db.transaction(store) as session:
        cast: Cast = world.populate(session, password_hash, edition=shipped.edition)
        found = ClassSession(
            cohort_id=cast.cohort,
            title="1 / 12",
            starts_at=now,
            ends_at=now + timedelta(hours=2),
            made_by_id=cast.tara,
            secret="s",
        )
        session.add(found)
        session.flush()
        session.add(SessionModule(session_id=found.id, module=shipped.modules[0].slug))
        return f"/live/{found.id}"


@pytest.fixture(scope="module")
def enter(person: Person, room: str) -> Callable[..., Visitor]:
    def into_room(name: str, **how: object) -> Visitor:
        who = person(name, **how)
        who.go("/login")
        who.fill(email=world.email(name), password=PASSWORD)
        who.press("Sign in")
        who.arrives("/$")
        who.go(room)
        return who

    return into_room


def test_a_question_reaches_the_phone_and_its_sums_come_back(
    enter: Callable[..., Visitor], shipped: Course
):
    tara, lin = enter("tara"), enter("lin", on_phone=True)
    tara.press("Everybody to this heading")
    first = shipped.modules[0].lessons["zh"].headings[0]
    expect(lin.page.locator(".room-now a")).to_have_text(first.title, timeout=SOON)
    tara.page.get_by_text(tara.say("With answers to choose from")).click()
    tara.page.locator("[name=choice-text]").fill("20 / 80?")
    tara.page.locator("[name=choice-choices]").fill("20\n80")
    tara.press("Ask now")
    option = lin.page.get_by_label("20", exact=True)
    expect(option).to_be_visible(timeout=SOON)
    lin.check()
    option.check()
    lin.press("Send my answer")
    expect(tara.page.get_by_text(tara.say("{n} of {m} have answered", n=1, m=1))).to_be_visible(
        timeout=SOON
    )
    expect(lin.page.get_by_text("100%")).to_have_count(0)
    tara.press("Show the answers to the class")
    expect(lin.page.get_by_text("100%").first).to_be_visible(timeout=SOON)
    tara.check()
    lin.look()
