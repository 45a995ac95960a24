"""What is typed → the ways to read it: each a list of words that must all be found, each word with its alternatives."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from courseware.content.search.english import EMPTY, EMPTY_HAN, root
from courseware.content.search.folding import RUN, has_han, is_letters, typed
from courseware.content.search.spelling import Spelling

#: words of a query that are looked at, and characters of a piece of Chinese
MOST_WORDS, LONGEST_PIECE = 8, 6
_EMPTY_HAN = re.compile(EMPTY_HAN)


@dataclass(frozen=True, slots=True)
class Needle:
    """A word to be found, and how much it counts when it is (0 to 1)."""

    word: str
    weight: float = 1.0

    @property
    def is_latin(self) -> bool:
        return not has_han(self.word)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand a query."""

    groups: tuple[tuple[Needle, ...], ...]  # all must be found, each by one of its needles
    phrase: str  # the words in this order
    weight: float = 1.0


def readings(query: str, spelling: Spelling, is_known: Callable[[str], bool]) -> Iterator[Reading]:
    """Ways to read a query, the plainest first; `is_known` says whether Chinese words stand somewhere."""
    words = typed(query)[:MOST_WORDS]
    told = [word for word in words if word not in EMPTY] or words
    if not told:
        return
    yield Reading(tuple(_group(word, spelling) for word in told), " ".join(words))
    if len(words) > 1 and all(map(is_letters, words)):
        for word, weight in spelling.words(" ".join(words)):
            yield Reading(((Needle(word),),), word, weight)
    joined = "".join(words)
    if len(words) > 1 and has_han(joined) and is_known(joined):
        yield Reading(((Needle(joined),),), joined)
    pieces = [piece for word in told for piece in _pieces(word, is_known)]
    halves = [half for piece in pieces for half in _halves(piece, is_known)]
    for cut, weight in ((pieces, 0.9), (halves, 0.85)):
        if cut and cut != told:
            groups = tuple(_group(piece, spelling) for piece in cut[:MOST_WORDS])
            yield Reading(groups, joined, weight)


def _group(word: str, spelling: Spelling) -> tuple[Needle, ...]:
    if not is_letters(word):
        return (Needle(word),)
    found = spelling.words(word)
    literal = Needle(root(word))
    return (literal, *(Needle(chinese, 0.95 * weight) for chinese, weight in found))


def _pieces(word: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    """A word cut where its writing changes, and Chinese into the longest pieces that stand somewhere."""
    for run in RUN.findall(word):
        if not has_han(run):
            yield run
            continue
        for part in filter(None, _EMPTY_HAN.split(run)):
            yield from _longest(part, is_known)


def _longest(part: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    at = 0
    while at < len(part):
        ends = range(min(len(part), at + LONGEST_PIECE), at + 1, -1)
        end = next((end for end in ends if is_known(part[at:end])), at + 1)
        if end > at + 1:
            yield part[at:end]
        at = end


def _halves(piece: str, is_known: Callable[[str], bool]) -> Iterator[str]:
    """A long piece that stands in few places is also looked for by its parts."""
    middle = len(piece) // 2
    halves = piece[:middle], piece[middle:]
    yield from (
        halves if len(piece) > 3 and has_han(piece) and all(map(is_known, halves)) else (piece,)
    )
