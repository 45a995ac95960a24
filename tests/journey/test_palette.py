"""Search on any page in a real browser: opened by keys, read by a screen reader, without a mouse."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journey.inspection import AXE
from tests.journey.running import Platform
from tests.world import PASSWORD

COURSE = Path(__file__).parents[1] / "data" / "course"


@pytest.fixture(autouse=True)
def one_step_after_the_other() -> None:
    """No test here needs another one before it."""


@pytest.fixture
def page(browser: Browser, place: Platform) -> Iterator[Page]:
    context = browser.new_context(base_url=place.base, viewport={"width": 360, "height": 780})
    opened, faults = context.new_page(), list[str]()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto("/login?lang=zh")
    opened.fill("[name=email]", "lin@test.example")
    opened.fill("[name=password]", PASSWORD)
    opened.locator("main button").first.click()
    opened.wait_for_url("**/")
    yield opened
    assert faults == []
    context.close()


def chosen(page: Page) -> str:
    """What a screen reader says is chosen."""
    mark = page.locator("[role=combobox]").get_attribute("aria-activedescendant")
    return page.locator(f"#{mark}").inner_text() if mark else ""


def test_two_keys_and_a_word_lead_to_the_passage(page: Page) -> None:
    page.goto("/modules")
    assert page.locator("script[src*=palette], link[href*=palette]").count() == 0
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox")
    expect(box).to_be_focused()
    page.keyboard.type("kaichang")
    option = page.get_by_role("option")
    expect(option.first).to_contain_text("开场")
    expect(page.locator(".palette-note")).to_contain_text("找到")
    before = chosen(page)
    page.keyboard.press("ArrowDown")
    assert chosen(page) not in ("", before)
    page.keyboard.press("ArrowUp")
    assert chosen(page) == before
    page.evaluate(AXE)
    found = page.evaluate("axe.run('dialog').then((told) => told.violations.map((v) => v.id))")
    assert found == []
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/modules/" in address or "/roleplays/" in address)
    page.keyboard.press("/")
    expect(page.get_by_role("option").first).to_have_text("kaichang")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.palette")).to_be_hidden()


def test_nothing_typed_offers_the_pages_and_a_phone_has_the_whole_screen(page: Page) -> None:
    page.locator(".topbar-search").click()
    expect(page.get_by_role("option", name="模块")).to_be_visible()
    width = page.locator("dialog.palette").bounding_box()
    assert width is not None
    assert width["width"] == 360
    page.keyboard.type("模块")
    expect(page.locator(".palette-note")).not_to_be_empty()
    page.keyboard.press("Enter")
    page.wait_for_url("**/modules*")


def test_without_script_the_words_go_to_the_page(browser: Browser, place: Platform) -> None:
    context = browser.new_context(base_url=place.base, java_script_enabled=False)
    plain = context.new_page()
    plain.goto("/login?lang=zh")
    plain.fill("[name=email]", "lin@test.example")
    plain.fill("[name=password]", PASSWORD)
    plain.locator("main button").first.click()
    plain.fill(".searchbox [name=q]", "开场")
    plain.keyboard.press("Enter")
    plain.wait_for_url("**/search?q=*")
    expect(plain.locator("main mark").first).to_have_text("开场")
    context.close()
