"""The index of one course: which entries a query means, the best first."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.content.definitions import LANGUAGES, Course, Lang
from courseware.content.search.english import is_form
from courseware.content.search.entries import Entry, entries_of
from courseware.content.search.haystack import Haystack
from courseware.content.search.query import Needle, Reading, readings
from courseware.content.search.showing import Hit, shown
from courseware.content.search.spelling import Spelling
from courseware.kit.chinese import showing

#: points: a name that is the word, one that holds it, a text that does, the module's title that does
EXACT, IN_NAME, IN_BODY, IN_WHERE = 100, 45, 12, 14
#: points more for the kinds, in a name and in a text
NAMED = {"module": 14, "term": 5, "exercise": 3, "lesson": 2, "objection": -8}
TOLD = {"module": 4, "lesson": 2, "exercise": -2, "script": -6, "case": -1}
#: what was found in the other language counts so much
OTHER_LANGUAGE = 0.7
#: so many found are enough not to look for what holds a part of the words
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that is meant, why, and how surely."""

    entry: Entry
    score: float
    lang: Lang  # in which the words were found
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Find:
    score: float
    lang: Lang
    word: str
    is_own: bool = True  # False: only the module's title holds it


class Index:
    """Everything that can be found in a course, in both languages; built once a course, then only read."""

    def __init__(self, course: Course) -> None:
        with showing(is_traditional=False):
            self.entries = tuple(entries_of(course))
        self._names = {lang: Haystack([getattr(e.name, lang) for e in self.entries]) for lang in LANGUAGES}  # fmt: skip
        self._bodies = {lang: Haystack([getattr(e.body, lang) for e in self.entries]) for lang in LANGUAGES}  # fmt: skip
        self._spelling = Spelling(self._names["zh"].folded, self._bodies["zh"].folded)
        self._members: dict[int, list[int]] = {}
        heads = {e.module: n for n, e in enumerate(self.entries) if e.kind == "module"}
        for number, entry in enumerate(self.entries):
            if entry.kind != "module" and entry.module:
                self._members.setdefault(heads[entry.module], []).append(number)

    def search(self, query: str, lang: Lang) -> list[Match]:
        """What holds every word of the query in the name, the text or the module's title, the best first.

        Where hardly anything holds them all, also what holds at least half of them.
        """
        best: dict[int, Match] = {}
        few: dict[int, Match] = {}
        for reading in readings(query, self._spelling, self._is_known):
            for number, match, is_whole in self._matches(reading, lang):
                kept = best if is_whole else few
                if number not in kept or kept[number].score < match.score:
                    kept[number] = match
        if len(best) < ENOUGH:
            best = few | best
        return [match for _, match in sorted(best.items(), key=_order)]

    def show(self, match: Match, lang: Lang) -> Hit:
        return shown(match.entry, match.words, match.lang, lang)

    def _is_known(self, word: str) -> bool:
        return self._names["zh"].holds(word) or self._bodies["zh"].holds(word)

    def _matches(self, reading: Reading, lang: Lang) -> list[tuple[int, Match, bool]]:
        finds = [self._find(group, lang) for group in reading.groups]
        needed = len(finds)
        found = []
        for number in set().union(*finds):
            held = [find[number] for find in finds if number in find]
            if 2 * len(held) < needed or not any(each.is_own for each in held):
                continue
            best = max(held, key=lambda each: each.score)
            score = sum(each.score for each in held) / needed
            if needed > 1:
                score += self._in_a_row(number, reading.phrase, best.lang)
            words = tuple(dict.fromkeys(each.word for each in held))
            match = Match(self.entries[number], score * reading.weight, best.lang, words)
            found.append((number, match, len(held) == needed))
        return found

    def _find(self, needles: Sequence[Needle], lang: Lang) -> dict[int, _Find]:
        """Entries that hold one of the needles, each with its best find."""
        found: dict[int, _Find] = {}
        for needle in needles:
            for other in LANGUAGES:
                weight = needle.weight * (1 if other == lang else OTHER_LANGUAGE)
                for number, score in self._scores(needle, other).items():
                    kept = found.get(number)
                    if kept is None or kept.score < score * weight:
                        found[number] = _Find(score * weight, other, needle.word)
        for head, members in self._members.items():
            title = found.get(head)
            if title is None or title.score < IN_NAME * OTHER_LANGUAGE:
                continue
            for number in members:
                kept = found.get(number)
                if kept is None:
                    found[number] = _Find(IN_WHERE, title.lang, title.word, is_own=False)
                else:
                    found[number] = _Find(kept.score + IN_WHERE / 2, kept.lang, kept.word)
        return found

    def _scores(self, needle: Needle, lang: Lang) -> dict[int, float]:
        """Points of one word in one language."""
        names, bodies = self._names[lang], self._bodies[lang]
        is_latin = needle.is_latin
        scores: dict[int, float] = {}
        for number, at in bodies.first(needle.word, is_start=is_latin).items():
            if is_latin and not (share := _share(bodies.folded, at, needle.word)):
                continue
            times = min(bodies.count(needle.word, number), 6)
            kind = self.entries[number].kind
            scores[number] = (IN_BODY + 2 * times + TOLD.get(kind, 0)) * (share if is_latin else 1)
        for number, at in names.first(needle.word, is_start=is_latin).items():
            share = _share(names.folded, at, needle.word) if is_latin else 1
            if share:
                score = self._named(names, number, at, needle.word)
                scores[number] = score * share + scores.get(number, 0) / 10
        return scores

    def _named(self, names: Haystack, number: int, at: int, word: str) -> float:
        start, end = names.span(number)
        name = names.folded[start:end].strip()
        more = NAMED.get(self.entries[number].kind, 0)
        if name == word or (name.startswith(word) and is_form(name[len(word) :])):
            return EXACT + more
        return IN_NAME + 30 * len(word) / len(name) + (8 if at == start else 0) + more

    def _in_a_row(self, number: int, phrase: str, lang: Lang) -> float:
        """Points more where the words stand one after the other as they were typed."""
        start, end = self._names[lang].span(number)
        name = self._names[lang].folded[start:end].strip()
        if name == phrase:
            return 50
        if phrase in name:
            return 20
        return 10 if self._bodies[lang].count(phrase, number) else 0


def _share(text: str, at: int, word: str) -> float:
    """How far a word of a text that begins with the root is the word that is meant: 0 = not at all."""
    end = at + len(word)
    last = end
    while last < len(text) and text[last].isascii() and text[last].isalnum():
        last += 1
    if is_form(text[end:last]):
        return 1
    return 0.75 if len(word) > 2 else 0


def _order(found: tuple[int, Match]) -> tuple[float, int, int]:
    """By points, two of them more or less being none; then in the order of the course."""
    number, match = found
    return -(match.score // 2), match.entry.number, number
