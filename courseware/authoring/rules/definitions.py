"""Definitions as JSON and back."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from courseware.content.definitions import (
    Criterion,
    Digest,
    OptionDefinition,
    QuestionDefinition,
    RubricDefinition,
    Text,
    WrongAnswer,
)


def digest_of(digest: Digest) -> str:
    """What names a definition in the table: the same words with another key are another definition."""
    return digest.version + digest.text


def to_json(value: Any) -> Any:
    """A definition, or a part of one, as JSON."""
    if is_dataclass(value):
        return {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    return value


def question_from(content: Mapping[str, Any]) -> QuestionDefinition:
    """The question that `to_json` wrote; its body stays JSON, texts in it are {zh, en}."""
    plain = {f.name: content[f.name] for f in fields(QuestionDefinition) if f.name in content}
    options = tuple(
        OptionDefinition(o["id"], _text(o["text"]), _text(o["feedback"]), o["correct"])
        for o in content["options"]
    )
    wrong = tuple(WrongAnswer(w["given"], _text(w["feedback"])) for w in content["wrong"])
    made = {
        "text": _text(content["text"]),
        "explanation": _text(content["explanation"]),
        "options": options,
        "wrong": wrong,
        "digest": Digest(**content["digest"]),
    }
    return QuestionDefinition(**(plain | made))


def rubric_from(content: Mapping[str, Any]) -> RubricDefinition:
    """The rubric that `authoring` kept."""
    made = {
        "title": _text(content["title"]),
        "criteria": tuple(_criterion(criterion) for criterion in content["criteria"]),
        "digest": Digest(**content["digest"]),
    }
    return RubricDefinition(**{**content, **made})


def _criterion(content: Mapping[str, Any]) -> Criterion:
    made = {
        "name": _text(content["name"]),
        "levels": tuple(_text(level) for level in content["levels"]),
        "checks": tuple(content.get("checks", ())),
    }
    return Criterion(**{**content, **made})


def _text(value: Mapping[str, str]) -> Text:
    return Text(zh=value["zh"], en=value["en"])
