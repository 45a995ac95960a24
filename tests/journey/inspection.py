"""What can be wrong with any page: too wide for a phone, closed to some readers, in the wrong language."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parents[1] / "vendor" / "axe.min.js").read_text()
GRAVE = ("serious", "critical")
#: violations that do not fail the journey, as seen: (impact, rule, path)
minor: set[tuple[str, str, str]] = set()

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
    if (place.closest("script, style, template, [lang=en], textarea, code")) continue;
    if (!/[㐀-鿿]/.test(text) && /[a-z]{2,}[ ,;:]+[a-z]{2,}/.test(text)) found.push(text.slice(0, 80));
  }
  document.querySelectorAll("[aria-label], [placeholder], [title]").forEach((one) => {
    if (one.closest("[lang=en]")) return;
    for (const name of ["aria-label", "placeholder", "title"]) {
      const text = one.getAttribute(name) ?? "";
      if (!/[㐀-鿿]/.test(text) && /[a-z]{2,}[ ,;:]+[a-z]{2,}/.test(text)) found.push(`${name}: ${text}`);
    }
  });
  return found;
}"""

# What the frame and the macros say; people's own words and the names of things stay as they were written.
CHINESE = """() => {
  const found = [];
  document.querySelectorAll("button, label, th, dt, .label, .help, .breadcrumb li:first-child, .badge, .tabs a").forEach((one) => {
    const own = [...one.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.textContent).join("").trim();
    if (/[㐀-鿿]/.test(own) && !one.closest("[lang^=zh], [data-names]")) found.push(own.slice(0, 60));
  });
  return found;
}"""


def problems(page: Page, html_lang: str) -> list[str]:
    """Everything that is wrong with the page as it is shown now."""
    page.wait_for_load_state()
    found = [f"too wide: {words}" for words in page.evaluate(WIDE)]
    shown = page.evaluate("document.documentElement.lang")
    if shown != html_lang:
        found.append(f"speaks {shown}, not {html_lang}")
    if html_lang.startswith("zh"):
        found += [f"English on a Chinese page: {words}" for words in page.evaluate(ENGLISH)]
    return found + _axe(page)


def _axe(page: Page) -> list[str]:
    if not page.evaluate("() => Boolean(window.axe)"):
        page.evaluate(AXE)
    result: dict[str, Any] = page.evaluate("() => axe.run({resultTypes: ['violations']})")
    grave = []
    for violation in result["violations"]:
        if violation["impact"] in GRAVE:
            nodes = "; ".join(node["html"][:200] for node in violation["nodes"][:3])
            why = violation["nodes"][0]["failureSummary"].replace("\n", " ")[:300]
            grave.append(f"axe {violation['impact']} {violation['id']}: {nodes} ({why})")
        else:
            path = page.evaluate("location.pathname")
            minor.add((str(violation["impact"]), violation["id"], path))
    return grave
