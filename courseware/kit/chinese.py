"""Traditional characters: the Chinese of the course and of the pages for who reads 繁體.

What is written, stored and compared is simplified Chinese; only what a reader sees is turned round.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from opencc import OpenCC

#: words that OpenCC turns into others than we want: simplified, a gap, traditional; one a line
EXCEPTIONS = Path(__file__).resolve().parent.parent / "translations" / "hant.txt"
#: texts whose traditional form is kept: those of the course are some 40 000, most of them short
MOST_TEXTS = 65_536

_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_TAG = re.compile(r"""(<!--.*?-->|<(?:[^>"']|"[^"]*"|'[^']*')*>)""", re.DOTALL)
#: attributes that are read by people
_ATTRIBUTE = re.compile(
    r"""(\s(?:alt|title|aria-label|placeholder|data-label)=)("[^"]*"|'[^']*')"""
)
#: what stands for an exception while OpenCC is at work: signs of the private use area, which it leaves alone
_FIRST_MARK = 0xE000

Thing = TypeVar("Thing")
_is_shown: ContextVar[bool] = ContextVar("traditional", default=False)


@lru_cache(MOST_TEXTS)
def traditional(text: str) -> str:
    """The text in traditional characters, with the words that are usual where they are written."""
    if not is_chinese(text):
        return text
    words, pattern = _exceptions()
    marked = pattern.sub(lambda found: chr(_FIRST_MARK + words[found.group()][0]), text)
    turned: str = _converter().convert(marked)
    if marked == text:
        return turned
    forms = [form for _, form in words.values()]
    last = _FIRST_MARK + len(forms)
    return "".join(
        forms[ord(sign) - _FIRST_MARK] if _FIRST_MARK <= ord(sign) < last else sign
        for sign in turned
    )


def is_chinese(text: str) -> bool:
    """Whether any Chinese is in a text."""
    return _HAN.search(text) is not None


def traditional_html(html: str) -> str:
    """HTML whose words are traditional; addresses, ids and classes stay as they are."""
    return "".join(
        _ATTRIBUTE.sub(lambda found: found.group(1) + traditional(found.group(2)), part)
        if part.startswith("<")
        else traditional(part)
        for part in _TAG.split(html)
    )


def traditional_in(found: Thing) -> Thing:
    """All words of a structure in traditional characters; what names its parts stays."""
    turned: Any = found
    if isinstance(found, str):
        turned = traditional(found)
    elif isinstance(found, Mapping):
        turned = {name: traditional_in(value) for name, value in found.items()}
    elif isinstance(found, list | tuple):
        turned = type(found)(map(traditional_in, found))
    return cast(Thing, turned)


def show(*, is_traditional: bool) -> None:
    """Whether words of the course are shown in traditional characters from now on."""
    _is_shown.set(is_traditional)


def is_shown() -> bool:
    return _is_shown.get()


def as_read(text: str) -> str:
    """Words of the course in the characters of the reader."""
    return traditional(text) if _is_shown.get() else text


def as_written(text: str) -> str:
    """The simplified text that is read as this one; the text itself where none is known."""
    words = {form: word for word, form in exceptions().items()}
    longest = sorted(words, key=len, reverse=True)
    known = re.compile("|".join(map(re.escape, longest)) or r"(?!x)x")
    found: str = _back().convert(known.sub(lambda one: words[one.group()], text))
    return found if traditional(found) == text else text


@contextmanager
def showing(*, is_traditional: bool) -> Iterator[None]:
    """As `show`, inside a `with`: False is for what is stored, compared or goes to other programs."""
    before = _is_shown.set(is_traditional)
    try:
        yield
    finally:
        _is_shown.reset(before)


@cache
def exceptions() -> dict[str, str]:
    """The words of translations/hant.txt: simplified → traditional."""
    lines = EXCEPTIONS.read_text(encoding="utf-8").splitlines()
    pairs = [line.split(maxsplit=1) for line in lines if line.strip() and not line.startswith("#")]
    return {simplified: turned.strip() for simplified, turned in pairs}


@cache
def _exceptions() -> tuple[dict[str, tuple[int, str]], re.Pattern[str]]:
    """Each exception with its number and its form, and what finds the longest first."""
    words = {word: (number, form) for number, (word, form) in enumerate(exceptions().items())}
    longest = sorted(words, key=len, reverse=True)
    return words, re.compile("|".join(map(re.escape, longest)) or r"(?!x)x")


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")


@cache
def _back() -> OpenCC:
    return OpenCC("tw2s")
