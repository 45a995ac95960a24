"""What can be wrong with any page: too wide for a phone, closed to some readers, in the wrong language."""

from collections.abc import Collection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.journey.cast import NAMES

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()

WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = [...document.querySelectorAll("main *, header *, footer *, nav *")]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !one.closest(".scroll, .visually-hidden"));
  return wide.slice(0, 3).map((one) => `${one.tagName.toLowerCase()}.${one.className}: ${one.textContent.trim().slice(0, 40)}`)
    .concat(`page is ${document.documentElement.scrollWidth} wide`);
}"""

# Three words in a row are a sentence that nobody translated; names, addresses and abbreviations are shorter.
ENGLISH = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const text = walker.currentNode.textContent.trim(), place = walker.currentNode.parentElement;
    if (place.closest("script, style, template, [lang=en], [lang=zh-Latn], textarea, code")) continue;
    if (!/[㐀-鿿ā-ǜ]/.test(text) && /[a-z]{2,}[ ,;:]+[a-z]{2,}/.test(text)) found.push(text.slice(0, 80));
  }
  document.querySelectorAll("[aria-label], [placeholder], [title]").forEach((one) => {
    if (one.closest("[lang=en]")) return;
    for (const name of ["aria-label", "placeholder", "title"]) {
      const text = one.getAttribute(name) ?? "";
      if (!/[㐀-鿿ā-ǜ]/.test(text) && /[a-z]{2,}[ ,;:]+[a-z]{2,}/.test(text)) found.push(`${name}: ${text}`);
    }
  });
  return found;
}"""

# Headings, labels and buttons are the platform's words, but for names, which stay as they were written.
CHINESE = """(names) => {
  const found = [];
  document.querySelectorAll("h1, h2, h3, h4, button, label, legend, summary, th, dt, .help, .badge").forEach((one) => {
    if (one.closest("[lang^=zh]")) return;
    let own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("");
    names.forEach((name) => { own = own.replaceAll(name, ""); });
    if (/[㐀-鿿]/.test(own)) found.push(own.trim().slice(0, 60));
  });
  return found;
}"""

ELEMENTS = """() => [...new Set([...document.querySelectorAll("body *")].map((one) =>
  [one.tagName, one.getAttribute("class"), one.getAttribute("role"), one.closest("[class]")?.className].join(" ")))]"""

#: kind of page → the elements that axe has judged on such pages
_judged: dict[str, set[str]] = {}


def problems(page: Page, html_lang: str) -> list[str]:
    """Everything that is wrong with the page as it is shown now."""
    page.wait_for_load_state()
    found = [f"too wide: {words}" for words in too_wide(page)]
    return found + language(page, html_lang) + _axe(page, html_lang)


def too_wide(page: Page) -> list[str]:
    """What sticks out of the page to the right."""
    found: list[str] = page.evaluate(WIDE)
    return found


def language(page: Page, html_lang: str, names: Collection[str] = NAMES) -> list[str]:
    """Words of the page that are not in its language; names stay as they were written."""
    found = []
    shown = page.evaluate("document.documentElement.lang")
    if shown != html_lang:
        found.append(f"speaks {shown}, not {html_lang}")
    if html_lang.startswith("zh"):
        found += [f"English on a Chinese page: {words}" for words in page.evaluate(ENGLISH)]
    else:
        found += [
            f"Chinese on an English page: {words}"
            for words in page.evaluate(CHINESE, sorted(names, key=len, reverse=True))
        ]
    return found


def _kind(url: str) -> str:
    """The first part of the path, and what a deeper part without a number asks for."""
    parts = urlsplit(url).path.split("/")[1:]
    return "/".join(part for part in parts[:1] + parts[2:] if not part.isdigit())


def _axe(page: Page, html_lang: str) -> list[str]:
    """What axe finds; a page is left out when one of its kind with all these elements was judged before."""
    kind = f"{html_lang} {_kind(page.url)}"
    elements = set(page.evaluate(ELEMENTS))
    if elements <= _judged.get(kind, set()):
        return []
    _judged.setdefault(kind, set()).update(elements)
    return judged(page)


def judged(page: Page) -> list[str]:
    """What axe finds on the page as it stands."""
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    return [
        f"axe {violation['impact']} {violation['id']}: "
        + "; ".join(node["html"][:200] for node in violation["nodes"][:3])
        + " "
        + violation["nodes"][0]["failureSummary"].replace("\n", " ")[:300]
        for violation in result["violations"]
    ]
