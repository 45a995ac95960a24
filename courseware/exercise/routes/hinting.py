"""Advice while a form is typed, for autosave's answer."""

from collections.abc import Mapping
from typing import Any

from courseware.content.definitions import ExerciseDefinition
from courseware.exercise.rules import smart
from courseware.web.locale import t


def hints_by_field(definition: ExerciseDefinition, found: Mapping[str, Any]) -> dict[str, str]:
    """Advice by field; an empty text where there is none any more, so that the page takes it away."""
    said: dict[str, list[str]] = {f"hints.{f.key}": [] for f in definition.fields if f.columns}
    for hint in smart.hints(definition, found):
        sentence = t(hint.sentence, **hint.values)
        said.setdefault(f"hints.{hint.place.partition('-')[0]}", []).append(sentence)
    return {name: "\n".join(sentences) for name, sentences in said.items()}
