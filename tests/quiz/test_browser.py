"""In a real browser: one question after the other, by keyboard, and with a line that breaks."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course
from courseware.quiz.actions import attempts
from courseware.quiz.models import AnswerStep, Attempt
from tests import world
from tests.quiz.living import server
from tests.quiz.papers import SLUG, seed_for


@pytest.fixture
def context(
    place: db.Database, cookie: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BrowserContext]:
    monkeypatch.setenv("CSRF", "1")
    with server(place, tmp_path) as (port, _), sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        base = f"http://127.0.0.1:{port}"
        made = browser.new_context(
            base_url=base, viewport={"width": 360, "height": 780}, reduced_motion="reduce"
        )
        name, _, value = cookie.partition("=")
        made.add_cookies([{"name": name, "value": value, "url": base}])
        made.set_default_timeout(8000)
        yield made
        browser.close()
    place.dispose()


def begin(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"/quizzes/{SLUG}?lang=en")
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_url("**/attempts/*")
    return page


def to_question(page: Page, question: str) -> None:
    number = page.locator(f'[data-question="{question}"]').get_attribute("id")
    page.evaluate("place => { location.hash = place; }", f"#{number}")
    expect(page.locator(f'[data-question="{question}"]')).to_be_visible()
    expect(page.locator("[data-question]:visible")).to_have_count(1)


def drawn(place: db.Database) -> list[str]:
    with db.reading(place) as rows:
        return [q["id"] for q in rows.scalars(select(Attempt.questions)).one()]


def answers(place: db.Database) -> dict[str, object]:
    with db.reading(place) as rows:
        steps = rows.execute(
            select(AnswerStep.question, AnswerStep.response).order_by(AnswerStep.id)
        )
        return {step.question: step.response for step in steps}


def test_answers_given_without_a_line_arrive_when_it_is_back(
    context: BrowserContext, place: db.Database
):
    page = begin(context)
    choice = next(q for q in drawn(place) if q in ("too-dear", "first-words", "silence"))
    to_question(page, choice)
    context.set_offline(True)
    page.locator("[data-question]:visible .option").first.click()
    state = page.locator("[data-quiz-state]")
    expect(state).to_contain_text("No connection")
    assert choice not in answers(place)
    address = page.url
    page.close()  # the phone is put away; what was given stays on it
    context.set_offline(False)
    again = context.new_page()
    again.goto(address)
    expect(again.locator("[data-quiz-state]")).to_have_text("All answers are saved")
    to_question(again, choice)
    expect(again.locator("[data-question]:visible input:checked")).to_have_count(1)
    assert choice in answers(place)


def test_a_whole_quiz_by_keyboard(context: BrowserContext, place: db.Database):
    page = begin(context)
    for number, question in enumerate(drawn(place), 1):
        expect(page.locator("[data-quiz-place]")).to_have_text(f"{number} / 8")
        shown = page.locator(f'[data-question="{question}"]')
        expect(shown).to_be_focused() if number > 1 else None
        answer_by_keyboard(page, shown)
        page.get_by_role("button", name="Next question").focus()
        page.keyboard.press("Enter")
    expect(page.locator("[data-quiz-state]")).to_have_text("All answers are saved")
    expect(page.locator("[data-quiz-left]")).to_have_text("Every question is answered.")
    assert set(answers(place)) == set(drawn(place))
    page.get_by_role("button", name="Hand in").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Quiz result")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('quiz:'))") == []


def answer_by_keyboard(page: Page, shown: object) -> None:
    locate = shown.locator  # type: ignore[attr-defined]  # a Locator
    if locate(".option").count():
        locate("input:not([type=hidden])").first.focus()
        page.keyboard.press("Space")
    elif locate(".handle").count():
        locate(".handle").first.focus()
        page.keyboard.press("ArrowDown")
    elif locate(".chip").count():
        for place in range(locate(".slot").count()):
            locate(".slot").nth(place).focus()
            page.keyboard.press("Enter")
            locate(".chip:not([disabled])").first.focus()
            page.keyboard.press("Enter")
    else:
        locate("textarea, input.input").first.focus()
        page.keyboard.type("25")


@pytest.fixture
def with_order(
    place: db.Database,
    course: Course,
    sqlite_template: tuple[Path, world.Cast],
    monkeypatch: pytest.MonkeyPatch,
) -> str:
    """The page of an attempt that has a question about an order."""
    seed = seed_for(course)
    monkeypatch.setattr(attempts, "secrets", SimpleNamespace(randbelow=lambda _most: seed))
    with db.transaction(place):
        lin = SimpleNamespace(id=sqlite_template[1].lin)
        return f"/attempts/{attempts.start_attempt(lin, course, course.quizzes[SLUG])}?lang=en"


def test_an_order_that_nobody_touched_is_no_answer(
    context: BrowserContext, place: db.Database, with_order: str
):
    page = context.new_page()
    page.goto(with_order)
    to_question(page, "order")
    page.evaluate("location.hash = '#hand-in'")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Quiz result")).to_be_visible()
    assert "order" not in answers(place)
