"""Languages: which one a request speaks, the catalogues, and sentences that wait for their language."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, cast

from babel.messages.pofile import read_po

from courseware.kit import chinese

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
#: the languages that things are written in
LANGUAGES = ("zh", "en")
#: Chinese in traditional characters: nothing is written in it, all of it is made from "zh"
TRADITIONAL = "zh-Hant"
#: the languages that somebody can read, in the order in which they are offered, each in its own words
CHOICES = {"zh": "简体中文", TRADITIONAL: "繁體中文", "en": "English"}
HTML_LANG = {"zh": "zh-CN", TRADITIONAL: TRADITIONAL, "en": "en"}

_lang: ContextVar[str] = ContextVar("lang", default="zh")
_choice: ContextVar[str] = ContextVar("choice", default="zh")


def use(choice: str, *, writes: bool = False) -> None:
    """Speak to somebody who chose this language for the rest of the request or job.

    Where something is written the course keeps its own characters: what is stored must not
    depend on who reads. A page that is rendered all the same is in the reader's.
    """
    _choice.set(choice if choice in CHOICES else "zh")
    _lang.set("en" if choice == "en" else "zh")
    chinese.show(is_traditional=choice == TRADITIONAL and not writes)


def lang() -> str:
    """The language that words are asked for in: "zh", in whichever characters it is read, or "en"."""
    return _lang.get()


def choice() -> str:
    """The language as the reader chose it: one of CHOICES."""
    return _choice.get()


def read_catalogue(language: str) -> dict[str, str]:
    """All messages of a language from translations/<language>/*.po, one file a room."""
    messages: dict[str, str] = {}
    for path in sorted((CATALOGUES / language).glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
        for message in catalogue:
            if message.id and message.string:
                messages[str(message.id)] = str(message.string)
    return messages


@contextmanager
def for_reader() -> Iterator[None]:
    """What is said inside is for who reads it, also where a request writes: after, or instead of, the writing."""
    with chinese.showing(is_traditional=_choice.get() == TRADITIONAL):
        yield


class _Catalogues(dict[str, dict[str, str]]):
    """Messages by language; the traditional ones are made when somebody first wants them."""

    def __missing__(self, language: str) -> dict[str, str]:
        if language != TRADITIONAL:
            raise KeyError(language)
        turned = {english: chinese.traditional(words) for english, words in self["zh"].items()}
        return self.setdefault(language, turned)


CATALOGUE: dict[str, dict[str, str]] = _Catalogues({"en": {}, "zh": read_catalogue("zh")})


def t(sentence: str, **values: object) -> str:
    """The English `sentence` in the language of the request, its {placeholders} filled with `values`."""
    return translate(sentence, _choice.get(), **values)


def translate(sentence: str, language: str, **values: object) -> str:
    """As `t`, in a named language; Chinese is in the characters that are shown."""
    if language == "zh" and chinese.is_shown():
        language = TRADITIONAL
    found = CATALOGUE[language].get(sentence, sentence)
    return found.format(**values) if values else found


class Lazy:
    """A sentence translated when it is shown, for labels made at import time."""

    __slots__ = ("sentence",)

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence

    def __str__(self) -> str:
        return t(self.sentence)

    def __html__(self) -> str:
        return t(self.sentence)

    def __mod__(self, other: Any) -> str:
        return str(t(self.sentence) % other)

    def format(self, **values: object) -> str:
        return t(self.sentence, **values)


def lazy(sentence: str) -> str:
    """A label made at import time: looks like a string and is translated whenever it is shown."""
    return cast(str, Lazy(sentence))
