"""Without a line, in a real browser: what is kept is there, nothing of another person is, and what a browser lacks is said."""

import json
import time
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from courseware import db
from courseware.content.definitions import Course
from tests import world
from tests.journey.people import Person, sign_out
from tests.journey.running import Platform
from tests.journey.visitor import Visitor
from tests.world import PASSWORD

MODULE = "08-internal-resources-and-capabilities"
OTHER = "09-competitor-analysis"
KEEP = f'[data-keep="{MODULE}"]'
#: what a browser says by itself about a line that is cut
CUT = "ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch"
CONTROLLED = (
    "() => navigator.serviceWorker.ready.then(() => Boolean(navigator.serviceWorker.controller))"
)
NAMES = "() => caches.keys()"
PAGES = """async () => {
  const names = (await caches.keys()).filter((name) => name.startsWith("courseware-kept-"));
  const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return lists.flat().map(({ url }) => new URL(url).pathname).filter((path) => !path.startsWith("/kept/"));
}"""

#: a capability that a browser may lack → how it is taken away, and what remains of keeping
LACKS = {
    "serviceWorker": "delete Navigator.prototype.serviceWorker;",
    "caches": "Object.defineProperty(window, 'caches', { value: undefined });",
    "caches that refuse": "CacheStorage.prototype.keys = CacheStorage.prototype.open = () => Promise.reject(new DOMException('no', 'SecurityError'));",
    "indexedDB": "Object.defineProperty(window, 'indexedDB', { value: undefined });",
    "storage": "delete Navigator.prototype.storage;",
    "BroadcastChannel": "delete window.BroadcastChannel;",
    "localStorage": "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });",
    "a line that is there": "Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });",
    "clipboard": "delete Navigator.prototype.clipboard;",
    "speech": "delete window.speechSynthesis; delete Window.prototype.speechSynthesis; delete window.MediaRecorder;",
    "dialogs": "delete HTMLDialogElement.prototype.showModal;",
    "locks": "delete Navigator.prototype.locks;",
    "room": "Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));",
    "IntersectionObserver": "delete window.IntersectionObserver;",
}


@pytest.fixture(scope="module", autouse=True)
def signed_up(platform: Platform, password_hash: str, shipped: Course) -> None:
    """The cast of the tests on the platform; it needs nobody to set it up."""
    database = db.Database(platform.environment["DATABASE_URL"])
    with db.transaction(database) as session:
        world.populate(session, password_hash, edition=shipped.edition)
    database.dispose()


def sign_in(who: Visitor, name: str) -> Visitor:
    who.go("/login")
    who.fill(email=world.email(name), password=PASSWORD)
    who.press("Sign in")
    who.arrives("/$")
    return who


def keep(who: Visitor) -> None:
    """Keep the module by its button, on the page of its lesson."""
    who.go(f"/modules/{MODULE}")
    who.page.evaluate(CONTROLLED)
    button = who.page.locator(f"{KEEP} button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true", timeout=30_000)


def open_without_line(page: Page, path: str) -> None:
    page.goto(path, wait_until="domcontentloaded")


class TestKeeping:
    def test_a_module_is_read_without_a_line_and_is_the_present_one_again_with_it(
        self, person: Person
    ):
        lin = sign_in(person("lin", on_phone=True), "lin")
        keep(lin)
        lin.check()
        page, heading = lin.page, lin.page.locator("h1").first.inner_text()
        lin.expected = CUT
        lin.context.set_offline(True)
        open_without_line(page, f"/modules/{MODULE}")
        expect(page.locator("h1").first).to_have_text(heading)
        expect(page.locator(".kept-from")).to_contain_text("保存在本机")
        expect(page.locator("[data-line-text]")).to_contain_text("没有网络")
        lin.check()
        lin.context.set_offline(False)
        page.goto(f"/modules/{MODULE}")
        expect(page.locator(".kept-from")).to_have_count(0)
        expect(page.locator("[data-line]")).to_have_attribute("data-line", "good")
        lin.expected = None

    def test_its_quiz_its_forms_and_the_glossary_are_there_too(
        self, person: Person, shipped: Course
    ):
        lin = person("lin")
        page = lin.page
        kept = page.evaluate(PAGES)
        attempt = next(path for path in kept if path.startswith("/attempts/"))
        forms = [f"/exercises/{each.id}" for each in shipped.by_slug[MODULE].exercises]
        assert forms
        lin.expected = CUT
        lin.context.set_offline(True)
        for path in (attempt, f"/quizzes/{MODULE}", *forms, "/glossary", "/case", "/modules", "/"):
            open_without_line(page, path)
            expect(page.locator(".kept-from")).to_be_visible()
        open_without_line(page, attempt)
        expect(page.locator("[data-quiz-next]")).to_be_visible()  # its scripts are there
        lin.context.set_offline(False)
        lin.expected = None

    def test_what_is_not_kept_leads_to_what_is(self, person: Person, shipped: Course):
        lin = person("lin")
        page = lin.page
        lin.expected = CUT
        lin.context.set_offline(True)
        open_without_line(page, f"/modules/{OTHER}")
        expect(page.locator("h1")).to_have_text("保存在本机")
        row = page.locator("[data-kept-list] a")
        expect(row).to_have_text(shipped.by_slug[MODULE].title.zh)
        row.click()
        expect(page.locator(".kept-from")).to_be_visible()
        lin.context.set_offline(False)
        lin.expected = None
        lin.look("/offline")

    def test_a_page_that_was_visited_is_kept_as_it_was_then(self, person: Person):
        lin = person("lin")
        lin.go(f"/modules/{MODULE}")
        before = lin.page.evaluate("Date.now()")
        lin.go(f"/modules/{MODULE}")
        lin.page.wait_for_timeout(500)
        stamp = lin.page.evaluate(
            """async (path) => {
              const name = (await caches.keys()).find((each) => each.startsWith("courseware-kept-"));
              const kept = await (await (await caches.open(name)).match(path)).text();
              return Date.parse(kept.match(/data-kept-at="([^"]+)"/)[1]);
            }""",
            f"/modules/{MODULE}",
        )
        assert stamp >= before

    def test_a_form_that_needs_the_server_says_so_and_stays(self, person: Person):
        lin = person("lin")
        page = lin.page
        lin.go(f"/quizzes/{OTHER}")
        lin.expected = CUT
        lin.context.set_offline(True)
        page.locator('form[action$="/attempts"] button').click()
        expect(page.locator(".toast")).to_contain_text("没有网络")
        expect(page.locator("h1").first).to_be_visible()
        lin.context.set_offline(False)
        page.locator('form[action$="/attempts"] button').click()
        lin.arrives("/attempts/\\d+")
        lin.expected = None

    def test_another_release_of_the_worker_takes_over_and_loses_nothing(self, person: Person):
        lin = person("lin")
        lin.go(f"/modules/{MODULE}")
        kept = sorted(lin.page.evaluate(PAGES))
        lin.page.evaluate(
            """async () => {
              const changed = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
              await navigator.serviceWorker.register("/sw.js?release=next", { scope: "/" });
              await changed;
            }"""
        )
        assert sorted(lin.page.evaluate(PAGES)) == kept
        lin.page.locator(".account summary").click()  # the open page goes on
        lin.expected = CUT
        lin.context.set_offline(True)
        open_without_line(lin.page, f"/modules/{MODULE}")
        expect(lin.page.locator(".kept-from")).to_be_visible()
        lin.context.set_offline(False)
        lin.expected = None

    def test_a_module_is_let_go(self, person: Person):
        lin = person("lin")
        lin.go(f"/modules/{MODULE}")
        lin.page.locator(f"{KEEP} button").click()
        expect(lin.page.locator(f"{KEEP} button")).to_have_attribute("aria-pressed", "false")
        assert lin.page.evaluate(PAGES) == []


class TestWhose:
    def test_signing_out_leaves_nothing_on_the_device(self, person: Person):
        lin = person("lin")
        keep(lin)
        sign_out(lin)
        lin.arrives("/login")
        lin.page.wait_for_timeout(300)
        assert not [n for n in lin.page.evaluate(NAMES) if n.startswith("courseware-kept-")]
        lin.expected = CUT
        lin.context.set_offline(True)
        open_without_line(lin.page, f"/modules/{MODULE}")
        expect(lin.page.locator("[data-kept-none]")).to_be_visible()
        lin.context.set_offline(False)
        lin.expected = None

    def test_another_person_finds_nothing_of_the_first(self, person: Person):
        """The session of the first has ended by itself, which leaves the list and no page."""
        lin = sign_in(person("lin"), "lin")
        keep(lin)
        lin.context.clear_cookies()
        lin.go("/login")
        lin.page.wait_for_timeout(300)
        assert lin.page.evaluate(PAGES) == []
        assert [n for n in lin.page.evaluate(NAMES) if n.startswith("courseware-kept-")]
        sign_in(lin, "otto")
        lin.page.wait_for_timeout(300)
        assert not [n for n in lin.page.evaluate(NAMES) if n.startswith("courseware-kept-")]


class TestInstalling:
    def test_a_browser_finds_nothing_that_hinders_installing(self, person: Person):
        otto = person("lin")
        otto.go("/modules")
        tools = otto.context.new_cdp_session(otto.page)
        found: Any = tools.send("Page.getAppManifest")
        assert found["errors"] == []
        assert json.loads(found["data"])["start_url"] == "/"
        hindered: Any = tools.send("Page.getInstallabilityErrors")
        # A private window of a test installs nothing; everything else is ours.
        wrong = {each["errorId"] for each in hindered["installabilityErrors"]}
        assert wrong <= {"in-incognito"}


@pytest.fixture
def poor(browser: Browser, platform: Platform, request: pytest.FixtureRequest) -> Any:
    """A phone whose browser lacks something; `troubles` are the errors of its scripts."""
    context: BrowserContext = browser.new_context(
        base_url=platform.base, viewport={"width": 360, "height": 780}, locale="zh-CN"
    )
    context.set_default_timeout(20_000)
    context.add_init_script(LACKS[request.param])
    yield context
    context.close()


@pytest.mark.parametrize("poor", LACKS, indirect=True)
def test_a_browser_that_lacks_something_reads_answers_and_keeps_drafts(poor: BrowserContext):
    page, troubles = poor.new_page(), []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto("/login")
    page.fill("[name=email]", world.email("otto"))
    page.fill("[name=password]", PASSWORD)
    page.locator("main form .primary").click()
    page.wait_for_url("**/")
    # read
    page.goto(f"/modules/{MODULE}")
    expect(page.locator("h1").first).to_be_visible()
    expect(page.locator("[data-line]")).to_be_visible()
    # do a quiz
    page.goto(f"/quizzes/{MODULE}")
    page.locator("main a.primary, main form .primary").first.click()
    page.wait_for_url("**/attempts/*")
    # Each browser finds what those before it chose: from the first question on to one with something left to choose.
    page.goto(f"{page.url.partition('#')[0]}#q1")
    page.reload()
    free = page.locator(".option:visible:has(input:not(:checked))")
    while not free.count():
        page.locator("[data-quiz-next]").click()
    with page.expect_response(lambda a: "/answers/" in a.url and a.ok):
        free.first.click()
    # keep a draft
    page.goto("/exercises/swot")
    page.locator(
        'main a[href^="/submissions/"], main form[action$="/submissions"] .primary'
    ).first.click()
    page.wait_for_url("**/submissions/*")
    with page.expect_response(lambda a: "/draft?" in a.url and a.ok):
        page.locator("form[data-autosave] :is(textarea, input.input):visible").first.fill(
            f"{time.time()}"
        )
    assert troubles == []


@pytest.mark.parametrize("poor", ["serviceWorker", "caches"], indirect=True)
def test_what_is_missing_is_said_where_one_would_keep(poor: BrowserContext):
    page = poor.new_page()
    page.goto("/offline?lang=en")
    expect(page.locator("[data-lacks-some]")).to_be_visible()
    expect(page.locator("[data-lack]:visible")).to_have_count(1)
    page.goto("/login")
    page.fill("[name=email]", world.email("otto"))
    page.fill("[name=password]", PASSWORD)
    page.locator("main form .primary").click()
    page.wait_for_url("**/")
    page.goto(f"/modules/{MODULE}")
    expect(page.locator(f'{KEEP} a[href="/offline"]')).to_be_visible()


@pytest.mark.parametrize("poor", ["room"], indirect=True)
def test_a_device_without_room_says_so_and_keeps_nothing_half(poor: BrowserContext):
    page = poor.new_page()
    page.goto("/login?lang=en")
    page.fill("[name=email]", world.email("otto"))
    page.fill("[name=password]", PASSWORD)
    page.locator("main form .primary").click()
    page.wait_for_url("**/")
    page.goto(f"/modules/{OTHER}")
    page.locator(f'[data-keep="{OTHER}"] button').click()
    expect(page.locator(f'[data-keep="{OTHER}"]')).to_contain_text("No room on this device")
    assert page.evaluate(PAGES) == []
