"""Which lines of a form can be starred, and where a star stands once the form was handed in again. Pure."""

from collections.abc import Iterable, Mapping

from courseware.exercise.types import FieldView, Sheet
from courseware.exercise.types.starring import StarRow


def lines_of(sheet: Sheet) -> dict[str, str]:
    """Every place of a sheet that has words: field key, or key-row, with its words."""
    found: dict[str, str] = {}
    for field in sheet.fields:
        if field.type != "computed":
            found.update(_lines(field))
    return found


def field_of(place: str) -> str:
    """The key of the field that a place lies in."""
    return place.partition("-")[0].partition(".")[0]


def standing(stars: Iterable[StarRow], sheets: Mapping[int, Sheet]) -> list[tuple[StarRow, str]]:
    """Each star with its place in the last round; a line keeps it through a new round as long as its words stay."""
    lines = {number: lines_of(sheet) for number, sheet in sheets.items()}
    last = lines[max(lines)] if lines else {}
    found = []
    for star in stars:
        place = _moved(star.place, lines.get(star.round, {}), last)
        if place:
            found.append((star, place))
    return found


def _moved(place: str, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    words = then.get(place)
    if words is None:
        return ""
    if now.get(place) == words:
        return place
    key = field_of(place)
    same = (p for p, text in now.items() if text == words and field_of(p) == key)
    return next(same, "")


def _lines(field: FieldView) -> Iterable[tuple[str, str]]:
    if field.is_empty:
        return
    if field.parts:
        for part in field.parts:
            yield from _rows(part)
    elif field.items:
        yield from (
            (f"{field.key}-{n}", item.text) for n, item in enumerate(field.items) if item.text
        )
    elif field.rows and not field.row_labels:
        yield from _rows(field)
    elif field.rows:
        yield field.key, " / ".join(c.text for row in field.rows for c in row if c.text)
    elif field.cell and field.cell.text:
        yield field.key, field.cell.text


def _rows(field: FieldView) -> Iterable[tuple[str, str]]:
    for n, row in enumerate(field.rows):
        words = " · ".join(c.text for c in row if c.text and c.type != "computed")
        if words:
            yield f"{field.key}-{n}", words
