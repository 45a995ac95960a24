"""Matching, ordering and categorising by mouse, by touch, and without JavaScript, in a real browser."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course, QuizDefinition
from courseware.quiz.actions import start_attempt
from courseware.quiz.models import AnswerStep
from courseware.quiz.types import type_of
from tests import world
from tests.quiz.living import server
from tests.quiz.papers import SLUG

WANTED = {"matching", "ordering", "categorize"}
HANDS: dict[str, dict[str, Any]] = {
    "mouse": {"viewport": {"width": 1440, "height": 900}},
    "touch": {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True},
    "no script": {"viewport": {"width": 360, "height": 780}, "java_script_enabled": False},
}
#: to another question, and back when a finger would find it there
GO = """place => new Promise((done) => {
    if (location.hash === place) return done();
    addEventListener("hashchange", () => setTimeout(done, 100), { once: true });
    location.hash = place;
})"""


@pytest.fixture
def quiz(course: Course) -> QuizDefinition:
    """A quiz that asks its three placing questions, also the one kept for the final exam."""
    found = course.quizzes[SLUG]
    placing = tuple(replace(q, use="quiz") for q in found.questions if q.type in WANTED)
    return replace(found, questions=placing)


@pytest.fixture
def address(
    place: db.Database,
    course: Course,
    quiz: QuizDefinition,
    sqlite_template: tuple[Path, world.Cast],
) -> str:
    """The page of an attempt at it."""
    with db.transaction(place):
        lin: Any = SimpleNamespace(id=sqlite_template[1].lin)
        return f"/attempts/{start_attempt(lin, course, quiz)}?lang=en"


@pytest.fixture
def browser(
    place: db.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Browser, str]]:
    monkeypatch.setenv("CSRF", "1")
    with server(place, tmp_path) as (port, _), sync_playwright() as tools:
        made = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield made, f"http://127.0.0.1:{port}"
        made.close()
    place.dispose()


@pytest.mark.parametrize("hand", HANDS)
def test_placing_works_with_any_hand(
    browser: tuple[Browser, str],
    place: db.Database,
    cookie: str,
    address: str,
    quiz: QuizDefinition,
    hand: str,
):
    context = browser[0].new_context(base_url=browser[1], reduced_motion="reduce", **HANDS[hand])
    name, _, value = cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": browser[1]}])
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto(address)
    wanted = {}
    for question in quiz.drawable:
        shown = page.locator(f'[data-question="{question.id}"]')
        wanted[question.id] = key = type_of(question).key(question)
        _answer(context, page, shown, key, hand=hand)
    if hand == "no script":
        page.get_by_role("button", name="Save and go on later").click()
        expect(page.get_by_text("Your answers are saved.")).to_be_visible()
    else:
        expect(page.locator("[data-quiz-state]")).to_have_text("All answers are saved")
    assert {q.type for q in quiz.drawable} == WANTED
    assert _answers(place) == wanted


def _answer(context: BrowserContext, page: Page, shown: Locator, key: Any, *, hand: str) -> None:
    number = shown.get_attribute("id")
    if hand == "no script":
        _fill_in(shown, str(number), key)
        return
    page.evaluate(GO, f"#{number}")
    expect(shown).to_be_visible()
    if isinstance(key, dict):
        _pair(shown, str(number), key, hand=hand)
    else:
        _sort(context, shown, key, hand=hand)


def _fill_in(shown: Locator, number: str, key: Any) -> None:
    if isinstance(key, dict):
        for left, right in key.items():
            shown.locator(f'select[name="{number}-{left}"]').select_option(right)
    else:
        for place, item in enumerate(key, 1):
            shown.locator(f'input[name="{number}-{item}"]').fill(str(place))


def _pair(shown: Locator, number: str, key: dict[str, str], *, hand: str) -> None:
    for left, right in key.items():
        slot = shown.locator(f'select[name="{number}-{left}"] + .slot')
        chip = shown.locator(f'.chip[value="{right}"]')
        for target in (slot, chip):
            target.tap() if hand == "touch" else target.click()


def _sort(context: BrowserContext, shown: Locator, key: list[str], *, hand: str) -> None:
    """Drag each item over the one that stands in its place."""
    for place, item in enumerate(key):
        standing = shown.locator("[data-item]").nth(place)
        if standing.get_attribute("data-item") != item:
            _drag(context, shown.locator(f'[data-item="{item}"] .handle'), standing, hand=hand)
        expect(shown.locator("[data-item]").nth(place)).to_have_attribute("data-item", item)


def _drag(context: BrowserContext, handle: Locator, over: Locator, *, hand: str) -> None:
    over.scroll_into_view_if_needed()
    handle.scroll_into_view_if_needed()
    start, end = handle.bounding_box(), over.bounding_box()
    assert start
    assert end
    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    to = end["y"] + 2
    page = handle.page
    if hand == "mouse":
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x, to, steps=8)
        page.mouse.up()
        return
    line = context.new_cdp_session(page)
    points = [y + (to - y) * n / 8 for n in range(9)]
    for n, at in enumerate(points):
        touch = {"type": "touchMove" if n else "touchStart", "touchPoints": [{"x": x, "y": at}]}
        line.send("Input.dispatchTouchEvent", touch)
    line.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    line.detach()
    page.wait_for_timeout(700)  # else the browser takes the next tap for the second of a double one


def _answers(place: db.Database) -> dict[str, Any]:
    with db.reading(place) as rows:
        steps = rows.execute(
            select(AnswerStep.question, AnswerStep.response).order_by(AnswerStep.id)
        )
        return {step.question: step.response for step in steps}
