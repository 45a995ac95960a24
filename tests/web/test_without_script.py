"""A reader without script sees everything; and the page of all components is open to everybody."""

import os
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks import first_paint
from benchmarks.lesson_page import MODULE
from benchmarks.matrix import CHROMIUM
from courseware.content import current
from tests.journey import inspection

Place = tuple[str, str]
LESSON = f"/modules/{MODULE}"


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """A server as somebody has it who develops, and the cookie of a learner on the way."""
    before = current.library() if current.is_serving() else None
    with mock.patch.dict(os.environ, RELOAD_COURSE="1"), first_paint.served() as found:
        yield found
    if before is not None:
        current.serve(before)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists() and "CI" not in os.environ:
        pytest.skip("No Chromium here; bin/setup --test installs it.")
    with sync_playwright() as tools:
        launched = tools.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(browser: Browser, place: Place, **how: object) -> Page:
    context = browser.new_context(base_url=place[0], reduced_motion="reduce", **how)  # type: ignore[arg-type]  # words of Playwright
    context.add_cookies([{"name": "session", "value": place[1], "url": place[0]}])
    return context.new_page()


def test_the_text_of_a_lesson_is_the_same_without_script(browser: Browser, place: Place):
    texts = []
    for has_script in (True, False):
        page = opened(browser, place, java_script_enabled=has_script)
        page.goto(LESSON)
        assert page.locator(".prose h2").count() > 5
        assert all(heading.is_visible() for heading in page.locator(".prose h2").all())
        texts.append(page.locator(".prose").first.inner_text().split())
        page.context.close()
    assert len(texts[1]) > 100
    assert texts[0] == texts[1]


def test_home_and_a_quiz_can_be_used_without_script(browser: Browser, place: Place):
    page = opened(browser, place, java_script_enabled=False)
    page.goto("/")
    assert page.locator("main h1").is_visible()
    assert page.locator(f'main a[href*="{MODULE[:2]}"], main .card a').first.is_visible()
    page.goto(f"/quizzes/{MODULE}")
    page.locator("main form button.primary").first.click()
    page.wait_for_url("**/attempts/**")
    questions = page.locator(".question").all()
    assert questions
    assert all(question.locator("legend").is_visible() for question in questions)
    assert page.locator("main form button.primary").last.is_visible()
    page.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_component_is_open_to_everybody(
    browser: Browser, place: Place, lang: str, scheme: str
):
    page = opened(browser, place, color_scheme=scheme, viewport={"width": 360, "height": 780})
    page.goto(f"/design?lang={lang}")
    page.evaluate("document.querySelector('dialog').showModal()")
    page.keyboard.press("Escape")
    assert not page.evaluate("document.querySelector('dialog').open")
    assert not page.evaluate(inspection.WIDE)
    page.evaluate(inspection.AXE)
    result = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    assert not [(found["id"], found["nodes"][0]["html"]) for found in result["violations"]]
    page.context.close()
