"""One line of Markdown: questions, options, answers."""

import re
from html import escape

from markupsafe import Markup

from courseware.kit.markdown.cleaning import clean_inline, words
from courseware.kit.markdown.converter import converter

#: Whether a text holds anything that Markdown reads; most do not, and reading takes a while.
_MARKED = re.compile(r"[*_`<\[\]\\#~&]|^\s*(\d+\.|[-+>])\s|\n\n", re.MULTILINE)


def render_inline(source: str) -> Markup:
    """One line of Markdown (a question, an option) as cleaned HTML without a paragraph around it."""
    if not _MARKED.search(source):
        return Markup(escape(source).replace("\n", "<br>"))  # noqa: S704 - escaped
    page = converter()
    page.reset()
    html = clean_inline(page.convert(source).replace("</p>\n<p>", "<br>"))
    return Markup(html.strip())  # noqa: S704 - cleaned


def plain(source: str) -> str:
    """A text without its Markdown signs, for places that show plain words."""
    return words(str(render_inline(source)))
