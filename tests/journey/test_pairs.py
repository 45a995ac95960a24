"""Two people and one who watches, each in a browser of their own: in step, cut off, and back again."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, expect
from sqlalchemy import update

from courseware import db
from courseware.content.definitions import Course
from courseware.kit import clock
from courseware.roleplay.models import PairMember
from tests import world
from tests.journey.people import Person
from tests.journey.running import Platform
from tests.journey.visitor import PHONE, Visitor, number_in
from tests.world import PASSWORD, Cast

ROLEPLAY = "negotiation-walk-away"
#: what a browser without a connection says
NO_LINE = "ERR_INTERNET_DISCONNECTED|ERR_NETWORK"


@pytest.fixture(scope="module")
def store(platform: Platform) -> Iterator[db.Database]:
    database = db.Database(platform.environment["DATABASE_URL"])
    yield database
    database.dispose()


@pytest.fixture(scope="module")
def cast(store: db.Database, password_hash: str, shipped: Course) -> Cast:
    with db.transaction(store) as session:
        return world.populate(session, password_hash, edition=shipped.edition)


@pytest.fixture(scope="module")
def enter(person: Person, cast: Cast) -> Callable[..., Visitor]:
    """Somebody of the cast, signed in."""
    assert cast.lin

    def signed_in(name: str, *, lang: str = "zh") -> Visitor:
        who = person(name, on_phone=True, lang=lang)
        who.go("/login")
        who.fill(email=world.email(name), password=PASSWORD)
        who.press("Sign in")
        who.arrives("/$")
        return who

    return signed_in


@pytest.fixture(scope="module")
def room(enter: Callable[..., Visitor]) -> tuple[Visitor, Visitor, Visitor]:
    """lin sells; sam has typed the code and plays the customer; mei has followed the link and observes."""
    lin, sam, mei = enter("lin"), enter("sam", lang="en"), enter("mei")
    lin.go(f"/roleplays/{ROLEPLAY}")
    lin.press("I sell")
    lin.arrives("/pairs/\\d+")
    code = lin.page.locator(".pair-letters").inner_text()
    expect(lin.page.locator(".pair-qr svg")).to_be_visible()
    lin.check()
    sam.look("/pairs/join")
    sam.fill(code=f"{code[:3].lower()} {code[3:]}")
    sam.press("Go on")
    sam.check()
    sam.press("I play the customer")
    sam.arrives(lin.path)
    mei.go(f"/pairs/join/{code}")
    mei.press("I observe")
    mei.arrives(lin.path)
    return lin, sam, mei


@pytest.fixture(scope="module")
def ticked(room: tuple[Visitor, Visitor, Visitor], shipped: Course) -> str:
    """mei has ticked the second level of a criterion while she listens."""
    mei, rubric = room[2], shipped.rubrics[shipped.roleplays[ROLEPLAY].rubric]
    criterion = rubric.criteria[0]
    mei.page.locator("[data-ticks] summary", has_text=criterion.name.zh).click()
    mark = f'[name="mark-{criterion.id}"][value="2"]'
    mei.page.locator(mark).check()
    return mark


def turn(who: Visitor) -> Locator:
    return who.page.locator(".pair-turn, .pair-over h2").first


def shows(who: Visitor, sentence: str, **values: object) -> None:
    expect(turn(who)).to_contain_text(who.say(sentence, **values))


@pytest.mark.usefixtures("ticked")
def test_every_device_follows_by_itself(room: tuple[Visitor, Visitor, Visitor]):
    lin, sam, mei = room
    shows(lin, "Listen: the customer is speaking")
    shows(mei, "The customer speaks")
    for who in room:
        who.check()
    sam.press("I have said it")
    shows(sam, "Listen: what do they say?")
    shows(lin, "Your turn: answer aloud")
    shows(mei, "The seller answers")
    ideas = lin.page.locator(".pair-ideas")
    expect(ideas).not_to_be_visible()
    lin.page.get_by_text(lin.say("Show me ideas")).click()
    expect(ideas).to_be_visible()
    for who in room:
        who.look()


def test_whoever_is_cut_off_goes_on_by_themselves(
    room: tuple[Visitor, Visitor, Visitor], store: db.Database, cast: Cast
):
    lin, sam, _mei = room
    with sam.expecting(NO_LINE):
        sam.context.set_offline(True)
        expect(sam.page.locator("[data-pair-offline]")).to_be_visible()
        best(sam).click()  # pressed without a line: kept, and sent when it is back
        with db.transaction(store) as session:  # as if half a minute had passed
            session.execute(
                update(PairMember)
                .where(PairMember.person_id == cast.sam)
                .values(seen_at=clock.now() - timedelta(seconds=50))
            )
        lost = lin.page.locator(".pair-members .badge.warn")
        expect(lost).to_contain_text("断线")
        shows(lin, "Your turn: answer aloud")
        lin.check()
        sam.context.set_offline(False)
        shows(sam, "Read this aloud")
    expect(sam.page.locator("[data-pair-offline]")).not_to_be_visible()
    expect(lost).to_have_count(0)
    expect(lin.page.locator(".bubble.me")).to_have_count(1)


def test_a_page_that_was_closed_comes_back_to_the_same_place(
    room: tuple[Visitor, Visitor, Visitor], browser: Browser, platform: Platform
):
    lin, sam, _mei = room
    path, signed_in = lin.path, lin.context.storage_state()
    lin.page.close()
    sam.press("I have said it")
    shows(sam, "Listen: what do they say?")
    lin.page = lin.context.new_page()
    lin.go(path)
    shows(lin, "Your turn: answer aloud")
    lin.check()
    other = browser.new_context(
        base_url=platform.base, viewport=PHONE, storage_state=signed_in, java_script_enabled=False
    )
    page = other.new_page()  # another device, without scripts
    page.goto(path)
    expect(page.locator(".pair-turn")).to_contain_text(lin.say("Your turn: answer aloud"))
    page.get_by_role("button", name=lin.say("Refresh")).click()
    expect(page.locator(".pair-turn")).to_contain_text(lin.say("Your turn: answer aloud"))
    other.close()


def test_they_play_to_the_end_and_look_at_the_result(room: tuple[Visitor, Visitor, Visitor]):
    lin, sam, mei = room
    for _ in range(40):
        words = turn(sam).inner_text()
        if sam.say("The practice is over") in words:
            break
        if sam.say("Read this aloud") in words:
            sam.press("I have said it")
        elif sam.page.locator("textarea").count():
            seller_types(lin)
        else:
            best(sam).click()
        expect(turn(sam)).not_to_have_text(words)
    for who in room:
        shows(who, "The practice is over")
        who.follow("To the result")
        who.page.locator("#replay").wait_for()
        who.reads(who.say("Practice: it does not count as a passed scenario."))
        who.check()
    assert number_in(lin.path) == number_in(mei.path)


def test_the_observers_ticks_become_marks(room: tuple[Visitor, Visitor, Visitor], ticked: str):
    lin, _sam, mei = room
    mei.page.go_back()
    shows(mei, "The practice is over")
    expect(mei.page.locator(ticked)).to_be_checked()  # after many reloads
    mei.press("Give my marks")
    mei.arrives("/sessions/\\d+/peer-marks")
    expect(mei.page.locator(ticked)).to_be_checked()
    mei.press("Send my marks")
    mei.reads(mei.say("Thank you. Your marks have been passed on."))
    lin.go(lin.path)
    lin.reads("梅经理")


def seller_types(lin: Visitor) -> None:
    lin.page.get_by_text(lin.say("Type it yourself")).click()
    lin.fill(line="如果下周定下来，交期我们可以先排上；价格要跟付款方式一起谈。")
    lin.press("That is what I said")


def best(customer: Visitor) -> Locator:
    return customer.page.locator(".replies .reply").first


def test_who_is_not_in_the_room_does_not_see_it(
    room: tuple[Visitor, Visitor, Visitor], enter: Callable[..., Visitor]
):
    otto = enter("otto")
    lin = room[0]
    assert otto.status_of(lin.path) == 404
    assert re.match(r"/sessions/\d+", lin.path)
