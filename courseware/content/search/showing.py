"""How something found is shown: its title, the passage with the words marked, and the address that lands on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from courseware.content.definitions import Lang
from courseware.content.search.entries import Entry
from courseware.content.search.folding import folded
from courseware.kit.chinese import as_read

#: signs of an excerpt before and after the first word
BEFORE, AFTER = {"zh": 24, "en": 60}, {"zh": 76, "en": 180}
#: longest piece of a text that an address quotes
LONGEST_QUOTE = 60
#: places of a word that are looked at, and signs within which words stand together
MOST_PLACES, CLOSE_BY = 20, 40
#: kinds whose page shows the very text that is searched
QUOTED = frozenset(["lesson", "case"])
_END = re.compile(r"[。！？；：，、“”‘’（）《》…—!?;:,()\"\n]|\.(?= )")

#: a text in pieces: words, and whether they are marked
Parts = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    kind: str
    id: str
    module: str | None  # slug
    href: str
    title: Parts
    where: str  # what it is a part of
    excerpt: Parts
    lang: Lang  # of the excerpt

    @property
    def name(self) -> str:
        return "".join(words for words, _ in self.title)


def shown(entry: Entry, words: Sequence[str], found_in: Lang, lang: Lang) -> Hit:
    body = getattr(entry.body, found_in)
    text = folded(body)
    places = _places(text, words)
    in_lang = found_in if places else lang
    if not places:
        body = getattr(entry.body, lang) or body
        text = folded(body)
    start, end = _window(body, _fullest(places), in_lang)
    excerpt = _marked(body[start:end], text[start:end], words)
    href = entry.href
    if places and in_lang == lang and entry.kind in QUOTED and "#" in href:
        href += ":~:text=" + quote(_clause(body, _fullest(places)), safe="")
    title = getattr(entry.name, lang)
    return Hit(
        entry.kind,
        entry.id,
        entry.module,
        href,
        _read(_marked(title, folded(title), words)),
        as_read(getattr(entry.where, lang)) if entry.where else "",
        _read((*_more(start > 0), *excerpt, *_more(end < len(body)))),
        in_lang,
    )


def _more(is_cut: bool, /) -> Parts:
    return (("…", False),) if is_cut else ()


def _window(body: str, at: int, lang: Lang) -> tuple[int, int]:
    """The piece round a place; between two English words, not inside one."""
    start, end = max(0, at - BEFORE[lang]), min(len(body), at + AFTER[lang])
    if lang == "en":
        if start:
            start = body.find(" ", start, at + 1) + 1 or start
        if end < len(body):
            end = max(body.rfind(" ", at, end), at + 1)
    return start, end


def _marked(text: str, plain: str, words: Sequence[str]) -> Parts:
    """The text with each of the words marked; English ones to their end."""
    patterns = [
        re.escape(word) if not word.isascii() else rf"(?<![a-z0-9]){re.escape(word)}[a-z0-9]*"
        for word in sorted(words, key=len, reverse=True)
        if word
    ]
    parts, last = [], 0
    for found in re.finditer("|".join(patterns) or r"(?!x)x", plain):
        parts += [(text[last : found.start()], False), (text[found.start() : found.end()], True)]
        last = found.end()
    parts.append((text[last:], False))
    return tuple((piece, is_marked) for piece, is_marked in parts if piece)


def _places(plain: str, words: Sequence[str]) -> list[tuple[int, str]]:
    """Where the words stand in a text, in order; enough of them to choose from."""
    found = []
    for word in words:
        start = "" if not word.isascii() else "(?<![a-z0-9])"
        every = re.finditer(start + re.escape(word), plain)
        found += [(at.start(), word) for at in islice(every, MOST_PLACES)]
    return sorted(found)


def _fullest(places: Sequence[tuple[int, str]]) -> int:
    """The first place after which most of the words stand close by."""

    def words_from(at: int) -> int:
        return len({word for other, word in places if at <= other < at + CLOSE_BY})

    return max((at for at, _ in places), key=lambda at: (words_from(at), -at), default=0)


def _clause(body: str, at: int) -> str:
    """The words between two signs of punctuation that hold a place: a browser finds them on the page."""
    start = max((m.end() for m in _END.finditer(body, 0, at)), default=0)
    following = _END.search(body, at)
    end = following.start() if following else len(body)
    clause = as_read(body[start:end].strip())
    return clause if len(clause) <= LONGEST_QUOTE else as_read(body[at : min(end, at + 20)].strip())


def _read(parts: Parts) -> Parts:
    return tuple((as_read(words), is_marked) for words, is_marked in parts)
