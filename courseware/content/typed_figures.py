"""Figures of the case that an author typed by hand: they would not follow when the case changes."""

import re
from collections.abc import Iterator, Mapping

from courseware.content import units
from courseware.content.definitions import LANGUAGES, CaseFact, Lang, Text

_DIGIT = re.compile(r"[0-9]")
_NUMBER = re.compile(r"(?<![A-Za-z0-9_.,{#/-])(CNY\s*)?(\d[\d,]*(?:\.\d+)?)")
_REFERENCE = re.compile(
    r"\[\[[^\]]*\]\]|\]\([^)]*\)|\{#[^}]*\}|`[^`\n]*`|\b\d{4}-(?:Q[1-4]|\d\d(?:-\d\d)?)\b"
)
_AFTER = re.compile(
    r"\s*([A-Za-z%]+(?: [a-z]+)?|个百分点|个月|个点|小时|分钟|万元|亿元|[元人家单天周年倍台])?"
)
#: Below ten, three days or two people are ordinary words.
_SMALL = 10


class TypedFigures:
    """Looks for the printed form of any fact, and for bare numbers of three or more significant digits."""

    def __init__(self, facts: Mapping[str, CaseFact]) -> None:
        self._printed: dict[Lang, dict[str, str]] = {lang: {} for lang in LANGUAGES}
        self._numbers: dict[str, str] = {}
        for name, fact in facts.items():
            if not isinstance(fact.value, Text):
                self._add(name, fact, fact.value)

    def in_text(self, text: str, lang: Lang) -> Iterator[tuple[str, str]]:
        """Each figure typed by hand, with the id of a fact that prints it."""
        if not _DIGIT.search(text):
            return
        text = _REFERENCE.sub(lambda m: " " * len(m[0]), text)
        for match in _NUMBER.finditer(text):
            after = _AFTER.match(text, match.end())
            unit = (after[1] or "") if after else ""
            end = after.end() if after and after[1] else match.end()
            if text.startswith("{literal}", end) or text.startswith("{literal}", match.end()):
                continue
            found = self._fact(match, unit, lang)
            if found:
                whole, fact = found
                yield text[match.start() : end].strip() if whole else match[2], fact

    def _fact(self, match: re.Match[str], unit: str, lang: Lang) -> tuple[bool, str] | None:
        digits = match[2].rstrip(",").replace(",", "")
        printed = self._printed[lang]
        for words in dict.fromkeys((unit, unit.split(" ", maxsplit=1)[0])):
            key = f"{'CNY' if match[1] else ''}{digits}{words}".replace(" ", "")
            if words or match[1]:
                fact = printed.get(key)
                if fact:
                    return True, fact
        fact = self._numbers.get(digits)
        return (False, fact) if fact else None

    def _add(self, name: str, fact: CaseFact, value: float) -> None:
        money = fact.unit in ("m_cny", "cny", "percent")
        for lang in LANGUAGES:
            words = units.printed(fact, lang)
            digits = re.sub(r"[^\d.]", "", words.replace("CNY", ""))
            if fact.unit not in ("count", "year") and (money or abs(value) >= _SMALL):
                self._printed[lang].setdefault(words.replace(",", "").replace(" ", ""), name)
            for number in (digits, units.bare(abs(value))):
                if _significant(number) >= 3:
                    self._numbers.setdefault(number, name)


def _significant(digits: str) -> int:
    whole, _, part = digits.partition(".")
    return len((whole + part).strip("0")) if part else len(whole.strip("0"))
