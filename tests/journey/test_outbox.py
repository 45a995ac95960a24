"""Without a line, in a real browser: what was done is kept, and delivered in order, once, to nobody but its owner."""

import re
import shutil
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from sqlalchemy import inspect, select

from courseware import db
from courseware.exercise.models import Draft, Submission
from courseware.learning.models import Note, Step
from courseware.quiz.models import AnswerStep, Attempt
from courseware.roleplay.models import DrillAnswer
from tests import world
from tests.quiz.living import server

CHROMIUM = Path("/usr/bin/chromium")
#: its quiz has a time limit; that of the other has none
MODULE, UNTIMED = "01-first-talk", "02-team-plan"
#: takes longer only where something hangs
PATIENCE = 15_000


@dataclass
class House:
    """A server, its database, and devices of the cast."""

    base: str
    database: db.Database
    cast: world.Cast
    app: Flask
    browser: Browser

    def device(self, name: str) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.base, viewport={"width": 360, "height": 780}, reduced_motion="reduce",
            locale="en", service_workers="block",
        )  # fmt: skip
        context.set_default_timeout(PATIENCE)
        self.sign_in(context, name)
        return context

    def sign_in(self, context: BrowserContext, name: str) -> None:
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]  # Flask types it as an interface
        value = serializer.dumps({"_user_id": f"{getattr(self.cast, name)}.1", "_fresh": True})
        context.clear_cookies()
        context.add_cookies([{"name": "session", "value": value, "url": self.base}])

    def rows(self, name: str, table: Any, *columns: Any) -> list[Any]:
        """What a person has in a table, in the order in which it came."""
        owner = {AnswerStep: Attempt.person_id, Draft: Submission.owner_id}.get(table)
        query = select(*columns)
        if owner is not None:
            query = query.join(owner.class_)
        who = table.person_id if owner is None else owner
        query = query.where(who == getattr(self.cast, name)).order_by(*inspect(table).primary_key)
        with db.reading(self.database) as session:
            return [tuple(row) for row in session.execute(query)]


@pytest.fixture(autouse=True)
def one_step_after_the_other() -> None:
    """Not here: each test has a house of its own."""


@pytest.fixture(scope="module")
def running(
    sqlite_template: tuple[Path, world.Cast],
    tmp_path_factory: pytest.TempPathFactory,
    one_app: Flask,
    browser: Browser,
) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("outbox")
    shutil.copy(sqlite_template[0], folder / "outbox.db")
    database = db.Database(f"sqlite:///{folder / 'outbox.db'}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSRF", "1")
        with server(database, folder) as (port, _):
            wait_for(port)
            yield House(f"http://127.0.0.1:{port}", database, sqlite_template[1], one_app, browser)
    database.dispose()


@pytest.fixture
def house(running: House) -> Iterator[House]:
    """One house for all: each test has a person of its own in it."""
    yield running
    for context in running.browser.contexts:
        context.close()


def wait_for(port: int) -> None:
    """Until somebody is at home, however busy the machine is."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


def visit(context: BrowserContext, path: str) -> Page:
    page = context.new_page()
    page.goto(path + ("&" if "?" in path else "?") + "lang=en")
    return page


def begin_quiz(context: BrowserContext, slug: str = UNTIMED) -> Page:
    page = visit(context, f"/quizzes/{slug}")
    page.locator("form[action$='/attempts'] button").first.click()
    page.wait_for_url("**/attempts/*")
    return page


def begin_form(context: BrowserContext) -> Page:
    page = visit(context, "/exercises/field-note")
    page.locator("form[action$='/submissions'] button").first.click()
    page.wait_for_url("**/submissions/*")
    return page


def held(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate("outbox.list()")
    return found


def wait_until(page: Page, condition: str) -> None:
    """A condition over `items`, what the outbox of this device holds, and `state`, what it says."""
    told = f"async () => {{ const items = await outbox.list(), {{ state }} = outbox; return [{condition}, state, items]; }}"
    found: list[Any] = []
    for _ in range(PATIENCE // 100):
        found = page.evaluate(told)
        if found[0]:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{condition} never came: {found[1:]}")


def answer(page: Page, place: int) -> str:
    """Answer the n-th question that is a choice; returns its id."""
    choices = page.locator("[data-question]:has(.option)")
    number = choices.nth(place).get_attribute("id")
    page.evaluate("place => { location.hash = place; }", f"#{number}")
    choices.nth(place).locator(".option").first.click()
    return choices.nth(place).get_attribute("data-question") or ""


def counted(house: House, name: str) -> list[str]:
    return [question for (question,) in house.rows(name, AnswerStep, AnswerStep.question)]


def test_all_that_was_done_is_there_once_and_in_order(house: House):
    lin = house.device("lin")
    quiz, form = begin_quiz(lin), begin_form(lin)
    deck, lesson = visit(lin, "/drills/deck"), visit(lin, f"/modules/{MODULE}")
    lin.set_offline(True)
    answered = [answer(quiz, place) for place in range(3)]
    card = deck.locator("[data-deck-card]:visible")
    card.locator("[data-deck-ready] button").click()
    card.locator("textarea").fill("Which day worries you most?")
    card.locator("[data-deck-ways] button").last.click()
    card.locator("[name=outcome][value=well]").click()
    expect(deck.locator("[data-deck-card]:visible")).to_contain_text("Card 2")
    form.fill("[name='note.tried']", "I asked how.") if form.locator("[name='note.tried']").count() \
        else form.locator("textarea").first.fill("I asked how.")  # fmt: skip
    expect(form.locator("[data-autosave-state]")).to_contain_text("Kept on this device")
    lesson.locator("form[action$='/readings'] button").first.click()
    expect(lesson.locator("[data-outbox-note]").first).to_contain_text("Saved on this device")
    wait_until(lesson, "items.length === 6")
    for page in (quiz, form, deck):
        page.close()
    assert counted(house, "lin") == []

    seen: list[str] = []

    def lose_first_reply(route: Route) -> None:
        """The server does it, and nobody hears so."""
        url = route.request.url.removeprefix(house.base)
        seen.append(url)
        if seen.count(url) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    lin.route(re.compile("/answers|/readings|/draft"), lose_first_reply)
    lin.set_offline(False)
    wait_until(lesson, "items.length === 0")
    assert counted(house, "lin") == answered
    assert house.rows("lin", DrillAnswer, DrillAnswer.outcome, DrillAnswer.line) == [
        ("well", "Which day worries you most?")
    ]
    assert "kept" in house.rows("lin", DrillAnswer, DrillAnswer.token)[0][0]
    assert "I asked how." in str(house.rows("lin", Draft, Draft.answers))
    assert house.rows("lin", Step, Step.kind, Step.item)[-1:] == [("lesson", MODULE)]
    assert len([url for url in seen if "/readings" in url]) == 2  # twice sent, once done
    assert len(house.rows("lin", Step, Step.id)) == 1
    order = [url.partition("?")[0].rpartition("/")[2] for url in dict.fromkeys(seen)]
    assert order[:3] == answered
    assert order[-1] == "readings"


def test_a_quiz_is_handed_in_without_a_line(house: House):
    lin = house.device("otto")
    quiz = begin_quiz(lin)
    lin.set_offline(True)
    answer(quiz, 0)
    quiz.evaluate("location.hash = '#hand-in'")
    quiz.get_by_role("button", name="Hand in").click()
    expect(quiz.locator("[data-quiz-left]")).to_contain_text("Handed in on this device")
    assert house.rows("otto", Attempt, Attempt.submitted_at) == [(None,)]
    lin.set_offline(False)
    expect(quiz.get_by_role("heading", name="Quiz result")).to_be_visible()
    assert len(counted(house, "otto")) == 1


def test_what_has_a_time_limit_is_not_handed_in_without_a_line_and_says_so(house: House):
    lin = house.device("ada")
    quiz = begin_quiz(lin, MODULE)
    lin.set_offline(True)
    answer(quiz, 0)
    quiz.evaluate("location.hash = '#hand-in'")
    quiz.get_by_role("button", name="Hand in").click()
    expect(quiz.locator("[data-quiz-left]")).to_contain_text("handed in with a line only")
    lin.set_offline(False)
    wait_until(quiz, "items.length === 0")
    assert len(counted(house, "ada")) == 1  # the answer came all the same, by the server's clock


def test_two_versions_of_a_form_are_shown_side_by_side(house: House):
    phone, desk = house.device("sam"), house.device("sam")
    form = begin_form(phone)
    other = visit(desk, form.url.removeprefix(house.base).partition("?")[0])
    home = visit(phone, "/glossary")
    phone.set_offline(True)
    form.locator("textarea").first.fill("From the phone.")
    expect(form.locator("[data-autosave-state]")).to_contain_text("Kept on this device")
    other.locator("textarea").first.fill("From the desk.")
    expect(other.locator("[data-autosave-state=saved]")).to_be_visible()
    form.close()  # what it sends while it goes may slip past the cut: it comes too late for the first place
    phone.set_offline(False)
    wait_until(home, "items.length === 1 && items[0].state === 'refused'")
    home.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<div data-outbox-list></div>')"
    )
    home.evaluate("outbox.forget('nothing')")  # fills every list anew
    listed = home.locator("main [data-outbox-list]")
    expect(listed).to_contain_text("From the phone.")
    expect(listed).to_contain_text("From the desk.")
    listed.get_by_role("link", name="Open the page").click()
    dialog = home.locator("dialog[open]")
    expect(dialog).to_contain_text("From the phone.")
    expect(dialog).to_contain_text("From the desk.")
    dialog.get_by_role("button", name="Save as chosen").click()
    expect(home.locator("[data-autosave-state=saved]")).to_be_visible()
    assert "From the phone." in str(house.rows("sam", Draft, Draft.answers))
    assert held(home) == []


def test_two_answers_to_one_question_are_shown_and_the_person_decides(house: House):
    phone, desk = house.device("mei"), house.device("mei")
    quiz = begin_quiz(phone)
    other = visit(desk, quiz.url.removeprefix(house.base).partition("?")[0].partition("#")[0])
    phone.set_offline(True)
    asked = answer(quiz, 0)
    wait_until(quiz, "items.length === 1")
    box = other.locator(f"[data-question='{asked}']")
    other.evaluate("place => { location.hash = place; }", f"#{box.get_attribute('id')}")
    box.locator(".option").last.click()
    expect(other.locator("[data-quiz-state]")).to_have_text("All answers are saved")
    phone.set_offline(False)
    conflict = quiz.locator("[data-quiz-conflict]")
    expect(conflict).to_have_count(1)
    quiz.locator(f"[data-question='{asked}'] [data-quiz-conflict] button").first.evaluate(
        "b => b.click()"
    )
    wait_until(quiz, "items.length === 0")
    outcomes = [o for (o,) in house.rows("mei", AnswerStep, AnswerStep.outcome)]
    assert sorted(outcomes) == ["counted", "counted", "overtaken"]
    assert outcomes[-1] == "counted"  # the phone's, which the person chose: it stands


def test_signed_out_meanwhile_nothing_is_lost_and_nobody_else_sends_it(house: House):
    lin = house.device("tara")
    quiz = begin_quiz(lin)
    lin.set_offline(True)
    answer(quiz, 0)
    wait_until(quiz, "items.length === 1")
    lin.clear_cookies()
    lin.set_offline(False)
    wait_until(quiz, "state?.state === 'signed-out'")
    house.sign_in(lin, "otto")
    quiz.evaluate("outbox.deliver()")
    wait_until(quiz, "state?.state === 'other-person'")
    ottos = visit(lin, "/glossary")
    wait_until(ottos, "state?.others === 1")
    assert held(ottos) == []
    assert counted(house, "tara") == []
    house.sign_in(lin, "tara")
    quiz.evaluate("outbox.deliver()")
    wait_until(quiz, "items.length === 0")
    assert len(counted(house, "tara")) == 1


def without(feature: str) -> str:
    return {
        "indexedDB": "delete window.indexedDB; Object.defineProperty(window, 'indexedDB', {value: undefined});",
        "locks": "Object.defineProperty(navigator, 'locks', {value: undefined});",
        "BroadcastChannel": "delete window.BroadcastChannel;",
        "localStorage": "Object.defineProperty(window, 'localStorage', {get() { throw new Error('no'); }});",
    }[feature]


@pytest.mark.parametrize("feature", ["indexedDB", "locks", "BroadcastChannel", "localStorage"])
def test_a_browser_that_lacks_something_delivers_all_the_same(house: House, feature: str):
    name = {"indexedDB": "oda", "locks": "omar", "BroadcastChannel": "ann", "localStorage": "bo"}[
        feature
    ]
    lin = house.device(name)
    lin.add_init_script(without(feature))
    troubles: list[str] = []
    lin.on("weberror", lambda error: troubles.append(str(error.error)))
    lesson = visit(lin, f"/modules/{MODULE}")
    lin.set_offline(True)
    lesson.locator("#notes summary").click()
    lesson.fill("#note-text", "Ask first.")
    lesson.locator("form[action$='/notes'] button").click()
    expect(lesson.locator("[data-outbox-note]")).to_be_visible()
    lin.set_offline(False)
    wait_until(lesson, "items.length === 0")
    assert house.rows(name, Note, Note.text) == [("Ask first.",)]
    assert troubles == []
