"""Pictures that authors write as YAML: drawn once at load, static, readable aloud, the same on screen and in PDF."""

from collections.abc import Callable

from courseware.kit.fields import Fields
from courseware.kit.figures import charts, flow, tables
from courseware.kit.figures.figure import Figure
from courseware.kit.yamltree import Fault, Map, mapped, read

__all__ = ["DRAWN", "Figure", "draw"]

#: Kind of fence → its maker. A maker reads what it needs; unknown keys are reported afterwards.
_MAKERS: dict[str, Callable[[Fields, str], Figure]] = {
    "matrix": tables.matrix,
    "compare": tables.compare,
    "process": flow.process,
    "funnel": flow.funnel,
    "chart": charts.chart,
}
DRAWN = frozenset(_MAKERS)


def draw(
    kind: str, body: str, line: int, words: Callable[[str], str] = str
) -> tuple[Figure | None, list[Fault]]:
    """The picture of a fence whose body starts at `line`; None with its faults when it cannot be drawn.

    `words` changes each text of the body after it was read.
    """
    value, faults = read(body, line)
    if faults:
        return None, faults
    if not isinstance(value, Map):
        return None, [
            Fault(line, kind, "holds no YAML mapping: start with `alt:` and the picture's own keys")
        ]
    fields = Fields(mapped(value, words), kind, faults)
    alt = fields.string("alt")
    if alt and len(alt) < 10:
        fields.fault(
            "alt", "is too short: say in a sentence what the picture shows, for who hears the page"
        )
    figure = _MAKERS[kind](fields, alt)
    fields.done()
    return (None, faults) if faults else (figure, faults)
