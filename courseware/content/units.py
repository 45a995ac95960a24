"""How a figure of the case prints: its unit in Chinese and English (the table in docs/authoring.md)."""

from courseware.content.definitions import CaseFact, Lang, Text

#: Unit → Chinese measure word, English singular, English plural.
WORDS = {
    "points": ("个百分点", "percentage point", "percentage points"),
    "people": ("人", "person", "people"),
    "companies": ("家", "company", "companies"),
    "orders": ("单", "order", "orders"),
    "days": ("天", "day", "days"),
    "weeks": ("周", "week", "weeks"),
    "months": ("个月", "month", "months"),
    "years": ("年", "year", "years"),
    "hours": ("小时", "hour", "hours"),
    "minutes": ("分钟", "minute", "minutes"),
    "times": ("倍", "time", "times"),
    "units": ("台", "unit", "units"),
    "sites": ("个点", "site", "sites"),
}
UNITS = ("m_cny", "cny", "percent", *WORDS, "count", "year", "text")


def printed(fact: CaseFact, lang: Lang) -> str:
    """The fact with its unit, as a lesson prints it."""
    value = fact.value
    if isinstance(value, Text):
        return value[lang]
    if fact.unit in ("m_cny", "cny"):
        return _yuan(round(value * 1_000_000, 2) if fact.unit == "m_cny" else value, lang)
    if fact.unit in WORDS:
        return _counted(value, WORDS[fact.unit], lang)
    if fact.unit == "count" and lang == "en":
        return _grouped(value)
    return bare(value) + ("%" if fact.unit == "percent" else "")


def number(fact: CaseFact) -> str:
    """The bare figure, without unit or separators; a text fact has none and gives its Chinese words."""
    return fact.value.zh if isinstance(fact.value, Text) else bare(fact.value)


def bare(value: float) -> str:
    """Plain decimal digits without needless zeros."""
    text = f"{value:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _counted(value: float, words: tuple[str, str, str], lang: Lang) -> str:
    zh, one, many = words
    if lang == "zh":
        return f"{bare(value)} {zh}"
    return f"{_grouped(value)} {one if value == 1 else many}"


def _grouped(value: float) -> str:
    whole, _, part = bare(value).partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def _yuan(value: float, lang: Lang) -> str:
    size = abs(value)
    if lang == "en":
        if size >= 1_000_000_000:
            return f"CNY {bare(value / 1_000_000_000)} billion"
        if size >= 1_000_000:
            return f"CNY {bare(value / 1_000_000)} million"
        return f"CNY {_grouped(value)}"
    if size >= 100_000_000:
        return f"{bare(value / 100_000_000)} 亿元"
    # An amount that needs more than two decimals as 万元 reads better in yuan.
    if size >= 10_000 and round(value, 2) % 100 == 0:
        return f"{bare(value / 10_000)} 万元"
    return f"{bare(value)} 元"
