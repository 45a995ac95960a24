"""A lesson in a real browser: what is marked, chosen and reached there stays, also when the line is cut meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journey.inspection import AXE
from tests.journey.running import Platform
from tests.world import PASSWORD

LESSON = "/modules/01-first-talk"
COURSE = Path(__file__).parents[1] / "data" / "course"
SELECT = """(words) => {
  const walker = document.createTreeWalker(document.querySelector(".prose"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const at = walker.currentNode.data.indexOf(words);
    if (at >= 0) getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
  }
}"""
VOICE = """
window.said = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [{ lang: "en-GB", localService: true }],
  speak: (one) => { said.push(one.text); setTimeout(() => one.onend(), 50); }, cancel: () => {},
} });"""


@pytest.fixture(autouse=True)
def one_step_after_the_other() -> None:
    """No test here needs another one before it."""


def device(browser: Browser, place: Platform, *, width: int = 360) -> BrowserContext:
    """lin at a device of her own, signed in."""
    context = browser.new_context(
        base_url=place.base, viewport={"width": width, "height": 780}, reduced_motion="reduce"
    )
    context.set_default_timeout(8000)
    page = context.new_page()
    page.goto("/login?lang=en")
    page.fill("[name=email]", "lin@test.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button").first.click()
    page.wait_for_url("**/")
    return context


@pytest.fixture(scope="module")
def phone(browser: Browser, place: Platform) -> Iterator[BrowserContext]:
    context = device(browser, place)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    opened, faults = phone.new_page(), list[str]()
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.goto(f"{LESSON}?lang=en")
    yield opened
    assert faults == []
    opened.close()


def mark(page: Page, words: str, colour: str) -> None:
    page.evaluate(SELECT, words)
    page.get_by_role("button", name=f"Mark in {colour}").click()


def test_marked_words_come_back_and_stand_among_the_notes(page: Page):
    mark(page, "You cost more", "yellow")
    mark(page, "The customer speaks first", "green")
    expect(page.locator("mark.mark-green")).to_have_text("The customer speaks first")
    expect(page.locator("[data-notes] .note")).to_have_count(2)
    page.reload()
    page.locator("mark.mark-green").click()
    page.get_by_role("dialog").get_by_label("My note").fill("Count the questions")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(page.locator("[data-notes]")).to_contain_text("Count the questions")
    page.goto("/notes?q=questions&colour=green")
    expect(page.locator(".note")).to_contain_text("The customer speaks first")


def test_what_is_marked_without_a_line_is_delivered_once(page: Page, phone: BrowserContext):
    phone.set_offline(True)
    mark(page, "let them explain", "pink")
    expect(page.locator(".toast", has_text="Saved on this device")).to_be_visible()
    expect(page.locator("mark.mark-pink")).to_have_text("let them explain")
    phone.set_offline(False)
    expect(page.locator("[data-notes] .mark-pink")).to_have_count(1)
    page.reload()
    expect(page.locator("mark.mark-pink")).to_have_count(1)
    expect(page.locator("[data-notes] .mark-pink")).to_have_count(1)


def test_words_are_marked_by_keyboard_alone(page: Page):
    page.get_by_role("button", name="Mark words").focus()
    for key in ("Enter", "ArrowDown", "Shift+ArrowLeft"):
        page.keyboard.press(key)
    chosen = page.evaluate("getSelection().toString()")
    page.keyboard.press("Enter")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("mark.mark-blue").first).to_be_visible()
    assert "".join(page.locator("mark.mark-blue").all_text_contents()) in chosen


def test_a_term_shows_its_entry_in_both_languages_and_gives_the_focus_back(page: Page):
    term = page.locator(".prose a.term").first
    term.press("Enter")
    card = page.get_by_role("dialog")
    for words in (
        "开放式问题",
        "kāifàngshì wèntí",
        "open question",
        "不能用“是”或“不是”回答的问题",
    ):
        expect(card).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(term).to_be_focused()


def test_the_place_is_found_again_on_another_device(page: Page, browser: Browser, place: Platform):
    expect(page.locator("[data-at-end]")).to_be_hidden()
    with page.expect_response(lambda answer: answer.url.endswith("/places")):
        page.locator("#next").scroll_into_view_if_needed()
    expect(page.locator("[data-at-end] button")).to_be_visible()
    desk = device(browser, place, width=1440)
    other = desk.new_page()
    other.goto(LESSON)
    expect(other.get_by_role("link", name="Go on where you stopped")).to_contain_text("100%")
    expect(
        other.locator(".lesson-bar").get_by_role("button", name="I have read this")
    ).to_be_visible()
    desk.close()


def test_the_size_of_the_text_stays_on_the_device(page: Page):
    page.get_by_text("Text size").first.click()
    page.get_by_role("button", name="Very large").click()
    page.reload()
    size = "parseFloat(getComputedStyle(document.querySelector('.prose p')).fontSize)"
    assert page.evaluate(size) > 22
    page.evaluate("localStorage.removeItem('text-size')")


def test_a_lesson_is_read_aloud_where_there_is_a_voice_and_else_says_so(
    page: Page, phone: BrowserContext
):
    page.evaluate("speechSynthesis.getVoices = () => []")
    page.get_by_role("button", name="Listen").click()
    expect(page.locator(".toast", has_text="This device has no voice")).to_be_visible()
    other = phone.new_page()
    other.add_init_script(VOICE)
    other.goto(LESSON)
    other.get_by_role("button", name="Listen").click()
    expect(other.get_by_role("button", name="Pause")).to_be_focused()
    other.wait_for_timeout(500)
    assert other.evaluate("said.slice(0, 2)")[0] == "Objectives"
    assert other.evaluate("said.length") > 2
    other.close()


@pytest.mark.parametrize("path", [LESSON, f"{LESSON}?side=1", "/notes"])
def test_the_pages_are_open_to_everybody_and_fit_a_phone(page: Page, path: str):
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(path)
        page.evaluate(AXE)
        found = page.evaluate("axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'] })")
        assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
