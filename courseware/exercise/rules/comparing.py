"""What changed between two rounds of a form, field by field, line by line and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from courseware.exercise.types import FieldView, Sheet

#: words of a line times words of the other: more than this is shown as wholly rewritten, so that no page takes long
MOST = 1_000_000
_WORD = re.compile(r"[^\W\d_\u2e80-\U0003ffff]+|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words, and whether they stand on one side only."""

    text: str
    is_changed: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that changed: its lines before and now, side by side."""

    key: str
    label: str
    before: Sequence[Line]
    after: Sequence[Line]


def differences(before: Sheet, after: Sheet) -> list[Difference]:
    """The fields whose words differ, in the form's order; computed ones follow from others and are left out."""
    found = []
    for now in (f for f in after.fields if f.type != "computed"):
        then = before.field(now.key)
        old, new = as_lines(then) if then else "", as_lines(now)
        if old != new:
            found.append(Difference(now.key, now.label, *side_by_side(old, new)))
    return found


def side_by_side(old: str, new: str) -> tuple[list[Line], list[Line]]:
    """Two texts line by line; lines that are much alike are compared word by word."""
    was, now = old.splitlines(), new.splitlines()
    before: list[Line] = []
    after: list[Line] = []
    for kind, a, b, c, d in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            before += [(Piece(line),) for line in was[a:b]]
            after += [(Piece(line),) for line in now[c:d]]
            continue
        pairs = min(b - a, d - c)
        for one, other in zip(was[a : a + pairs], now[c : c + pairs], strict=True):
            left, right = _words(one, other)
            before.append(left)
            after.append(right)
        before += [(Piece(line, is_changed=True),) for line in was[a + pairs : b]]
        after += [(Piece(line, is_changed=True),) for line in now[c + pairs : d]]
    return before, after


def as_lines(field: FieldView) -> str:
    """A field's answer as plain lines: one a list item or table row."""
    if field.parts:
        return "\n".join(as_lines(part) for part in field.parts if part.rows)
    if field.rows:
        return "\n".join(" · ".join(cell.text for cell in row if cell.text) for row in field.rows)
    if field.items:
        return "\n".join(item.text for item in field.items)
    return field.cell.text if field.cell else ""


def lines(field: FieldView) -> list[str]:
    """As `as_lines`, line by line."""
    return as_lines(field).splitlines()


def _words(old: str, new: str) -> tuple[Line, Line]:
    was, now = _WORD.findall(old), _WORD.findall(new)
    if len(was) * len(now) > MOST:
        return (Piece(old, is_changed=True),), (Piece(new, is_changed=True),)
    steps = SequenceMatcher(None, was, now, autojunk=False).get_opcodes()
    left = [("".join(was[a:b]), kind != "equal") for kind, a, b, _, _ in steps]
    right = [("".join(now[c:d]), kind != "equal") for kind, _, _, c, d in steps]
    return tuple(_joined(left)), tuple(_joined(right))


def _joined(pieces: Sequence[tuple[str, bool]]) -> Iterator[Piece]:
    """Neighbours of one kind as one piece; a lone blank between two changes belongs to them."""
    text, changed = "", False
    for n, (words, is_changed) in enumerate(pieces):
        if not words:
            continue
        later = any(c and w for w, c in pieces[n + 1 :])
        is_part = is_changed or (changed and not words.strip() and later)
        if text and is_part != changed:
            yield Piece(text, changed)
            text = ""
        text, changed = text + words, is_part
    if text:
        yield Piece(text, changed)
