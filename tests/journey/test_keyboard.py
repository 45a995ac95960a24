"""The way through the course by keyboard alone: everything is reached by Tab, seen when it is reached, and works by keys."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journey.cast import ADMIN, PASSWORD
from tests.journey.people import Person
from tests.journey.running import Platform
from tests.journey.visitor import Visitor

#: presses of Tab after which something on a page counts as out of reach
REACH = 150
#: what a place of a matching question says: a free one, and a filled one, which a press would empty
FREE_PLACE, FILLED_PLACE = "Tap here", "tap again to clear"
WHAT = """() => {
  const one = document.activeElement;
  const text = one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || one.value || "";
  return { tag: one.tagName, type: one.type ?? "", name: one.name ?? "", question: one.closest("fieldset.question")?.id ?? "", text: text.trim().replace(/\\s+/g, " ").slice(0, 500) };
}"""
# WCAG 2.4.7 and 2.4.11: something shows where the focus is, and nothing lies over all of it.
UNSEEN = """() => {
  const one = document.activeElement, seen = one.closest("label.option, label.choice, label") ?? one;
  const shows = [one, seen, one.parentElement, one.closest(".item"), one.closest(".card")].filter(Boolean).some((each) => {
    const style = getComputedStyle(each);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  });
  if (!shows) return "no sign of the focus";
  const box = seen.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.5], [0.9, 0.5], [0.5, 0.1], [0.5, 0.9]].map(([x, y]) => [box.left + box.width * x, box.top + box.height * y]);
  const inside = points.filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
  if (!inside.length) return "out of view";
  const free = inside.some(([x, y]) => { const top = document.elementFromPoint(x, y); return top && (seen.contains(top) || top.contains(seen)); });
  return free ? "" : "covered";
}"""

#: the talk has gone on: a line more of mine, or its end
GONE_ON = """(count) => document.querySelectorAll(".bubble.me").length > count
  || !document.querySelector("button[name=choice]")"""


class Keys:
    """Somebody without a mouse."""

    def __init__(self, visitor: Visitor) -> None:
        self.page: Page = visitor.page
        self.faults: list[str] = []

    def to(self, words: str, *, tag: str = "") -> None:
        """Press Tab until something with these words (a pattern) has the focus."""
        self.until(
            lambda one: bool(re.search(words, one["text"])) and tag in ("", one["tag"]), words
        )

    def until(self, is_there: Callable[[dict[str, str]], bool], words: str) -> None:
        met = []
        for _ in range(REACH):
            self.page.keyboard.press("Tab")
            one = self.page.evaluate(WHAT)
            met.append(one["text"][:30])
            if one["tag"] != "BODY" and (unseen := self.page.evaluate(UNSEEN)):
                self.faults.append(f"{self.page.url} {one['tag']} {one['text']}: {unseen}")
            if is_there(one):
                return
        raise AssertionError(f"{words} is out of reach on {self.page.url}: {met}")

    def press(self, words: str, key: str = "Enter", *, tag: str = "") -> None:
        self.to(words, tag=tag)
        self.page.keyboard.press(key)

    def follow(self, words: str, path: str, *, tag: str = "") -> None:
        """Press something that leads to another page."""
        self.to(words, tag=tag)
        with self.page.expect_navigation(url=re.compile(path)):
            self.page.keyboard.press("Enter")

    def type_into(self, name: str, words: str) -> None:
        self.until(lambda one: one["name"] == name, name)
        self.page.keyboard.type(words)


@pytest.fixture(scope="module")
def keys(platform: Platform, person: Person) -> Keys:
    visitor = person("keys", lang="en")
    visitor.go(platform.command("create-admin"))
    keys = Keys(visitor)
    for name, words in (("name", ADMIN.name), ("email", ADMIN.email), ("password", PASSWORD)):
        keys.type_into(name, words)
    keys.type_into("again", PASSWORD)
    keys.follow("^Go on$", "/$")
    return keys


def test_one_key_skips_the_frame(keys: Keys):
    keys.page.goto("/modules?lang=en")
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate(WHAT)["text"] == "Skip to content"
    keys.page.keyboard.press("Enter")
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate("document.activeElement.closest('main') !== null")


def test_a_lesson_is_read_and_its_quiz_taken(keys: Keys):
    keys.page.goto("/modules")
    keys.follow("^Course Introduction", "/modules/01-")
    keys.follow("^I have read this$", "/quizzes/01-")
    keys.follow("^(Begin|Start)", "/attempts/")
    for number in range(1, 9):
        _answer(keys, f"q{number}")
        keys.press("^Next question$")
    expect(keys.page.locator("[data-quiz-left]")).to_have_text("Every question is answered.")
    keys.follow("^Hand in$", "/attempts/[0-9]+$", tag="BUTTON")
    expect(keys.page.locator("main .score")).to_contain_text("%")


def test_a_talk_is_played_to_its_end(keys: Keys):
    keys.page.goto("/roleplays/finance-first-talk")
    keys.follow("^(Begin|Start|Play)", "/sessions/")
    said = keys.page.locator(".bubble.me")
    for _ in range(30):
        count = said.count()
        keys.until(lambda one: one["name"] == "choice", "a reply")
        keys.page.keyboard.press("Enter")
        keys.page.wait_for_function(GONE_ON, arg=count)
        if not keys.page.locator("button[name=choice]").count():
            break
    expect(keys.page.locator("button[name=choice]")).to_have_count(0)


def test_a_form_is_filled_in_and_sent(keys: Keys):
    keys.page.goto("/exercises/field-note-01")
    keys.follow("^(Begin|Start|Fill in)", "/submissions/|/exercises/")
    for _ in range(REACH):
        keys.page.keyboard.press("Tab")
        one = keys.page.evaluate(WHAT)
        if one["type"] in ("textarea", "text"):
            keys.page.keyboard.type("Called two customers.")
        if one["text"] == "Hand in":
            break
    expect(keys.page.locator("[data-autosave-state]").first).to_contain_text("Saved")


def test_search_answers_to_keys(keys: Keys):
    keys.page.goto("/")
    keys.page.keyboard.press("Control+k")
    keys.page.keyboard.type("SWOT")
    keys.page.wait_for_selector("[role=option]")
    keys.page.keyboard.press("ArrowDown")
    with keys.page.expect_navigation():
        keys.page.keyboard.press("Enter")
    expect(keys.page.locator("h1")).to_be_visible()


def test_menus_open_and_the_way_leads_out(keys: Keys):
    keys.page.goto("/")
    keys.press("^Account", tag="SUMMARY")
    keys.follow("^Sign out$", "/login")


def test_nothing_that_had_the_focus_was_hidden(keys: Keys):
    assert list(dict.fromkeys(keys.faults)) == []


def _answer(keys: Keys, name: str) -> None:
    """Reach the question's first field and answer with the keys that its kind knows."""
    keys.until(lambda one: one["question"] == name, name)
    one = keys.page.evaluate(WHAT)
    if one["type"] in ("radio", "checkbox"):
        keys.page.keyboard.press("Space")
    elif one["type"] == "select-one" or one["text"].startswith("Move"):
        keys.page.keyboard.press("ArrowDown")
    elif one["tag"] == "BUTTON":
        _place_all(keys, name)
    else:
        keys.page.keyboard.type("3")


def _place_all(keys: Keys, name: str) -> None:
    """Give each place of a matching question one of the words below: first the place, then the word."""
    places = keys.page.locator(f"#{name} .match").count()
    for _ in range(places):
        keys.until(lambda one: FREE_PLACE in one["text"], "a free place")
        keys.page.keyboard.press("Enter")
        keys.until(
            lambda one: (
                one["question"] == name
                and not re.search(f"{FREE_PLACE}|{FILLED_PLACE}", one["text"])
            ),
            "a word",
        )
        keys.page.keyboard.press("Enter")
