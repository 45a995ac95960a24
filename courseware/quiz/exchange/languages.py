"""Both languages in one text, in the spans of Moodle's multilang filter."""

import html
import re
from collections.abc import Mapping

from courseware.quiz.exchange.values import Words

_SPAN = re.compile(r"<span\b([^<>]*)>|</span\s*>", re.IGNORECASE)
_LANG = re.compile(r"""\blang\s*=\s*["']?([A-Za-z]+)""", re.IGNORECASE)
_CODES = {"zh": "zh_cn", "en": "en"}
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


def joined(zh: str, en: str) -> str:
    """Both texts in spans; one that is the same in both needs none."""
    if zh == en and "<" not in zh and "&" not in zh:
        return zh
    return "".join(
        f'<span lang="{_CODES[lang]}" class="multilang">{html.escape(text, quote=False)}</span>'
        for lang, text in (("zh", zh), ("en", en))
    )


def has_spans(text: str) -> bool:
    return any(_lang_of(found) for found in _SPAN.finditer(text))


def split(words: Words) -> Mapping[str, Words]:
    """The text by language; what stands outside the spans belongs to each. Empty without spans."""
    parts = {"zh": "", "en": ""}
    seen: set[str] = set()
    open_spans: list[str] = []  # its language, or nothing for a span of another sort
    at = 0
    for found in _SPAN.finditer(words.text):
        _put(parts, open_spans, words.text[at : found.start()])
        at = found.end()
        lang = _lang_of(found)
        if not found[0].startswith("</"):
            open_spans.append(lang)
            seen.add(lang)
        elif open_spans and open_spans.pop():
            continue
        if not lang:
            _put(parts, open_spans, found[0])
    _put(parts, open_spans, words.text[at:])
    unescape = words.format == "markdown"
    return {
        lang: Words(html.unescape(text) if unescape else text, words.format)
        for lang, text in parts.items()
        if lang in seen
    }


def looks(text: str) -> str:
    """zh where there is a Chinese character, else en."""
    return "zh" if _HAN.search(text) else "en"


def _put(parts: dict[str, str], open_spans: list[str], text: str) -> None:
    named = [lang for lang in open_spans if lang]
    for lang in parts:
        if not named or named[-1] == lang:
            parts[lang] += text


def _lang_of(found: re.Match[str]) -> str:
    """zh, en, another code, or nothing when the span is not one of multilang."""
    attributes = found[1] or ""
    code = _LANG.search(attributes)
    return code[1].lower() if code and "multilang" in attributes else ""
