"""Words in both languages, and what tells one state of a definition from another."""

from dataclasses import dataclass

LANGUAGES = ("zh", "en")
Lang = str  # "zh" or "en"
#: A quiz takes about so long.
QUIZ_MINUTES = 6


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people in both languages, plain text or inline Markdown source."""

    zh: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Digest:
    """Hex SHA-256 prefixes (16 characters): `version` over what decides a result, `text` over the wording."""

    version: str
    text: str
