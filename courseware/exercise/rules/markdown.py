"""A form as Markdown: headings, lists and tables that any reader of Markdown shows alike."""

import re
from collections.abc import Iterator, Sequence

from courseware.exercise.types import CellView, FieldView, Sheet

#: what Markdown would read as more than a sign, and what only some dialects let one escape
_SIGNS = re.compile(r"[\\`*_{}\[\]#]")
_ODD = str.maketrans({sign: f"&#{ord(sign)};" for sign in "~$^|"} | {"&": "&amp;", "<": "&lt;"})
_LINE_START = re.compile(r"^([-+])(?=[\s-]|$)|^(\d+)([.)])(?=\s|$)|^(>)|^(=)")
FIGURES = frozenset({"number", "money", "percent", "computed"})


def as_markdown(sheet: Sheet, facts: Sequence[str]) -> str:
    """The form; `facts` are lines below the title, the state among them."""
    lines = [f"# {inline(sheet.title)}", "", *(f"- {inline(fact)}" for fact in facts), ""]
    for section in sheet.sections:
        lines += [f"## {inline(section.title)}", ""]
        for one in section.fields:
            lines += [f"### {inline(one.label)}", "", *_value(one), ""]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def inline(text: str) -> str:
    """Words on one line, none of which means anything to Markdown."""
    return _plain(" ".join(text.split()))


def _plain(line: str) -> str:
    text = _SIGNS.sub(r"\\\g<0>", line.translate(_ODD).replace("&#", "&\0"))
    return _LINE_START.sub(_tamed, text).replace("&\0", "&#")


def _tamed(start: re.Match[str]) -> str:
    """The beginning of a line that would be a list, a quotation or a heading's underline."""
    bullet, figure, stop, quote, _equals = start.groups()
    if bullet:
        return f"\\{bullet}"
    if figure:
        return f"{figure}\\{stop}"
    return "&gt;" if quote else "&#61;"


def _value(one: FieldView) -> Iterator[str]:
    if one.is_empty:
        yield "–"
    elif one.parts:
        for part in (p for p in one.parts if p.rows):
            yield from (f"**{inline(part.label)}**", "", *_table(part), "")
    elif one.rows:
        yield from _table(one)
    elif one.items:
        yield from (f"- {inline(item.text)}" for item in one.items)
    elif one.cell:
        unit = f" {one.unit}" if one.unit and one.cell.number is not None else ""
        yield from _paragraphs(one.cell.text + unit)


def _paragraphs(text: str) -> Iterator[str]:
    """Lines stay lines: two blanks at the end of each but the last of a paragraph."""
    lines = [_plain(line.strip()) for line in text.splitlines()]
    for place, line in enumerate(lines):
        goes_on = line and place + 1 < len(lines) and lines[place + 1]
        yield line + ("  " if goes_on else "")


def _table(one: FieldView) -> Iterator[str]:
    first = [""] if one.row_labels else []
    yield _row([*first, *(_head(c) for c in one.columns)])
    yield _row([*(["---"] if first else []), *("---:" if c.type in FIGURES else "---" for c in one.columns)])  # fmt: skip
    for place, cells in enumerate(one.rows):
        label = [inline(one.row_labels[place])] if one.row_labels else []
        yield _row([*label, *(_cell(c.text) for c in cells)])


def _cell(text: str) -> str:
    return inline(text).replace("&#124;", "\\|")


def _head(column: CellView) -> str:
    is_said = not column.unit or column.unit in column.label
    return inline(column.label if is_said else f"{column.label} ({column.unit})")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
