"""A typed line made ready for the rules: folded, cut into sentences and clauses, every place traced to what was typed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

MOST = 1000  # characters that are read
_SENTENCE_END = re.compile(r"[。！？!?；;\n…]+|\.(?!\d)")
_CLAUSE_END = re.compile(r"[，、：:—–]+|,(?!\d)|\s-\s")
_CHINESE = re.compile(r"[㐀-鿿]")
_SURROGATES = re.compile("[\ud800-\udfff]")  # half characters: no text, but typed all the same
_PLAIN = str.maketrans("’‘“”`´", "''\"\"''")

Span = tuple[int, int]  # places in the folded text


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a line; `mark` is the punctuation that ends it."""

    start: int
    end: int
    text: str
    mark: str

    def at(self, found: re.Match[str]) -> Span:
        return self.start + found.start(), self.start + found.end()

    @property
    def span(self) -> Span:
        return self.start, self.end

    @property
    def is_question(self) -> bool:
        return "?" in self.mark or "？" in self.mark


@dataclass(frozen=True, slots=True)
class Sentence(Clause):
    clauses: tuple[Clause, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed, and the same folded: half width, lower case, simplified characters."""

    typed: str
    text: str
    origin: tuple[int, ...]  # place in `text` → place in `typed`
    sentences: tuple[Sentence, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        return tuple(clause for sentence in self.sentences for clause in sentence.clauses)

    def quote(self, span: Span) -> str:
        """The words of a span exactly as they were typed."""
        start, end = span
        if start >= end:
            return ""
        return self.typed[self.origin[start] : self.origin[end - 1] + 1].strip()


def read(typed: str) -> Line:
    typed = typed[:MOST]
    text, origin = _fold(typed)
    sentences = tuple(
        Sentence(*piece, tuple(Clause(*part) for part in _cut(text, _CLAUSE_END, piece)))
        for piece in _cut(text, _SENTENCE_END, (0, len(text), "", ""))
    )
    return Line(typed, text, origin, sentences)


@cache
def english(phrases: str) -> re.Pattern[str]:
    """One pattern a line, each of whole words."""
    return re.compile(rf"(?<![\w'])(?:{_either(phrases)})(?!\w)")


@cache
def chinese(phrases: str) -> re.Pattern[str]:
    """One pattern a line."""
    return re.compile(_either(phrases))


def _either(phrases: str) -> str:
    return "|".join(f"(?:{line.strip()})" for line in phrases.strip().splitlines() if line.strip())


def _cut(
    text: str, ends: re.Pattern[str], piece: tuple[int, int, str, str]
) -> Iterator[tuple[int, int, str, str]]:
    """The pieces between marks, without the blanks round them; the last one keeps the mark of the whole."""
    at, stop, _, last_mark = piece
    for found in ends.finditer(text, at, stop):
        yield from _trimmed(text, at, found.start(), found[0])
        at = found.end()
    yield from _trimmed(text, at, stop, last_mark)


def _trimmed(text: str, start: int, end: int, mark: str) -> Iterator[tuple[int, int, str, str]]:
    while start < end and (text[start].isspace() or text[start] in "\"'()[]"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in '"()[]'):
        end -= 1
    if start < end:
        yield start, end, text[start:end], mark


def _fold(typed: str) -> tuple[str, tuple[int, ...]]:
    plain = typed.translate(_PLAIN)
    folded: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(_simplified(plain)):
        for piece in unicodedata.normalize("NFKC", character).casefold():
            folded.append(piece)
            origin.append(index)
    return "".join(folded), tuple(origin)


def _simplified(text: str) -> str:
    """In simplified characters, never longer or shorter than it was: places must stay where they are."""
    if not _CHINESE.search(text):
        return text
    text = _SURROGATES.sub("?", text)
    whole = _converter().convert(text)
    if len(whole) == len(text):
        return str(whole)
    single = (_converter().convert(character) for character in text)
    return "".join(new if len(new) == 1 else old for new, old in zip(single, text, strict=True))


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
