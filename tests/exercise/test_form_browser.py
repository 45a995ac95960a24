"""A form in a browser: names to choose from, a picture that follows the words, a file, and two windows that collide."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

from courseware import config, db
from tests import world
from tests.quiz.living import server

CHROMIUM = Path("/usr/bin/chromium")
SAVED = "[data-autosave-state=saved]"
#: a phone, two windows of one person, and a browser without script
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip("No Chromium here; bin/setup --test installs it.")
    with sync_playwright() as tools:
        launched = tools.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture
def visit(
    sqlite_template: tuple[Path, world.Cast], tmp_path: Path, one_app: Flask, browser: Browser
) -> Iterator[Open]:
    """Open a page as lin, on the course as it is shipped."""
    shutil.copy(sqlite_template[0], tmp_path / "form.db")
    database = db.Database(f"sqlite:///{tmp_path / 'form.db'}")
    serializer = one_app.session_interface.get_signing_serializer(one_app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": f"{sqlite_template[1].lin}.1", "_fresh": True})
    with server(database, tmp_path, course=config.ROOT) as (port, _):
        base = f"http://127.0.0.1:{port}"
        contexts = []

        def visit(path: str, *, script: bool = True, width: int = 360) -> Page:
            context = browser.new_context(
                base_url=base, java_script_enabled=script, viewport={"width": width, "height": 800},
                reduced_motion="reduce",
            )  # fmt: skip
            context.add_cookies([{"name": "session", "value": value, "url": base}])
            context.set_default_timeout(8000)
            contexts.append(context)
            page = context.new_page()
            page.goto(path)
            return page

        yield visit
        for context in contexts:
            context.close()
    database.dispose()


def begin(page: Page) -> str:
    page.locator("form[action$='/submissions'] button").first.click()
    page.wait_for_url("**/submissions/*")
    return page.url.partition("?")[0]


def test_names_are_offered_and_the_picture_follows(visit: Open):
    page = visit("/exercises/decision-chain?lang=en")
    address = begin(page)
    page.fill("[name='chain.nodes-0-name']", "Plant manager")
    page.locator("[data-rows='chain.nodes'] [data-add]").click()
    page.fill("[name='chain.nodes-1-name']", "Foreman")
    link = page.locator("[name='chain.links-0-from']")
    offered = page.locator("datalist[data-names-of='chain.nodes'] option")
    expect(offered).to_have_count(2)
    link.fill("Nobody")
    link.press("Tab")
    told = page.locator("[data-names-error]").first
    expect(told).to_contain_text("“Nobody” is not among the names typed above")
    link.fill("Foreman")
    link.press("Tab")
    expect(told).to_be_hidden()
    page.fill("[name='chain.links-0-to']", "Plant manager")
    picture = page.locator("[data-pictures] .picture-narrow")
    expect(picture).to_contain_text("Foreman", timeout=3000)  # 0.8 s after the last key, and a save
    expect(page.locator(SAVED)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    plain = visit(address, script=False)
    expect(plain.locator("[data-pictures] .picture-narrow")).to_contain_text("Foreman")


def test_two_windows_never_overwrite_each_other_silently(visit: Open):
    one = visit("/exercises/five-forces?lang=en", width=1280)
    address = begin(one)
    other = visit(f"{address}?lang=en", width=1280)
    name = one.locator("form[data-exercise] textarea").first.get_attribute("name")
    box = f"[name='{name}']"
    one.fill(box, "words of the first window")
    expect(one.locator(SAVED)).to_be_visible()
    other.fill(box, "words of the second window")
    dialog = other.locator("dialog[open]")
    expect(dialog).to_contain_text("words of the first window")
    expect(dialog).to_contain_text("words of the second window")
    dialog.locator("input[value=mine]").check()
    dialog.get_by_role("button", name="Save as chosen").click()
    expect(other.locator(SAVED)).to_be_visible()
    one.reload()
    expect(one.locator(box)).to_have_value("words of the second window")
    kept = one.locator("aside details a, details a[href*='/revisions/']")
    assert kept.count() >= 1  # what lost is kept beside it


def test_rows_by_keyboard_and_a_block_from_a_spreadsheet(visit: Open):
    page = visit("/exercises/decision-chain?lang=en")
    address = begin(page)
    first = page.locator("[name='chain.links-0-from']")
    first.focus()
    page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", "A\\tB\\t\\"asks,\\nthen pays\\"\\nB\\tC\\ttells\\n");
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    second = page.locator("[name='chain.links-1-from']")
    expect(second).to_have_value("B")
    expect(page.locator("[name='chain.links-1-label']")).to_have_value("tells")
    second.press("Alt+ArrowUp")
    expect(first).to_have_value("B")
    page.locator("[name='chain.links-1-label']").press("Enter")  # a new row
    expect(page.locator("[name='chain.links-2-label']")).to_be_focused()
    page.keyboard.type("new")
    page.locator("[data-rows='chain.links'] [data-row]").nth(1).locator("[data-act=remove]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name='chain.links-1-label']")).to_have_value("new")
    expect(page.locator(SAVED)).to_be_visible()
    page.goto(address)
    expect(page.locator("[name='chain.links-0-from']")).to_have_value("B")
    expect(page.locator("[name='chain.links-1-label']")).to_have_value("new")
