"""Comparing short answers as a fair marker would: width, script, punctuation, numerals and spaces do not matter."""

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal
from functools import cache

from opencc import OpenCC

_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_BIG = {"万": 10**4, "亿": 10**8}
_RUN = re.compile(
    r"[0-9〇零一二两三四五六七八九十百千万亿]+(?:[.点][0-9〇零一二两三四五六七八九]+)?[十百千万亿]*"
)
_THOUSANDS = re.compile(r"(?<=[0-9])[,， ](?=[0-9]{3}(?![0-9]))")
_PERCENT_WORDS = re.compile(r"(?<=[0-9])\s*(?:per ?cent|pct)\b")
_NUMBER = re.compile(r"[-+]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_BEFORE_PERCENT = re.compile(r"\s+(?=%)")
_SHARE = re.compile(r"([0-9.]+)分之([0-9.]+)")
_ARTICLE = re.compile(r"^(?:the|an?)\s+")
#: punctuation that carries meaning, each only beside a digit
_MEANT = {".": "both", "/": "both", ",": "both", "%": "before", "-": "after"}
_MOST = 400  # characters that are compared; nobody means more by a short answer


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """The text in half width, lower case and simplified characters, with plain spaces."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text[:_MOST]).casefold())
    return " ".join(_simplified().convert(plain).split())


def normalise(text: str) -> str:
    """What two answers must share to be the same; normalising twice changes nothing."""
    once = _without_punctuation(_in_digits(_ARTICLE.sub("", fold(text))))
    return _without_punctuation(_in_digits(once))  # what punctuation kept apart is one number now


def same(given: str, accepted: Iterable[str]) -> bool:
    """Whether what a person wrote is one of the accepted answers."""
    wanted = normalise(given)
    return bool(wanted) and any(wanted == normalise(answer) for answer in accepted)


def number(text: str, units: Iterable[str] = ()) -> Decimal | None:
    """The number in a text such as "1,200", "二十五" or "25 %"; one of `units` may follow it. None = no number."""
    bare = _in_digits(_without_unit(fold(text), units)).replace(" ", "")
    if "%" in units:
        bare = bare.removesuffix("%")
    return Decimal(bare) if _NUMBER.fullmatch(bare) else None


def _in_digits(folded: str) -> str:
    """Numerals, thousands and shares as one would type them: 两 → 2, 1,200 → 1200, 百分之五 → 5%."""
    digits = _RUN.sub(_number_of_run, _THOUSANDS.sub("", folded))
    digits = _SHARE.sub(_share, digits.replace("负", "-").replace("−", "-"))
    return _BEFORE_PERCENT.sub("", _PERCENT_WORDS.sub("%", digits))


def _without_unit(text: str, units: Iterable[str]) -> str:
    """Without a unit at the end, or its words round the number: 6000万(元), CNY 60 million."""
    for unit in sorted(map(fold, units), key=len, reverse=True):
        for written in (unit, unit.removesuffix("元")):
            if written not in ("", "%", text) and text.endswith(written):
                return text.removesuffix(written).strip()
        words = set(unit.split())
        if words & set(text.split()):
            return " ".join(word for word in text.split() if word not in words)
    return text


def _number_of_run(found: re.Match[str]) -> str:
    """A run of digits and Chinese numerals as plain digits: 两 → 2, 二十五 → 25, 1.5万 → 15000."""
    run = found[0].replace("点", ".")
    if run.isascii():
        return _plain(run)
    whole, _, rest = run.partition(".")
    fraction = "".join(str(_DIGITS.get(c, c)) for c in rest if c not in _SCALES and c not in _BIG)
    scale = Decimal(1)
    for character in rest:
        scale *= (_SCALES | _BIG).get(character, 1)
    value = Decimal(_integer(whole))
    if fraction:
        value = (value + Decimal(f"0.{fraction}")) * scale
    return _plain(f"{value:f}")


def _integer(run: str) -> int:
    """The whole number that a run of digits and numerals says; total, so that any run says something."""
    if not any(c in _SCALES or c in _BIG for c in run):
        return int("".join(str(_DIGITS.get(c, c)) for c in run))
    total, section, digits = 0, 0, ""
    for character in run:
        if character in _SCALES:
            section += int(digits or 1) * _SCALES[character]
            digits = ""
        elif character in _BIG:
            section += int(digits or 0)
            if total < _BIG[character]:  # 一万亿: the bigger unit takes all that stands before it
                total = ((total + section) or 1) * _BIG[character]
            else:
                total += (section or 1) * _BIG[character]
            section, digits = 0, ""
        else:
            digits += str(_DIGITS.get(character, character))
    return total + section + int(digits or 0)


def _plain(digits: str) -> str:
    """Without zeros that say nothing: 25.0 → 25, 007 → 7."""
    whole, dot, rest = digits.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{rest}" if dot and rest else "")


def _share(found: re.Match[str]) -> str:
    below, above = found[1], found[2]
    return f"{above}%" if below == "100" else f"{above}/{below}"


def _without_punctuation(text: str) -> str:
    kept = []
    for place, character in enumerate(text):
        before = text[place - 1].isdigit() if place else False
        after = text[place + 1].isdigit() if place + 1 < len(text) else False
        role = _MEANT.get(character)
        meant = (role == "both" and before and after) or (role == "before" and before)
        if character.isalnum() or meant or (role == "after" and place == 0 and after):
            kept.append(character)
    return "".join(kept)
