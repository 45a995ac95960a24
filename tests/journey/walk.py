"""Walking through all pages that links lead to, a page of each kind, and what is wrong with any of them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Error, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.journey import inspection

#: pages of one kind (one rule of the URL map) that are looked at
EACH = 2
PHONE, SMALL, HALF, DESK = 360, 320, 640, 1280
HREFS = "() => [...document.querySelectorAll('a[href]')].map((one) => one.href)"
#: text twice as large, as a reader sets it in the browser
LARGE = "(size) => { document.documentElement.style.fontSize = size; }"
#: leads out of the account, or to a file
LEFT_OUT = re.compile(
    r"/(logout|static)|\.(pdf|xlsx|csv|zip|ics|epub|svg|png|md|json|docx|pem|xml|txt)(\?|$)"
)


@dataclass(slots=True)
class Walk:
    """The pages seen by one role, and the faults found on them."""

    context: BrowserContext
    base: str
    urls: MapAdapter
    seen: dict[str, list[str]] = field(default_factory=dict)  # rule → addresses
    faults: list[str] = field(default_factory=list)

    def pages(self, start: str = "/") -> Iterator[Page]:
        """Each page once, in the order in which links lead there, loaded in a tab of the context."""
        tab = self.context.new_page()
        waiting, known = [start], {start}
        while waiting:
            path = waiting.pop(0)
            if not self._is_new(path):
                continue
            try:
                answer = tab.goto(path)
            except Error:  # a file
                continue
            if answer is None or "text/html" not in answer.headers.get("content-type", ""):
                continue
            if answer.status >= 400:
                self.faults.append(f"{path}: {answer.status}")
                continue
            yield tab
            for found in self._links(tab):
                if found not in known:
                    known.add(found)
                    waiting.append(found)
        tab.close()

    def _is_new(self, path: str) -> bool:
        rule = self.rule_of(path)
        if rule is None or len(self.seen.get(rule, [])) >= EACH:
            return False
        self.seen.setdefault(rule, []).append(path)
        return True

    def rule_of(self, path: str) -> str | None:
        """The rule of the URL map behind an address."""
        try:
            return self.urls.match(urlsplit(path).path, method="GET", return_rule=True)[0].rule
        except HTTPException:
            return None

    def _links(self, tab: Page) -> Iterator[str]:
        for href in tab.evaluate(HREFS):
            path = href.removeprefix(self.base).partition("#")[0]
            if path.startswith("/") and not LEFT_OUT.search(path) and "lang=" not in path:
                yield path


def faults_of(
    page: Page, address: str, language: tuple[str, str], names: Collection[str]
) -> list[str]:
    """All that is wrong with a page in one language: widths, enlarged text, both schemes, foreign words."""
    lang, html_lang = language
    address = address.partition("#")[0]
    page.set_viewport_size({"width": PHONE, "height": 780})
    page.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}")
    found = inspection.language(page, html_lang, names)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += [f"{scheme}: {words}" for words in inspection.judged(page)]
    for width, size in ((PHONE, "100%"), (SMALL, "100%"), (HALF, "100%"), (DESK, "200%")):
        page.set_viewport_size({"width": width, "height": 780})
        page.evaluate(LARGE, size)
        found += [f"at {width} px, text {size}: {words}" for words in inspection.too_wide(page)]
    page.evaluate(LARGE, "")
    return found


def unvisited(rules: list[Any], walks: list[Walk]) -> list[str]:
    """Rules of pages that no link led to."""
    seen = {rule for walk in walks for rule in walk.seen}
    return sorted({rule for rule in rules if rule not in seen})
