"""Two windows of one trainer: what is pressed on the desk happens on the wall, and the other way round."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from courseware import db
from courseware.content.definitions import Course
from tests import world
from tests.journey import inspection
from tests.journey.running import Platform
from tests.journey.visitor import Visitor
from tests.world import PASSWORD

SOON = 5_000
#: the smallest type on the wall, in pixels of a picture 1280 wide
READABLE = 28
#: by how much the words of any slide are higher or wider than it, and the smallest type they are in
FULLNESS = """() => [...document.querySelectorAll(".slide-place")].flatMap((place) => {
  place.style.display = "block";
  const body = place.querySelector(".slide-body"), name = place.dataset.name;
  const over = Math.max(body.scrollHeight - body.clientHeight, body.scrollWidth - body.clientWidth);
  const sizes = [...body.querySelectorAll("p, li, td, th, dd, dt")].map((one) => parseFloat(getComputedStyle(one).fontSize));
  place.style.display = "";
  return over > 2 || Math.min(...sizes) < __READABLE__ ? [`${name}: ${over} ${Math.min(...sizes)}`] : [];
})""".replace("__READABLE__", str(READABLE))


@pytest.fixture(scope="module")
def address(shipped: Course) -> str:
    return f"/modules/{shipped.modules[9].slug}/slides"


@pytest.fixture(scope="module")
def tara(
    browser: Browser, platform: Platform, password_hash: str, shipped: Course
) -> Iterator[Visitor]:
    database = db.Database(platform.environment["DATABASE_URL"])
    with db.transaction(database) as session:
        world.populate(session, password_hash, edition=shipped.edition)
    database.dispose()
    who = Visitor(browser, platform.base)
    who.go("/login")
    who.fill(email=world.email("tara"), password=PASSWORD)
    who.press("Sign in")
    who.arrives("/$")
    yield who
    who.close()


def at(page: Page, number: int) -> None:
    expect(page.locator(f".slide-place.here[id='{number}']")).to_be_visible(timeout=SOON)


def test_the_wall_follows_the_desk_and_the_desk_the_wall(tara: Visitor, address: str):
    desk = tara.go(f"{address}?view=presenter")
    wall = tara.context.new_page()
    wall.goto(address)
    wall.set_viewport_size({"width": 1280, "height": 720})
    expect(desk.locator("[data-together]")).to_have_text("两个窗口同步。")
    desk.keyboard.press("PageDown")
    at(wall, 2)
    wall.keyboard.press("ArrowRight")
    at(desk, 3)
    expect(desk.locator(".slide-place.next")).to_have_attribute("id", "4")
    desk.keyboard.press("b")
    expect(wall.locator("[data-black]")).to_be_visible(timeout=SOON)
    desk.keyboard.press("b")
    expect(wall.locator("[data-black]")).to_be_hidden(timeout=SOON)
    wall.reload()
    at(wall, 3)
    assert wall.url.endswith("#3")
    desk.keyboard.press("End")
    at(wall, desk.locator(".slide-place").count())
    wall.keyboard.press("Home")
    at(desk, 1)
    _is_in_order(desk)
    _is_in_order(wall)
    wall.close()
    expect(desk.locator("[data-together]")).to_have_text("投影窗口还没有打开。")


def test_every_slide_fits_and_is_readable_from_the_last_row(tara: Visitor, address: str):
    page = tara.go(address)
    page.set_viewport_size({"width": 1280, "height": 720})
    assert page.evaluate(FULLNESS) == []
    page.goto(f"{address}?ratio=4-3")
    page.set_viewport_size({"width": 1280, "height": 960})
    assert page.evaluate(FULLNESS) == []
    page.keyboard.press("?")
    expect(page.locator("[data-help]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("[data-help]")).to_be_hidden()
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate(inspection.WIDE) == []


def test_without_a_script_it_is_one_long_page(browser: Browser, tara: Visitor, address: str):
    context = browser.new_context(
        base_url=tara.base, storage_state=tara.context.storage_state(), java_script_enabled=False
    )
    page = context.new_page()
    page.goto(f"{address}#5")
    expect(page.locator(".slide").nth(3)).to_be_visible()
    expect(page.locator(".slide").last).to_be_visible()
    expect(page.get_by_text(tara.say("Notes for the trainer")).first).to_be_visible()
    context.close()


def _is_in_order(page: Page) -> None:
    page.evaluate(inspection.AXE)
    found = page.evaluate(
        "async () => (await axe.run()).violations.map((v) => [v.id, v.nodes[0].html])"
    )
    assert found == [], Path(page.url).name
