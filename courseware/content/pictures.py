"""The pictures a form may draw from its answers: their kinds, and which field plays which part."""

from collections.abc import Mapping
from dataclasses import dataclass

from courseware.content.definitions import FieldDefinition, PictureDefinition
from courseware.content.reading import Entry

FIGURES = ("number", "money", "percent", "rating", "computed")
WORDS = ("text", "long_text")


@dataclass(frozen=True, slots=True)
class Role:
    """A part of a picture: the types of a field that can play it."""

    types: tuple[str, ...]
    required: bool = True
    in_table: bool = True  # a column of the picture's table; else a field of the form


TABLE = Role(("table",), in_table=False)
LABEL = Role((*WORDS, "choice", "person"))

#: kind → role → who may play it
KINDS: Mapping[str, Mapping[str, Role]] = {
    # five forces: how strong each is (rating), and in a few words why
    "forces": {
        role + end: Role(types, required=not end, in_table=False)
        for role in ("rivalry", "entrants", "substitutes", "suppliers", "buyers")
        for end, types in (("", ("rating", "number")), ("_words", WORDS))
    },
    # a dot a row: where two figures meet, as big as a third
    "bubbles": {
        "table": TABLE,
        "label": LABEL,
        "x": Role(FIGURES),
        "y": Role(FIGURES),
        "size": Role(FIGURES, required=False),
        "x_split": Role(FIGURES, required=False, in_table=False),
        "y_split": Role(FIGURES, required=False, in_table=False),
    },
    # people or things and what joins them
    "network": {"graph": Role(("graph",), in_table=False)},
    # an effect and its causes by branch
    "fishbone": {
        "effect": Role(WORDS, in_table=False),
        "table": TABLE,
        "branch": Role(("choice", "text")),
        "cause": LABEL,
    },
    # one answer leads to the next question
    "ladder": {"steps": Role(("list", "table"), in_table=False)},
    # how likely by how bad
    "heat": {
        "table": TABLE,
        "label": LABEL,
        "x": Role(("rating", "number", "computed")),
        "y": Role(("rating", "number", "computed")),
    },
    # what lies under what
    "tree": {"tree": Role(("tree",), in_table=False)},
    "cascade": {
        "table": TABLE,
        "label": LABEL,
        "under": Role(("text", "choice")),
        "value": Role((*FIGURES, "text"), required=False),
    },
    # bars along a calendar
    "gantt": {
        "table": TABLE,
        "label": LABEL,
        "start": Role(("date",)),
        "end": Role(("date",)),
        "done": Role(("percent", "number", "computed"), required=False),
    },
    # green, amber or red by two limits: where green lies below red, less is better
    "lights": {
        "table": TABLE,
        "label": LABEL,
        "value": Role(FIGURES),
        "green": Role(FIGURES),
        "red": Role(FIGURES),
    },
    # planned beside actual
    "bars": {
        "table": TABLE,
        "label": LABEL,
        "planned": Role(FIGURES),
        "actual": Role(FIGURES, required=False),
    },
}


def read_pictures(
    top: Entry, fields: Mapping[str, FieldDefinition]
) -> tuple[PictureDefinition, ...]:
    """`pictures:` of a form; every role is checked against the fields."""
    found = []
    for entry in top.entries("pictures"):
        kind, title = entry.one_of("kind", tuple(KINDS)), entry.text("title")
        roles = {}
        for name, role in KINDS.get(kind, {}).items():
            if not entry.has(name):
                if role.required:
                    entry.fault(name, f"is missing: a picture of kind {kind} needs {_list(role)}")
                continue
            roles[name] = entry.string(name)
            _check(entry, name, role, _place(roles, role, fields))
        entry.done()
        found.append(PictureDefinition(kind, title, roles))
    return tuple(found)


def _place(
    roles: Mapping[str, str], role: Role, fields: Mapping[str, FieldDefinition]
) -> Mapping[str, FieldDefinition]:
    """Where the player of a role is to be looked for."""
    if not role.in_table:
        return fields
    table = fields.get(roles.get("table", ""))
    return {column.key: column for column in table.columns} if table else {}


def _check(entry: Entry, name: str, role: Role, place: Mapping[str, FieldDefinition]) -> None:
    key = entry.string(name)
    player = place.get(key)
    if player is None:
        entry.fault(name, f"there is no {key!r}; there are {', '.join(place) or 'none'}")
    elif player.type not in role.types:
        entry.fault(name, f"{key!r} is of type {player.type}; it must be {_list(role)}")


def _list(role: Role) -> str:
    return " or ".join(role.types)
