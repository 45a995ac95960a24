"""takes-up: words the customer has just used, or the same concern in other words, in the answer."""

import re
from functools import cache

from courseware.roleplay.rules.checks.concerns import CONCERNS, STOP_EN, STOP_ZH
from courseware.roleplay.rules.checks.reading import Line, Span, chinese, english

_WORD = re.compile(r"[a-z][a-z'-]*[a-z]|\d[\d,.]*\d|\d")
_HAN = re.compile(r"[㐀-鿿]+|\d+")
# One shared word is enough where the line points back with it.
_POINTS_BACK = english(
    r"""(?:that|those|these|the same|your|their|his|her) $|^(?:if|since|when|because|with|given|so|losing|after|while|where)|you (?:said|say|mentioned|told|feel|felt|see|think|want|fear|need|mean|call|had)|sounds like|so it's|so the"""
)
# The seller's own matters: a word shared by chance.
_ADDRESSES = english("you|your|yours|you're|you've")
_OWN = {
    "en": english("we|we're|we've|our|ours|us|i hear|thank|thanks|special|offer|now|also"),
    "zh": chinese("我们|咱们公司|新出|套餐|新款|一向|您放心"),
}
_SUFFIXES = (
    "ations",
    "ation",
    "ings",
    "ing",
    "ies",
    "ied",
    "ness",
    "edly",
    "ed",
    "ers",
    "er",
    "es",
    "ly",
    "s",
    "y",
    "e",
)


def takes_up(line: Line, lang: str, customer: Line) -> list[Span]:
    """The words of the line that the customer's last words, or their concern, are found in."""
    if not customer.text:
        return []
    shared = _shared_zh(line, customer) if lang == "zh" else _shared_en(line, customer)
    meant = _same_concern(line, customer, lang)
    if _weight(line, shared, lang) >= 2:
        return shared
    extra = [span for span in meant if not any(_overlap(span, other) for other in shared)]
    if extra and (len(extra) >= 2 or shared or not _is_own(line, extra[0], lang)):
        return sorted(shared + extra)
    if shared and _points_back(line, shared[0], lang):
        return shared
    return []


def _weight(line: Line, spans: list[Span], lang: str) -> int:
    """How much is shared: words in English; in Chinese a word of two characters is one, of four is two."""
    kinds = {line.text[start:end] for start, end in spans}
    if lang != "zh":
        return len({_stem(kind) for kind in kinds})
    return sum(1 if len(_content(kind)) < 4 else 2 for kind in kinds)


def _shared_en(line: Line, customer: Line) -> list[Span]:
    known = {_stem(word[0]) for word in _WORD.finditer(customer.text) if word[0] not in STOP_EN}
    return [
        word.span()
        for word in _WORD.finditer(line.text)
        if word[0] not in STOP_EN and _stem(word[0]) in known
    ]


def _shared_zh(line: Line, customer: Line) -> list[Span]:
    """The longest pieces that both have, of two content characters or more."""
    known = "\n".join(match[0] for match in _HAN.finditer(customer.text))
    found: list[Span] = []
    for run in _HAN.finditer(line.text):
        at = run.start()
        while at < run.end() - 1:
            end = at
            while end < run.end() and line.text[at : end + 1] in known:
                end += 1
            if end - at >= 2 and len(_content(line.text[at:end])) >= 2:
                found.append((at, end))
                at = end
            else:
                at += 1
    return found


def _content(piece: str) -> str:
    """What is left without the words that say nothing."""
    for word in STOP_ZH:
        piece = piece.replace(word, "")
    return piece


def _same_concern(line: Line, customer: Line, lang: str) -> list[Span]:
    found: list[Span] = []
    for concern in CONCERNS[lang]:
        pattern = english(concern) if lang == "en" else chinese(concern)
        if pattern.search(customer.text):
            found += [match.span() for match in pattern.finditer(line.text)]
    return found


def _points_back(line: Line, span: Span, lang: str) -> bool:
    clause = next((c for c in line.clauses if c.start <= span[0] < c.end), None)
    if clause is None or _is_own(line, span, lang):
        return False
    if lang == "zh":
        return True
    before = line.text[max(0, span[0] - 10) : span[0]]
    if re.search(r"(?:that|those|these|your|their) $", before):
        return True
    sentence = next(s for s in line.sentences if s.start <= span[0] < s.end)
    return bool(_POINTS_BACK.search(clause.text)) or (
        sentence.is_question or bool(_ADDRESSES.search(sentence.text))
    )


def _is_own(line: Line, span: Span, lang: str) -> bool:
    """Whether the sentence is about the seller."""
    sentence = next((s for s in line.sentences if s.start <= span[0] < s.end), None)
    return sentence is not None and bool(_OWN[lang].search(sentence.text))


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


@cache
def _endings() -> re.Pattern[str]:
    return re.compile(rf"(?<=\w\w\w)(?:{'|'.join(_SUFFIXES)})$")


def _stem(word: str) -> str:
    """The word without its ending, roughly: enough to know promise and promised, story and stories."""
    word = word.removesuffix("'s")
    stem = _endings().sub("", word)
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] else stem
