"""Search over the whole course: what learners type → the passage they mean, ranked."""

from courseware.content.search.entries import KINDS, Entry
from courseware.content.search.folding import typed
from courseware.content.search.index import Index, Match
from courseware.content.search.showing import Hit, Parts

__all__ = ["KINDS", "Entry", "Hit", "Index", "Match", "Parts", "typed"]
