"""What changed between two rounds of a form, field by field."""

from dataclasses import dataclass

from courseware.exercise.types import FieldView, Sheet


@dataclass(frozen=True, slots=True)
class Difference:
    key: str
    label: str
    before: str
    after: str


def differences(before: Sheet, after: Sheet) -> list[Difference]:
    """The fields whose words differ, in the form's order; computed ones follow from others and are left out."""
    found = []
    for now in (f for f in after.fields if f.type != "computed"):
        then = before.field(now.key)
        old, new = as_lines(then) if then else "", as_lines(now)
        if old != new:
            found.append(Difference(now.key, now.label, old, new))
    return found


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
