"""How much fits on a slide: widths in signs of Chinese, and text cut to its first sentences. Pure."""

import math
import re
from html import escape, unescape
from unicodedata import east_asian_width

from courseware.learning.tags import pieces

#: of a slide: signs of Chinese a line, and lines below its title, in type that the last row can read
LINE, LINES = 35, 10.5
#: signs that a paragraph keeps on the wall; the whole of it is in the notes
SHORT = 68
#: how much longer a paragraph may be before it is worth cutting
GRACE = 1.25
#: stand for <strong> and </strong> while a text is cut
_OPEN, _CLOSE = "\ue010", "\ue011"
_SENTENCE = re.compile(r".+?(?:[。！？]+[”’」』）]*|[.!?]+[”’\"')\ue011]*(?=\s)|$)\s*", re.DOTALL)
_CLAUSE = re.compile(r"[，；：、,;:—](?=\D|$)")


def width(text: str) -> float:
    """In signs of Chinese: a letter is about half as wide."""
    wide = sum(1.0 if east_asian_width(sign) in "WF" else 0.5 for sign in text)
    return wide - 0.5 * (text.count(_OPEN) + text.count(_CLOSE))


def lines(text: str, line: float = LINE) -> int:
    return max(1, math.ceil(width(text) / line))


def marked(html: str) -> str:
    """The words of a paragraph; of its tags only the bold ones stay, as signs."""
    found = []
    for piece in pieces(html):
        if piece.name == "strong":
            found.append(_CLOSE if piece.closes else _OPEN)
        elif piece.name == "br":
            found.append(" ")
        elif not piece.name:
            found.append(unescape(piece.source))
    return "".join(found).strip()


def plain(html: str) -> str:
    return marked(html).replace(_OPEN, "").replace(_CLOSE, "")


def written(text: str) -> str:
    """A marked text as HTML; what was cut while bold ends bold."""
    if text.count(_OPEN) > text.count(_CLOSE):
        text += _CLOSE
    return escape(text, quote=False).replace(_OPEN, "<strong>").replace(_CLOSE, "</strong>")


def shortened(text: str, most: float = SHORT) -> str:
    """The first sentences of a marked text: as many as fit, and of the first at least what fits."""
    if width(text) <= most * GRACE:
        return text
    kept = ""
    for sentence in _SENTENCE.findall(text):
        if kept and width(kept + sentence) > most and not _is_only_lead(kept):
            break
        kept += sentence
        if width(kept) > most:
            break
    kept = kept.strip()
    return kept if width(kept) <= most * GRACE else _cut(kept, most)


def announces(text: str) -> bool:
    """Whether a paragraph only says what comes next: it should not end a slide."""
    return text.endswith((":", "：")) or _is_only_lead(text)


def _is_only_lead(text: str) -> bool:
    """Whether all of it is bold: the name of what follows, which says nothing alone."""
    bare = text.strip()
    return bare.startswith(_OPEN) and bare.find(_CLOSE) == len(bare) - 1


def _cut(text: str, most: float) -> str:
    """At the last comma that fits, else where the room ends; between words where there are spaces."""
    end = len(text)
    while width(text[:end]) > most:
        end -= 1
    commas = [match.start() for match in _CLAUSE.finditer(text, 0, end)]
    if commas and commas[-1] > end / 2:
        end = commas[-1]
    elif " " in text[end // 2 : end]:
        end = text.rindex(" ", 0, end)
    return text[:end].rstrip() + "…"
