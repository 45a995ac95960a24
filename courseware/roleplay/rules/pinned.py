"""A scenario back from the JSON in which it was kept."""

from collections.abc import Mapping
from typing import Any

from courseware.content.definitions import (
    Choice,
    Digest,
    ListenFor,
    Node,
    Persona,
    RoleplayDefinition,
    Text,
)


def roleplay_from(content: Mapping[str, Any]) -> RoleplayDefinition:
    """The scenario that `authoring` kept."""
    persona = {name: Text(**words) for name, words in content["persona"].items()}
    made = {
        "title": Text(**content["title"]),
        "scene": Text(**content["scene"]),
        "goal": Text(**content["goal"]),
        "persona": Persona(**persona),
        "nodes": {node_id: _node(node) for node_id, node in content["nodes"].items()},
        "digest": Digest(**content["digest"]),
    }
    return RoleplayDefinition(**{**content, **made})


def _node(content: Mapping[str, Any]) -> Node:
    made = {
        name: Text(**content[name]) if content[name] else None
        for name in ("line", "prompt", "model", "summary")
    }
    listen = tuple(
        ListenFor(rule["criterion"], rule["mark"], {k: tuple(w) for k, w in rule["any"].items()})
        for rule in content["listen_for"]
    )
    choices = tuple(_choice(choice) for choice in content["choices"])
    return Node(**{**content, **made, "choices": choices, "listen_for": listen})


def _choice(content: Mapping[str, Any]) -> Choice:
    made = {"line": Text(**content["line"]), "coach": Text(**content["coach"])}
    return Choice(**{**content, **made})
