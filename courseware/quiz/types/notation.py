"""Answers as they stand on paper, such as B, A C, 1C 2A 3B: written from a response, and read back into one. Pure."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from string import ascii_uppercase

from courseware.content.definitions import QuestionDefinition
from courseware.errors import Refused
from courseware.kit.answers import number
from courseware.quiz.types import type_of
from courseware.quiz.types.base import MOST_TYPED, Response, variants

_TRUE = {"T", "TRUE", "Y", "YES", "R", "RIGHT", "对", "對", "是", "正确", "正確", "√", "✓", "✔"}
_FALSE = {"F", "FALSE", "N", "NO", "W", "WRONG", "错", "錯", "否", "不对", "不對", "错误", "錯誤"}
_FALSE |= {"不是", "X", "×", "✗", "✘"}
#: what stands between letters means nothing
_BETWEEN = re.compile(r"[\s,;:.、。，；：/+&()\[\]{}<>【】→|_=–—-]+")
_PAIR = re.compile(r"(\d{1,3})([A-Z])")
_NOT_ANSWERED = {"-", "–", "—", "_", "/"}


def letter(place: int) -> str:
    """The letter of the option, item or side at a place, from 0."""
    return ascii_uppercase[place]


def written(question: QuestionDefinition, order: Sequence[str], response: Response) -> str:
    """A response as it is written on paper; empty when there is none."""
    if response is None:
        return ""
    if question.type == "true_false":
        return "T" if response == "true" else "F"
    if question.type in ("single", "multiple", "ordering"):
        letters = _letters(_lettered(question, order))
        chosen = [letters[part] for part in _listed(response) if part in letters]
        return " ".join(chosen if question.type == "ordering" else sorted(chosen))
    if question.type in ("matching", "categorize"):
        letters = _letters(_lettered(question, order))
        numbered = enumerate(_numbered(question, order), 1)
        return " ".join(f"{n}{letters[response[i]]}" for n, i in numbered if i in response)
    return str(response)


def read(question: QuestionDefinition, order: Sequence[str], text: str) -> Response:
    """The response that somebody wrote on paper, in either language and however spaced.

    None when nothing was written; Refused, with a sentence on what is expected, when it can be no answer.
    """
    typed = text.strip()
    if not typed or typed in _NOT_ANSWERED:
        return None
    return _READERS[question.type](question, order, typed)


def _read_single(question: QuestionDefinition, order: Sequence[str], typed: str) -> Response:
    found = _places(_lettered(question, order), typed)
    if len(found) != 1:
        raise Refused("Write one letter from A to {last}.", last=_last(question, order))
    return found[0]


def _read_multiple(question: QuestionDefinition, order: Sequence[str], typed: str) -> Response:
    found = set(_places(_lettered(question, order), typed))
    if not found:
        last = _last(question, order)
        raise Refused("Write letters from A to {last}, each once, such as A C.", last=last)
    return [option.id for option in question.options if option.id in found]


def _read_true_false(question: QuestionDefinition, order: Sequence[str], typed: str) -> Response:
    del question, order
    word = _BETWEEN.sub("", _plain(typed))
    if word in _TRUE:
        return "true"
    if word in _FALSE:
        return "false"
    raise Refused("Write T for true or F for false.")


def _read_typed(question: QuestionDefinition, order: Sequence[str], typed: str) -> Response:
    del question, order
    return typed[:MOST_TYPED]


def _read_number(question: QuestionDefinition, order: Sequence[str], typed: str) -> Response:
    del order
    unit = question.body.get("unit")
    if number(typed, variants(unit) if unit else ()) is None:
        raise Refused("Write a number such as 25; leave the box empty when there is none.")
    return typed[:MOST_TYPED]


def _read_order(question: QuestionDefinition, order: Sequence[str], typed: str) -> Response:
    found = _places(_lettered(question, order), typed)
    if not found:
        last = _last(question, order)
        raise Refused("Write the letters from A to {last} in order, each once.", last=last)
    return found


def _read_pairs(question: QuestionDefinition, order: Sequence[str], typed: str) -> Response:
    """Numbers with letters; or, without any number, a letter for each in turn."""
    numbered, parts = _numbered(question, order), _lettered(question, order)
    code = _BETWEEN.sub("", _plain(typed))
    if code.isalpha() and len(code) == len(numbered):
        code = "".join(f"{n}{sign}" for n, sign in enumerate(code, 1))
    pairs = [(int(n), ascii_uppercase.index(sign)) for n, sign in _PAIR.findall(code)]
    places = [n for n, _ in pairs]
    if (
        _PAIR.sub("", code)
        or len(set(places)) != len(places)
        or any(not 1 <= n <= len(numbered) or part >= len(parts) for n, part in pairs)
    ):
        raise Refused(
            "Write a letter from A to {last} for each number from 1 to {n}, such as 1B 2A.",
            last=_last(question, order),
            n=len(numbered),
        )
    return {numbered[n - 1]: parts[part] for n, part in pairs}


_READERS: dict[str, Callable[[QuestionDefinition, Sequence[str], str], Response]] = {
    "single": _read_single,
    "multiple": _read_multiple,
    "true_false": _read_true_false,
    "fill_in": _read_typed,
    "numeric": _read_number,
    "matching": _read_pairs,
    "ordering": _read_order,
    "categorize": _read_pairs,
    "short_text": _read_typed,
}


def _lettered(question: QuestionDefinition, order: Sequence[str]) -> list[str]:
    """The ids of what has letters on paper, in the paper's order."""
    names = {"matching": "rights", "categorize": "categories", "ordering": "items"}
    parts = type_of(question).parts(question, order)
    return [part.id for part in parts[names.get(question.type, "options")]]


def _numbered(question: QuestionDefinition, order: Sequence[str]) -> list[str]:
    """The ids of what has numbers on paper."""
    parts = type_of(question).parts(question, order)
    return [part.id for part in parts["lefts" if question.type == "matching" else "items"]]


def _letters(ids: Sequence[str]) -> dict[str, str]:
    return {part: letter(place) for place, part in enumerate(ids)}


def _last(question: QuestionDefinition, order: Sequence[str]) -> str:
    return letter(len(_lettered(question, order)) - 1)


def _places(ids: Sequence[str], typed: str) -> list[str]:
    """The ids behind letters; none when there is anything else, or a letter twice."""
    code = _BETWEEN.sub("", _plain(typed))
    known = {sign: part for part, sign in _letters(ids).items()}
    if len(set(code)) != len(code) or not set(code) <= set(known):
        return []
    return [known[sign] for sign in code]


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).upper()


def _listed(response: Response) -> Sequence[str]:
    return response if isinstance(response, list | tuple) else [response]
