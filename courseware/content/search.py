"""Search over the lessons: pairs of characters → passages, so that two-character Chinese words are found."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass

from opencc import OpenCC

from courseware.content.definitions import Course, Lang, LessonDefinition

#: Characters of an excerpt before and after the first hit.
BEFORE, AFTER = 24, 72
_simplify = OpenCC("t2s").convert


@dataclass(frozen=True, slots=True)
class Hit:
    slug: str
    title: str  # of the module
    heading: str  # id of the heading, "" for the top of the page
    heading_title: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class _Passage:
    slug: str
    title: str
    heading: str
    heading_title: str
    text: str
    folded: str  # the same, normalised, same length wherever possible
    order: int


class Index:
    """All passages of the modules that are ready, in both languages; built once a course in well under a second."""

    def __init__(self, course: Course) -> None:
        self._passages: dict[Lang, list[_Passage]] = {"zh": [], "en": []}
        self._pairs: dict[Lang, dict[str, set[int]]] = {
            "zh": defaultdict(set),
            "en": defaultdict(set),
        }
        for module in course.modules:
            for lang, lesson in module.lessons.items():
                self._add(module.slug, module.title[lang], lang, lesson)

    def search(self, query: str, lang: Lang, limit: int = 30) -> list[Hit]:
        """Passages that hold every word of the query; those that name it in a heading come first."""
        words = [word for word in folded(_simplify(query)).split() if word][:8]
        if not words:
            return []
        passages = self._passages[lang]
        found = [passages[i] for i in self._candidates(words, lang)]
        found = [p for p in found if all(word in p.folded for word in words)]
        found.sort(key=lambda p: (-_weight(p, words), p.order))
        return [
            Hit(p.slug, p.title, p.heading, p.heading_title, _excerpt(p, words[0]))
            for p in found[:limit]
        ]

    def _add(self, slug: str, title: str, lang: Lang, lesson: LessonDefinition) -> None:
        titles = {heading.id: heading.title for heading in lesson.headings if heading.id}
        aims = " ".join(lesson.objectives.values())
        for anchor, text in (("objectives", aims), *lesson.passages):
            passages = self._passages[lang]
            passage = _Passage(
                slug, title, anchor, titles.get(anchor, ""), text, folded(text), len(passages)
            )
            passages.append(passage)
            pairs = self._pairs[lang]
            for pair in {passage.folded[i : i + 2] for i in range(len(passage.folded) - 1)}:
                pairs[pair].add(passage.order)

    def _candidates(self, words: list[str], lang: Lang) -> set[int]:
        pairs = self._pairs[lang]
        wanted = {word[i : i + 2] for word in words for i in range(len(word) - 1)}
        if not wanted:
            return set(range(len(self._passages[lang])))
        return set.intersection(*(pairs.get(pair, set()) for pair in wanted))


def folded(text: str) -> str:
    """Width and case do not matter; length is kept where a character folds to several."""
    normal = unicodedata.normalize("NFKC", text)
    if len(normal) != len(text):
        normal = "".join(c if len(n := unicodedata.normalize("NFKC", c)) != 1 else n for c in text)
    lower = normal.lower()
    return re.sub(r"\s", " ", lower if len(lower) == len(normal) else normal)


def _weight(passage: _Passage, words: list[str]) -> int:
    heading = folded(f"{passage.title} {passage.heading_title}")
    return sum(min(passage.folded.count(word), 5) + 10 * (word in heading) for word in words)


def _excerpt(passage: _Passage, word: str) -> str:
    at = passage.folded.find(word)
    start, end = max(0, at - BEFORE), min(len(passage.text), at + AFTER)
    return (
        ("…" if start else "")
        + passage.text[start:end].strip()
        + ("…" if end < len(passage.text) else "")
    )
