"""A person at a browser: goes to pages, presses what is written there, and looks whether a page is in order."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Response, expect

from courseware.web.locale import HTML_LANG, translate
from tests.journey import inspection

PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 900}
#: milliseconds within which a page must do what was asked of it
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


class Visitor:
    """One person in one browser profile; `faults` collects what is wrong with their pages."""

    def __init__(
        self, browser: Browser, base: str, *, lang: str = "zh", on_phone: bool = False
    ) -> None:
        self.lang, self.base = lang, base
        self.size = PHONE if on_phone else DESK
        self.context = browser.new_context(
            base_url=base,
            viewport=self.size,
            locale=HTML_LANG[lang],
            reduced_motion="reduce",
            accept_downloads=True,
        )
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()
        self.troubles: list[str] = []
        self.expected: str | None = None
        #: pages that were looked at, with the language
        self.seen: list[tuple[str, str]] = []
        #: what was wrong with them; the step fails for it at its end
        self.faults: list[str] = []
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self._trouble(f"script: {error}"))
        self.page.on("response", self._on_response)

    # ---- going and doing ------------------------------------------------------------------------------
    def say(self, sentence: str, **values: object) -> str:
        """A sentence of the pages in this person's language."""
        return translate(sentence, self.lang, **values)

    def go(self, path: str) -> Page:
        answer = self.page.goto(path)
        assert answer is not None, path
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def press(self, sentence: str, *, within: Locator | None = None, **values: object) -> None:
        """Press the button with this sentence."""
        place = within or self.page.locator("main")
        words = self.say(sentence, **values)
        self._press(place.get_by_role("button", name=words, exact=True).first)

    def send(self, noun: str) -> None:
        """Press the button that makes one of these, by the end of its address: a `reading`, an `acceptance`."""
        ends = (f"{noun}s", f"{noun}s?form=")  # a form that is filled in says which version it is
        forms = f'main form[action$="/{ends[0]}"] button:not([formaction])'
        own = f'main button[formaction$="/{ends[0]}"], main button[formaction*="/{ends[1]}"]'
        self._press(self.page.locator(f"{forms}, {own}").last)

    def _press(self, button: Locator) -> None:
        """A question that comes up is answered with yes."""
        asks = button.evaluate("b => Boolean(b.dataset.confirm || b.form?.dataset.confirm)")
        button.click()
        if asks:
            self.page.locator("dialog[open] .button.primary").click()

    def follow(self, sentence: str, **values: object) -> None:
        words = self.say(sentence, **values)
        self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()

    def fill(self, **fields: str) -> None:
        """Type into the inputs of these names; choose in a list by its words."""
        for name, value in fields.items():
            field = self.page.locator(f'main [name="{name}"]').first
            if field.evaluate("f => f.tagName") == "SELECT":
                field.select_option(label=value)
            else:
                field.fill(value)

    def reads(self, *words: str) -> None:
        """The page shows these words."""
        for each in words:
            expect(self.page.locator("body")).to_contain_text(each)

    def arrives(self, path: str) -> None:
        """The browser has come to this address, a pattern."""
        self.page.wait_for_url(re.compile(f"^{re.escape(self.base)}{path}"))

    def until_shown(self, path: str, locator: str, *, tries: int = 40) -> Locator:
        """Load the page until the worker has done its part and something is shown."""
        for _ in range(tries):
            self.go(path)
            found = self.page.locator(locator)
            if found.count():
                return found
            # what a person does who waits for it: look again after a moment
            self.page.wait_for_timeout(250)
        raise AssertionError(f"{path} never showed {locator}")

    def fetch(self, href: str) -> bytes:
        """The file behind a link, with this person's cookies, once the worker has made it."""
        answer = self.context.request.get(href)
        for _ in range(40):
            if answer.status != HTTPStatus.ACCEPTED:
                break
            self.page.wait_for_timeout(250)
            answer = self.context.request.get(href)
        assert answer.status == 200, f"{href}: {answer.status}"
        return answer.body()

    def status_of(self, path: str) -> int:
        return self.context.request.get(path, max_redirects=0).status

    # ---- looking --------------------------------------------------------------------------------------
    def look(self, path: str | None = None) -> Page:
        """See a page on a phone in both languages and note what is wrong; ends in one's own language."""
        path = path or self.path
        for lang in ("en" if self.lang == "zh" else "zh", self.lang):
            address, hash_, place = path.partition("#")
            self.page.set_viewport_size(PHONE)
            self.go(f"{address}{'&' if '?' in address else '?'}lang={lang}{hash_}{place}")
            self.check(lang)
        self.page.set_viewport_size(self.size)
        return self.page

    def check(self, lang: str | None = None) -> None:
        """Note what is wrong with the page as it stands: language, width, access for everybody, the console."""
        lang = lang or self.lang
        width = self.page.viewport_size
        self.page.set_viewport_size(PHONE)
        found = inspection.problems(self.page, HTML_LANG[lang]) + self.troubles
        self.page.set_viewport_size(width or self.size)
        if pictures := os.environ.get("JOURNEY_PICTURES"):  # a folder, for who wants to look too
            name = re.sub(r"\W+", "-", f"{len(self.seen):03}-{self.path}-{lang}")
            self.page.screenshot(path=f"{pictures}/{id(self)}{name}.png", full_page=True)
        self.troubles = []
        self.seen.append((lang, self.path))
        self.faults += [f"{self.path} ({lang}): {words}" for words in dict.fromkeys(found)]

    @property
    def path(self) -> str:
        address = self.page.url.removeprefix(self.base)
        return re.sub(r"[?&]lang=\w+", "", address.partition("#")[0])

    @contextmanager
    def expecting(self, trouble: str) -> Iterator[None]:
        """What is provoked here is no trouble: a refused form, a server that is gone."""
        self.expected = trouble
        yield
        self.page.wait_for_load_state()
        self.expected = None

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self._trouble(f"console: {message.text}")

    def _on_response(self, answer: Response) -> None:
        if answer.status >= 400:
            self._trouble(f"{answer.status} {answer.url}")

    def _trouble(self, words: str) -> None:
        if not (self.expected and re.search(self.expected, words)):
            self.troubles.append(words)

    def state(self) -> str:
        """Where the browser stands, for a step that failed."""
        words = (
            self.page.locator("main").inner_text()[:600] if self.page.url != "about:blank" else ""
        )
        return "\n".join([self.page.url, *self.troubles, words])

    def close(self) -> None:
        self.context.close()


def number_in(path: str) -> int:
    """The number in an address such as /submissions/7."""
    found: Any = re.search(r"/(\d+)", path)
    return int(found[1])
