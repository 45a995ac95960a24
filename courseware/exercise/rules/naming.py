"""Where one row names another: ends of a graph's links, what lies under what. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.exercise.types import Problem

#: rows and their column, such as ("chain.links", "from")
Place = tuple[str, str]


def naming(definition: ExerciseDefinition) -> dict[Place, Place]:
    """Each column that names a row, and the column in which the names are typed."""
    found: dict[Place, Place] = {}
    for field in definition.fields:
        if field.type == "graph":
            names = (f"{field.key}.nodes", "name")
            found |= {(f"{field.key}.links", end): names for end in ("from", "to")}
        elif field.type == "tree":
            found[field.key, "under"] = (field.key, "name")
    for picture in definition.pictures:
        table, under = picture.roles.get("table", ""), picture.roles.get("under", "")
        if picture.kind == "cascade" and _is_text(definition, table, under):
            found[table, under] = (table, picture.roles["label"])
    return found


def list_id(source: Place) -> str:
    """The id of the list on the page; no digit stands in it that a moved row would change."""
    return f"names.{source[0]}.{source[1]}"


def naming_problems(
    field: FieldDefinition, value: Mapping[str, Any] | list[Any]
) -> Iterator[Problem]:
    """Links of a graph, and rows of a tree, that name what is not there; a link needs both its ends."""
    if field.type == "tree" and isinstance(value, list):
        known = _typed(value)
        for place, row in enumerate(value):
            yield from _unknown(row.get("under"), known, f"{field.key}-{place}-under")
    elif field.type == "graph" and isinstance(value, Mapping):
        known = _typed(value.get("nodes") or [])
        for place, row in enumerate(value.get("links") or []):
            for end in ("from", "to"):
                name = f"{field.key}.links-{place}-{end}"
                if not str(row.get(end) or "").strip():
                    yield Problem(name, "Row {n} is missing this.", {"n": place + 1})
                yield from _unknown(row.get(end), known, name)


def _unknown(named: Any, known: set[str], place: str) -> Iterator[Problem]:
    text = str(named or "").strip()
    if text and text not in known:
        yield Problem(place, "“{words}” is not among the names typed above.", {"words": text[:60]})


def _typed(rows: list[Mapping[str, Any]]) -> set[str]:
    return {str(row.get("name") or "").strip() for row in rows}


def _is_text(definition: ExerciseDefinition, table: str, column: str) -> bool:
    field = next((f for f in definition.fields if f.key == table), None)
    return any(c.key == column and c.type == "text" for c in (field.columns if field else ()))
