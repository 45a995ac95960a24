"""拼音 → the Chinese words of the course that are spelt so: `xiaoshou`, `xiao shou`, `xszl`."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_letters

from pypinyin import lazy_pinyin
from pypinyin.constants import PINYIN_DICT

from courseware.content.search.folding import HAN

#: ways to cut letters into syllables that are followed, and words that one spelling may stand for
MOST_CUTS, MOST_WORDS = 4, 6
#: a word in a title says more than one in a text
IN_A_NAME = 8
#: places of a word that are counted
ENOUGH = 500
#: letters that may be the first ones of as many characters
INITIALS = range(2, 9)
#: the second reading of a spelling: `lüe` is typed `lue` or `lve`
_UMLAUT = re.compile(r"(?<=[ln])ue")


class Spelling:
    """Made once from the titles and the texts of a course; a question costs some milliseconds, once."""

    def __init__(self, names: str, texts: str) -> None:
        self._names, self._texts = names, texts
        spelt: dict[str, set[str]] = defaultdict(set)
        mostly: dict[int, str] = {}
        for sign in filter(HAN.match, set(names) | set(texts)):
            readings = _readings(sign)
            for syllable in readings:
                spelt[syllable].add(sign)
            mostly[ord(sign)] = readings[0] if readings else " "
        self._signs = {syllable: "".join(sorted(signs)) for syllable, signs in spelt.items()}
        self._codes = {syllable: chr(0xE000 + n) for n, syllable in enumerate(self._signs)}
        self._coded = texts.translate({n: self._codes.get(said, " ") for n, said in mostly.items()})
        self._longest = max(map(len, spelt), default=0)
        self.words = lru_cache(2048)(self._words)

    def _words(self, letters: str) -> tuple[tuple[str, float], ...]:
        """Words, the likeliest first, and how sure it is that they are meant (0 to 1).

        `letters` may hold gaps, which part syllables.
        """
        plain = _UMLAUT.sub("ve", letters.replace("ü", "v"))
        found = self._spelt_out(plain)
        joined = letters.replace(" ", "")
        if not found and len(joined) in INITIALS:
            found = self._by_initials(joined)
        return found

    def _spelt_out(self, letters: str) -> tuple[tuple[str, float], ...]:
        counted: Counter[str] = Counter()
        for cut in sorted(self._cuts(letters), key=len)[:MOST_CUTS]:
            here = Counter({word: IN_A_NAME * n for word, n in self._matching(cut, self._names)})
            here.update(self._as_mostly_read(cut))
            if not here:
                here.update(dict(self._matching(cut, self._texts)))
            read = {word: n for word, n in here.items() if _is_read(word, cut)}
            counted.update(read or _less(here))
        return _likeliest(counted, 1.0)

    def _matching(self, cut: tuple[str, ...], text: str) -> list[tuple[str, int]]:
        """Words of a text whose characters can be read so, with how often they stand there."""
        pattern = re.compile("".join(f"[{self._signs_of(part)}]" for part in cut))
        return Counter(pattern.findall(text)).most_common(MOST_WORDS * 4)

    def _as_mostly_read(self, cut: tuple[str, ...]) -> Counter[str]:
        """Words of the texts whose characters are mostly read so: found at once, however long the texts."""
        found: Counter[str] = Counter()
        coded = "".join(self._codes.get(part, "\n") for part in cut)
        at = self._coded.find(coded) if "\n" not in coded else -1
        while at >= 0 and found.total() < ENOUGH:
            found[self._texts[at : at + len(cut)]] += 1
            at = self._coded.find(coded, at + 1)
        return found

    def _by_initials(self, letters: str) -> tuple[tuple[str, float], ...]:
        classes = [self._beginning(letter) for letter in letters]
        if not all(classes):
            return ()
        pattern = re.compile("(?=(" + "".join(f"[{signs}]" for signs in classes) + "))")
        counted = Counter(pattern.findall(self._names))
        read = {w: n for w, n in counted.items() if _initials(w) == letters}
        return _likeliest(Counter(read), 0.8)

    def _cuts(self, letters: str, *, is_first: bool = True) -> Iterator[tuple[str, ...]]:
        """Ways to cut letters into syllables; the last one may be typed in part."""
        if letters.startswith(" "):
            letters = letters.lstrip()
        if not letters:
            yield ()
            return
        for length in range(min(self._longest, len(letters)), 0, -1):
            head, rest = letters[:length], letters[length:]
            if " " in head or head not in self._signs:
                continue
            for cut in self._cuts(rest, is_first=False):
                yield (head, *cut)
        is_part = letters not in self._signs and " " not in letters
        if is_part and not is_first and self._beginning(letters):
            yield (letters + "-",)

    def _signs_of(self, part: str) -> str:
        return self._beginning(part[:-1]) if part.endswith("-") else self._signs[part]

    def _beginning(self, letters: str) -> str:
        return "".join(
            signs for syllable, signs in self._signs.items() if syllable.startswith(letters)
        )


def _readings(sign: str) -> list[str]:
    """How a character is read, without tones, the usual way first; `ü` is typed as `v`."""
    said = unicodedata.normalize("NFD", PINYIN_DICT.get(ord(sign), "")).replace("u\u0308", "v")
    plain = "".join(letter for letter in said if letter in ascii_letters + ",")
    return list(dict.fromkeys(filter(None, plain.split(","))))


def _is_read(word: str, cut: tuple[str, ...]) -> bool:
    """Whether the word as a whole is read so: 银行 is yinhang, though 行 alone is mostly xing."""
    for syllable, part in zip(lazy_pinyin(word), cut, strict=True):
        if not (syllable.startswith(part[:-1]) if part.endswith("-") else syllable == part):
            return False
    return True


def _initials(word: str) -> str:
    return "".join(syllable[:1] for syllable in lazy_pinyin(word))


def _less(counted: Counter[str]) -> dict[str, int]:
    """Words that are hardly ever read so, for want of others: a tenth of what they would be."""
    return {word: max(1, n // 10) for word, n in counted.items()}


def _likeliest(counted: Counter[str], sureness: float) -> tuple[tuple[str, float], ...]:
    found = counted.most_common(MOST_WORDS)
    if not found:
        return ()
    most = found[0][1]
    return tuple((word, sureness * (1.0 if 5 * n >= most else 0.6)) for word, n in found)
