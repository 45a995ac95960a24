"""A form back from the JSON in which it was kept."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from courseware.content.definitions import (
    CheckDefinition,
    Digest,
    ExerciseDefinition,
    FieldDefinition,
    PictureDefinition,
    SectionDefinition,
    Text,
)


def exercise_from(content: Mapping[str, Any]) -> ExerciseDefinition:
    """The form that `authoring` kept: its fields, checks, pictures and example."""
    made = {
        "title": Text(**content["title"]),
        "purpose": Text(**content["purpose"]),
        "sections": tuple(_section(section) for section in content["sections"]),
        "checks": tuple(
            CheckDefinition(**{**check, "message": Text(**check["message"])})
            for check in content["checks"]
        ),
        "pictures": tuple(
            PictureDefinition(each["kind"], Text(**each["title"]), dict(each["roles"]))
            for each in content.get("pictures", ())
        ),
        "digest": Digest(**content["digest"]),
    }
    plain = {f.name: content[f.name] for f in fields(ExerciseDefinition) if f.name in content}
    return ExerciseDefinition(**{**plain, **made})


def _section(content: Mapping[str, Any]) -> SectionDefinition:
    return SectionDefinition(
        content["id"],
        Text(**content["title"]),
        _text(content["guidance"]),
        tuple(_field(field) for field in content["fields"]),
    )


def _field(content: Mapping[str, Any]) -> FieldDefinition:
    made = {
        "label": Text(**content["label"]),
        "guidance": _text(content["guidance"]),
        "unit": _text(content["unit"]),
        "columns": tuple(_field(column) for column in content["columns"]),
        "carry_from": tuple(content["carry_from"]),
    }
    made |= {name: _named(content[name]) for name in ("options", "rows", "cells")}
    plain = {f.name: content[f.name] for f in fields(FieldDefinition) if f.name in content}
    return FieldDefinition(**{**plain, **made})


def _named(content: Any) -> tuple[tuple[str, Text], ...]:
    return tuple((name, Text(**words)) for name, words in content)


def _text(content: Mapping[str, str] | None) -> Text | None:
    return Text(**content) if content is not None else None
