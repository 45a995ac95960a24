"""All texts of a course in one string: a word is found in hundreds of thousands of signs in less than a millisecond."""

from bisect import bisect_right
from collections.abc import Sequence

from courseware.content.search.folding import folded


class Haystack:
    """Texts by number. Looking through one long string is faster than any index that we could keep up."""

    __slots__ = ("folded", "starts")

    def __init__(self, texts: Sequence[str]) -> None:
        self.folded = folded("\n".join(text.replace("\n", " ") for text in texts) + "\n")
        self.starts = [0]
        for text in texts:
            self.starts.append(self.starts[-1] + len(text) + 1)

    def first(self, word: str, *, is_start: bool = False) -> dict[int, int]:
        """Number of each text that holds the word → where it first stands, counted in the long string.

        `is_start`: only where a word of the text begins.
        """
        found: dict[int, int] = {}
        hay, starts = self.folded, self.starts
        at = hay.find(word)
        while at >= 0:
            if is_start and at and hay[at - 1].isascii() and hay[at - 1].isalnum():
                at = hay.find(word, at + 1)
                continue
            number = bisect_right(starts, at) - 1
            found[number] = at
            at = hay.find(word, starts[number + 1])
        return found

    def holds(self, word: str) -> bool:
        return word in self.folded

    def count(self, word: str, number: int) -> int:
        return self.folded.count(word, self.starts[number], self.starts[number + 1])

    def span(self, number: int) -> tuple[int, int]:
        """Where a text begins and ends in the long string."""
        return self.starts[number], self.starts[number + 1] - 1
