"""How a Chinese name is spelt in 拼音: to put names in the order of a phone book, and to find them by letters."""

from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

#: signs that are read otherwise when they are a family name
FAMILY_NAMES = {
    "单": "shan4",
    "曾": "zeng1",
    "解": "xie4",
    "仇": "qiu2",
    "区": "ou1",
    "查": "zha1",
    "任": "ren2",
    "盖": "ge3",
    "朴": "piao2",
    "繁": "po2",
    "华": "hua4",
    "种": "chong2",
    "翟": "zhai2",
    "乐": "yue4",
    "缪": "miao4",
    "员": "yun4",
    "召": "shao4",
    "折": "she2",
    "冼": "xian3",
    "谌": "chen2",
    "幺": "yao1",
    "牟": "mu4",
    "宁": "ning4",
    "燕": "yan1",
    "葛": "ge3",
    "应": "ying1",
    "尉迟": "yu4 chi2",
    "万俟": "mo4 qi2",
    "长孙": "zhang3 sun1",
    "澹台": "tan2 tai2",
}
#: of people whose names are kept ready
MOST_NAMES = 20_000


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name in letters."""

    order: tuple[str, ...]  #: to sort by: syllable by syllable, with tones
    letters: str  #: linxia
    initials: str  #: lx


@lru_cache(MOST_NAMES)
def spelling_of(name: str) -> Spelling:
    """The spelling of a name; what is not Chinese stays as it is, in lower case and without gaps."""
    text = "".join(name.split()).lower()
    order = tuple(_syllables(text))
    plain = [syllable.rstrip("12345") if syllable[:1].isalpha() else syllable for syllable in order]
    return Spelling(order, "".join(plain), "".join(_initial(syllable) for syllable in plain))


def _syllables(text: str) -> list[str]:
    for length in (2, 1):
        known = FAMILY_NAMES.get(text[:length])
        if known:
            return [*known.split(), *_spelt(text[length:])]
    return _spelt(text)


def _spelt(text: str) -> list[str]:
    found: list[str] = lazy_pinyin(text, style=Style.TONE3)
    return found


def _initial(syllable: str) -> str:
    return syllable[:1] if syllable[:1].isalpha() else syllable
