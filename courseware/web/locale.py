"""Languages: which one a request speaks, the catalogues, and sentences that wait for their language."""

from contextvars import ContextVar
from pathlib import Path
from typing import Any, cast

from babel.messages.pofile import read_po

CATALOGUES = Path(__file__).resolve().parent.parent / "translations"
LANGUAGES = ("zh", "en")
HTML_LANG = {"zh": "zh-CN", "en": "en"}

_lang: ContextVar[str] = ContextVar("lang", default="zh")


def use(lang: str) -> None:
    """Speak this language for the rest of the request or job."""
    _lang.set(lang if lang in LANGUAGES else "zh")


def lang() -> str:
    return _lang.get()


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


CATALOGUE: dict[str, dict[str, str]] = {"en": {}, "zh": read_catalogue("zh")}


def t(sentence: str, **values: object) -> str:
    """The English `sentence` in the language of the request, its {placeholders} filled with `values`."""
    return translate(sentence, _lang.get(), **values)


def translate(sentence: str, language: str, **values: object) -> str:
    """As `t`, in a named language."""
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
