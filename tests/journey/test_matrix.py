"""The matrix in a real browser: only what is in sight is drawn, and filter, order, keys and flags do what they say."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from benchmarks.matrix import Place, browsing, served

PEOPLE = 150


@pytest.fixture(autouse=True)
def one_step_after_the_other() -> None:
    """No test here needs another one before it."""


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    with served("sqlite", people=PEOPLE) as running:
        yield running


@pytest.fixture(scope="module")
def page(place: Place) -> Iterator[Page]:
    with browsing(place, "tara") as opened:
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        yield opened
        assert faults == []


@pytest.fixture
def path(place: Place, page: Page) -> str:
    where = place.paths["tara"]
    page.goto(where)
    page.wait_for_selector("[data-matrix][data-ready]")
    return where


def order(page: Page) -> list[str]:
    """The first people in sight, in their order."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".matrix-row")]
          .sort((a, b) => a.dataset.place - b.dataset.place).slice(0, 15)
          .map((row) => row.querySelector("a").textContent)"""
    )
    return found


@pytest.mark.usefixtures("path")
def test_only_the_rows_in_sight_are_drawn_and_all_are_there(page: Page):
    grid = page.get_by_role("grid")
    assert grid.get_attribute("aria-rowcount") == str(PEOPLE + 2)
    assert page.locator(".matrix-row").count() < 45
    page.evaluate("document.querySelector('.matrix-live').scrollTop = 1e6")
    expect(page.locator(f'.matrix-row[data-place="{PEOPLE}"]')).to_be_visible()
    assert page.locator(".matrix-row").count() < 60


@pytest.mark.parametrize("key", ["progress", "flags", "state"])
def test_the_browser_sorts_as_the_server_does(page: Page, path: str, key: str):
    page.select_option("[name=module]", index=1)
    page.select_option("[name=order]", key)
    asked = page.evaluate("location.search")
    assert f"order={key}" in asked
    html = page.context.request.get(path + asked).text()
    wanted = re.findall(r'<th scope="row"><a href="/people/\d+">([^<]+)<', html)
    assert order(page) == wanted[:15]


@pytest.mark.usefixtures("path")
def test_people_are_found_by_their_letters(page: Page):
    page.fill("[name=words]", "linxia")
    expect(page.locator(".matrix-row")).to_have_count(1)
    expect(page.locator(".matrix-row .name")).to_have_text("林夏")


@pytest.mark.usefixtures("path")
def test_arrow_keys_walk_and_enter_opens_the_evidence(page: Page):
    page.locator(".matrix-row .name a").first.focus()
    for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowDown", "PageDown", "Home", "End"):
        page.keyboard.press(key)
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    assert page.locator(".matrix-live [tabindex='0']").count() == 1
    href = page.evaluate("document.activeElement.getAttribute('href')")
    assert re.fullmatch(r"/people/\d+#m-[\w-]+", href)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{href}")


@pytest.mark.usefixtures("path")
def test_a_flag_says_why_and_what_to_do(page: Page):
    page.select_option("[name=flag]", "help")
    page.locator(".matrix-row .flags button").first.click()
    dialog = page.locator("#matrix-why")
    expect(dialog).to_be_visible()
    assert len(dialog.locator("[data-why] li").first.inner_text().splitlines()) == 2


def test_without_script_there_is_a_table(page: Page, place: Place):
    assert page.context.browser
    plain = page.context.browser.new_context(java_script_enabled=False, base_url=place.base)
    plain.add_cookies([{"name": "session", "value": place.cookies["tara"], "url": place.base}])
    table = plain.new_page()
    table.goto(place.paths["tara"])
    expect(table.locator(".people-matrix tbody tr")).to_have_count(50)
    table.locator(".pagination [rel=next]").click()
    expect(table.locator(".people-matrix tbody tr")).to_have_count(50)
    plain.close()
