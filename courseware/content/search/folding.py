"""Text as it is compared: width, case and punctuation do not matter, and every sign keeps its place."""

import re
import unicodedata

from opencc import OpenCC

HAN = re.compile(r"[㐀-鿿豈-﫿]")
#: a run of letters and digits, or a run of Chinese characters
RUN = re.compile(r"[^\W㐀-鿿豈-﫿_]+|[㐀-鿿豈-﫿]+")
_simplify = OpenCC("t2s").convert


class _Table(dict[int, str]):
    """Sign → how it is compared, always one sign for one sign; each is reckoned once."""

    def __missing__(self, code: int) -> str:
        self[code] = _folded_sign(chr(code))
        return self[code]


_TABLE = _Table()


def folded(text: str) -> str:
    """Letters and digits in lower case, everything else is a gap; as long as the text."""
    return text.translate(_TABLE)


def typed(query: str) -> list[str]:
    """The words of a query: in simplified characters, half-width, lower case."""
    return folded(_simplify(unicodedata.normalize("NFKC", query))).split()


def is_letters(word: str) -> bool:
    return word.isascii() and word.isalpha()


def has_han(word: str) -> bool:
    return HAN.search(word) is not None


def _folded_sign(sign: str) -> str:
    if sign == "\n":
        return sign
    normal = unicodedata.normalize("NFKC", sign)
    normal = normal.lower() if len(normal) == 1 else sign
    return normal if len(normal) == 1 and normal.isalnum() else " "
