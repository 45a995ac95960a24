"""Words in both languages, and what tells one state of a definition from another."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Digest:
    """Hex SHA-256 prefixes (16 characters): `version` over what decides a result, `text` over the wording."""

    version: str
    text: str
