"""Units as people type them: which figures may be added up, and money of one currency on one scale. Pure."""

import re
from dataclasses import dataclass
from decimal import Decimal

from courseware.exercise.rules.answers import number as _number
from courseware.kit.answers import fold

#: shares, scores and stretches of time are averages: adding them up says nothing
_NO_SUMS = re.compile(
    r"%|‰|百分|成$|比例|(?<![a-z])(?:per ?cent|percentage|points?|pts?|ratio|score|days?|hours?|months?|weeks?)"
    r"(?![a-z])|^[分天倍]$|^(?:小时|个?月|周|工作日|times as many)$"
)
_PER = re.compile(r"(?:/|每| a | per )")
_CURRENCIES = {
    "CNY": r"(?<![a-z])(?:cny|rmb|yuan)(?![a-z])|人民币|¥|(?<!单)元",
    "USD": r"(?<![a-z])(?:usd|dollars?)(?![a-z])|美元|美金|\$",
    "EUR": r"(?<![a-z])(?:eur|euros?)(?![a-z])|欧元|€",
    "HKD": r"(?<![a-z])hkd(?![a-z])|hk\$|港元|港币",
    "JPY": r"(?<![a-z])(?:jpy|yen)(?![a-z])|日元|円",
    "GBP": r"(?<![a-z])gbp(?![a-z])|英镑|£",
}
#: the longest first: 百万 before 万
_SCALES = (
    (r"十亿|billion|bn", 10**9), (r"亿", 10**8), (r"千万", 10**7), (r"百万|million|(?<![a-z])m(?:n|io)?(?![a-z])", 10**6),
    (r"十万", 10**5), (r"万|10 ?k|ten thousand", 10**4), (r"千|thousand|(?<![a-z])k(?![a-z])", 10**3),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """What figures in one unit share: units with the same `key` are added up, each times its `scale`."""

    key: str
    words: str
    scale: int = 1


def unit_of(text: str) -> Unit | None:
    """The unit somebody typed; none for shares, scores and times, which are never added up."""
    plain = fold(text)
    if not plain:
        return None
    currency = _currency(plain)
    if currency is not None and not _PER.search(f" {plain} "):
        return Unit(currency, text.strip(), _scale(plain))
    stretch = _PER.split(plain)[0] if _PER.search(f" {plain} ") else plain
    if _NO_SUMS.search(stretch.strip()):
        return None
    return Unit(plain, text.strip())


def plain(value: float | int | Decimal) -> float | int:
    """A figure without the noise of binary fractions: 0.1 + 0.2 is 0.3, and 3.0 is 3."""
    exact = Decimal(str(value)).quantize(Decimal("0.000001"))
    return int(exact) if exact == exact.to_integral_value() else float(exact)


def figure(value: object) -> float | int | None:
    """A number that was typed, none where there is none."""
    found = _number(value) if value not in (None, "") else None
    return plain(found) if found is not None else None


def _currency(plain_text: str) -> str | None:
    for name, pattern in reversed(_CURRENCIES.items()):  # 元 stands in 美元, 欧元 and 港元 too
        if re.search(pattern, plain_text):
            return name
    return None


def _scale(plain_text: str) -> int:
    return next((size for words, size in _SCALES if re.search(words, plain_text)), 1)
