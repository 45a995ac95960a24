"""What search shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from courseware.content.search import Parts


@dataclass(frozen=True, slots=True)
class FoundRow:
    """Something found: its title and its passage, with the words marked, and where it lies."""

    kind: str  # of content.search.KINDS, or person, class, team, note
    href: str
    title: Parts
    where: str = ""
    excerpt: Parts = ()
    lang: str | None = None  # of the excerpt, where it is not the reader's
    opens_on: date | None = None  # of a module that the reader's class opens only then

    @property
    def name(self) -> str:
        return "".join(words for words, _ in self.title)


@dataclass(frozen=True, slots=True)
class FoundKind:
    kind: str
    count: int
    rows: Sequence[FoundRow]  # the best ones


@dataclass(frozen=True, slots=True)
class Found:
    """All that is found, the three likeliest apart."""

    best: Sequence[FoundRow]
    kinds: Sequence[FoundKind]  # what stands among the best is left out of the rows, but counted
    count: int

    def only(self, kind: str) -> FoundKind | None:
        return next((each for each in self.kinds if each.kind == kind), None)
