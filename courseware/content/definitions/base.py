"""Words in both languages, and what tells one state of a definition from another."""

from dataclasses import dataclass
from typing import TypeVar

from courseware.kit import chinese

LANGUAGES = ("zh", "en")
Lang = str  # "zh" or "en"
#: A quiz takes about so long.
QUIZ_MINUTES = 6


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people in both languages, plain text or inline Markdown source.

    By attribute they are as they were written: to be stored and compared. Asked for by
    language they are for a reader, and traditional for whoever reads traditional characters.
    """

    zh: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else chinese.as_read(self.zh)


Thing = TypeVar("Thing")


class InEach(dict[Lang, Thing]):
    """Something by language. Asked for with [] it is for a reader, as with a Text; its values() are as written."""

    _traditional: Thing | None = None

    def __getitem__(self, lang: Lang) -> Thing:
        written = super().__getitem__(lang)
        if lang == "en" or not chinese.is_shown():
            return written
        if self._traditional is None:
            self._traditional = self.turned(written)
        return self._traditional

    def get(self, lang: Lang, default: Thing | None = None) -> Thing | None:  # type: ignore[override]  # narrower than a dict's
        return self[lang] if lang in self else default  # noqa: SIM401 - get is what this defines

    @staticmethod
    def turned(written: Thing) -> Thing:
        """The same in traditional characters: all the words in it, not its keys."""
        return chinese.traditional_in(written)


@dataclass(frozen=True, slots=True)
class Digest:
    """Hex SHA-256 prefixes (16 characters): `version` over what decides a result, `text` over the wording."""

    version: str
    text: str
