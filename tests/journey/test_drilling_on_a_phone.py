"""The drill in a real browser: the half minute runs and blocks nothing, keys say how it went, one thumb is enough."""

import pytest
from playwright.sync_api import Browser, expect

from tests.journey import people
from tests.journey.cast import ADMIN
from tests.journey.people import Person
from tests.journey.running import Platform
from tests.journey.visitor import PHONE

READY, AGAIN = "[data-drill-ready]", "[data-outcome]"


@pytest.fixture(scope="module")
def lin(platform: Platform, person: Person) -> people.Visitor:
    visitor = person("lin", on_phone=True)
    link = platform.command("create-admin")
    people.accept(visitor, link, name=ADMIN.name, email=ADMIN.email)
    return visitor


def test_a_card_on_a_phone_counts_down_and_takes_a_late_answer(lin: people.Visitor):
    lin.look("/drills?industry=retail")
    page = lin.page
    # Stopped by the test, so that half a minute passes at once.
    page.clock.install()
    lin.go("/drills/card?industry=retail")
    lin.check()
    page.click(READY)
    clock = page.locator("[data-drill-left]")
    expect(clock).to_have_text("30 秒")
    page.clock.run_for(12_000)
    expect(clock).to_have_text("18 秒")
    page.clock.run_for(20_000)
    expect(clock).to_have_text("0 秒")
    lin.reads("时间到了")
    lin.check()
    page.fill("[name=line]", "您最担心的是哪一天出问题？")
    lin.press("Compare what I typed")
    lin.reads("您最担心的是哪一天出问题？")
    lin.check()
    expect(page.locator(AGAIN).first).to_be_in_viewport()  # without scrolling


def test_the_keys_one_to_three_say_how_it_went(lin: people.Visitor):
    page = lin.page
    for key in "123":
        lin.go("/drills/card?industry=finance")
        page.click(READY)
        page.locator("textarea").press("1")  # typing is no key of ours
        lin.press("I said it aloud")
        expect(page.locator(AGAIN).first).to_be_visible()
        page.wait_for_load_state()  # by then the script listens
        with page.expect_navigation():
            page.locator("main").press(key)
        expect(page.locator(READY)).to_be_visible()


def test_all_of_a_run_works_without_scripts(
    lin: people.Visitor, browser: Browser, platform: Platform
):
    plain = browser.new_context(
        base_url=platform.base,
        viewport=PHONE,
        java_script_enabled=False,
        storage_state=lin.context.storage_state(),
    )
    page = plain.new_page()
    page.goto("/drills?industry=manufacturing")
    page.click(".drill a.primary")
    for number in range(6):
        page.click(READY)
        page.click("[name=aloud]")
        page.click(f"{AGAIN} >> nth={number % 3}")
    assert "/drills/runs/" in page.url
    lin.go(page.url.removeprefix(platform.base))
    lin.check()
    plain.close()
