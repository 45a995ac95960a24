"""In a real browser: checking an answer at once, with script and without, and reviewing what was missed."""

import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright
from sqlalchemy import select, update

from courseware import db
from courseware.kit import clock
from courseware.quiz.models import AnswerStep, Attempt, MissedQuestion, Reveal
from tests.conftest import DATA
from tests.quiz.living import server
from tests.quiz.papers import SLUG

Opened = Callable[..., BrowserContext]
CHOICES = ("too-dear", "first-words", "silence")


@pytest.fixture
def at_once(tmp_path: Path) -> Path:
    """The sample course, whose first quiz gives its feedback at once."""
    course = tmp_path / "course"
    shutil.copytree(DATA / "course", course)
    file = course / "quizzes" / f"{SLUG}.yaml"
    file.write_text("feedback: at-once\n" + file.read_text("utf-8"), "utf-8")
    return course


@pytest.fixture
def opened(
    place: db.Database,
    cookie: str,
    tmp_path: Path,
    at_once: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Opened]:
    monkeypatch.setenv("CSRF", "1")
    with server(place, tmp_path, course=at_once) as (port, _), sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        base = f"http://127.0.0.1:{port}"
        yield lambda *, script=True: _context(browser, base, cookie, script=script)
        browser.close()
    place.dispose()


def _context(browser: Browser, base: str, cookie: str, *, script: bool) -> BrowserContext:
    made = browser.new_context(
        base_url=base,
        viewport={"width": 360, "height": 780},
        reduced_motion="reduce",
        java_script_enabled=script,
    )
    name, _, value = cookie.partition("=")
    made.add_cookies([{"name": name, "value": value, "url": base}])
    made.set_default_timeout(8000)
    return made


def begin(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(f"/quizzes/{SLUG}?lang=en")
    page.get_by_role("button", name="Start the quiz").click()
    page.wait_for_url("**/attempts/*")
    return page


def choice_on(page: Page, place: db.Database) -> Locator:
    """A question with options that was drawn."""
    with db.reading(place) as rows:
        drawn = [q["id"] for q in rows.scalars(select(Attempt.questions)).one()]
    question = next(q for q in drawn if q in CHOICES)
    return page.locator(f'[data-question="{question}"]')


def test_with_script_an_answer_is_saved_checked_and_stands(opened: Opened, place: db.Database):
    page = begin(opened())
    question = choice_on(page, place)
    number = question.get_attribute("id")
    page.evaluate("place => { location.hash = place; }", f"#{number}")
    check = question.get_by_role("button", name="Check my answer")
    expect(check).to_be_disabled()
    question.locator(".option").first.click()
    check.click()
    expect(question).to_contain_text("your answer stands")
    expect(page.locator("[data-question]:visible")).to_have_count(1)
    expect(question).to_be_visible()
    assert page.url.endswith(f"#{number}")
    assert question.locator("input").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    with db.reading(place) as rows:
        assert rows.scalars(select(Reveal.question)).all() == [
            question.get_attribute("data-question")
        ]


def test_what_is_checked_without_a_line_is_marked_when_it_is_back(
    opened: Opened, place: db.Database
):
    context = opened()
    page = begin(context)
    question = choice_on(page, place)
    page.evaluate("place => { location.hash = place; }", f"#{question.get_attribute('id')}")
    context.set_offline(True)
    question.locator(".option").first.click()
    question.get_by_role("button", name="Check my answer").click()
    expect(question).to_contain_text("Marked when the line is back")
    assert not question.locator("input[type=radio]").first.is_enabled()  # its answer stands already
    context.set_offline(False)
    expect(question).to_contain_text("You have checked this question")


def test_without_script_too_and_enter_only_saves(opened: Opened, place: db.Database):
    page = begin(opened(script=False))
    question = choice_on(page, place)
    question.locator("input[type=radio]").first.check()
    typed = page.locator("fieldset input.input").first
    typed.fill("25")
    typed.press("Enter")
    expect(page.get_by_text("Your answers are saved.")).to_be_visible()
    with db.reading(place) as rows:
        assert not rows.scalars(select(Reveal.question)).all()
        assert len(rows.scalars(select(AnswerStep.id)).all()) == 2
    question.get_by_role("button", name="Check my answer").click()
    expect(question).to_contain_text("your answer stands")
    assert page.url.endswith(f"#{question.get_attribute('id')}")


def test_what_was_missed_is_reviewed_on_a_phone(opened: Opened, place: db.Database):
    page = begin(opened())
    page.evaluate("location.hash = '#hand-in'")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_role("heading", name="Quiz result")).to_be_visible()
    with db.transaction(place) as session:
        yesterday = clock.now() - timedelta(days=1)
        session.execute(update(MissedQuestion).values(due_at=yesterday))
        count = len(session.scalars(select(MissedQuestion.question)).all())
    page.goto("/")
    page.get_by_role("link", name=f"{count} questions to review").click()
    for left in range(count, 0, -1):
        expect(page.get_by_text(f"{left} to review")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        page.get_by_role("button", name="I do not know").click()
        onwards = "Next question" if left > 1 else "To the start page"
        page.get_by_role("link", name=onwards).click()
    expect(page.get_by_text("Nothing to review now")).to_be_visible()
