"""Words in HTML or plain, turned into the inline Markdown of a quiz; markup that it cannot show is named."""

import re
from html.parser import HTMLParser

from courseware.quiz.exchange.values import Words

_SPECIAL = re.compile(r"[\\`*]|(?<!_)_(?!_)")
_TAG = re.compile(r"<[a-zA-Z/!]|&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "tt": "`"}
_BREAKS = ("br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
_SILENT = ("html", "body", "span", "font")
_UNSEEN = ("script", "style")


def as_markdown(words: Words) -> tuple[str, tuple[str, ...]]:
    """The words, and the names of the elements that were left out."""
    if words.format == "markdown":
        return words.text.strip(), ()
    if words.format == "plain" or (words.format == "moodle" and not _TAG.search(words.text)):
        return _escaped(words.text).strip(), ()
    reader = _Reader()
    reader.feed(words.text)
    reader.close()
    text = re.sub(r"[ \t]*\n[ \t\n]*", "\n", re.sub(r"[ \t]+", " ", "".join(reader.parts)))
    return text.strip(), tuple(sorted(reader.dropped))


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.dropped: set[str] = set()
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._mark(tag)
        self._unseen += tag in _UNSEEN
        if tag not in (*_MARKS, *_BREAKS, *_SILENT) or (tag.startswith("h") and tag[1:].isdigit()):
            self.dropped.add(tag)

    def handle_endtag(self, tag: str) -> None:
        self._mark(tag)
        self._unseen -= tag in _UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(_escaped(re.sub(r"\s+", " ", data)))

    def _mark(self, tag: str) -> None:
        if tag in _MARKS:
            self.parts.append(_MARKS[tag])
        elif tag in _BREAKS:
            self.parts.append("\n")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", text)
