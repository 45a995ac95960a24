"""A scenario written in the browser: the same reader and the same checks as for a file, from a text."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from courseware.content.checks.links import check_roleplay
from courseware.content.checks.roleplays import check_one, is_playable, reached_share, targets
from courseware.content.checks.view import View
from courseware.content.definitions import Course, Node, RoleplayDefinition
from courseware.content.problems import Problem
from courseware.content.reading import Document, Load
from courseware.content.readings import Readings
from courseware.content.references import Names
from courseware.content.roleplays import read_document
from courseware.content.typed_figures import TypedFigures
from courseware.kit import chinese
from courseware.kit.yamltree import Fault

#: more would be no talk, and would keep the checks and the picture busy for long
MOST_NODES, MOST_WAYS = 200, 600
#: share of the nodes that must hang together for a picture of a text with faults
LEAST_REACHED = 0.25


@dataclass(frozen=True, slots=True)
class OwnRoleplay:
    """What a text came to. `definition` is none where it cannot be read; `sketch` is what can be drawn of it."""

    definition: RoleplayDefinition | None
    sketch: RoleplayDefinition | None
    problems: tuple[Problem, ...]
    can_end: bool = False  # every way comes to an ending, and its rubric is there

    @property
    def is_green(self) -> bool:
        """Whether it keeps every rule; remarks that are no errors do not count."""
        return self.definition is not None and not any(p.is_error for p in self.problems)

    @property
    def is_playable(self) -> bool:
        """Whether it can be tried: it may be unfinished, but a talk must come to an end and find its rubric."""
        return self.definition is not None and self.can_end


def read_own_roleplay(course: Course, text: str, *, name: str, module: str) -> OwnRoleplay:
    """The scenario `name` of a module from its YAML; a text that was read before is not read again."""
    key = hashlib.sha256(f"{name}\n{module}\n{text}".encode()).hexdigest()
    return _shelf.get(course, key) or _shelf.put(course, key, _read(course, text, name, module))


@chinese.showing(is_traditional=False)
def _read(course: Course, text: str, name: str, module: str) -> OwnRoleplay:
    facts = course.case_facts
    load = Load(Path(), Names(facts=facts), TypedFigures(facts))
    path = Path(f"modules/{module}/roleplays/{name}.yaml")  # names it; nothing is read from there
    document = Document(load, path, text)
    if module not in course.by_slug:
        document.faults.append(Fault(1, "", f"belongs to {module}, which is no module any more"))
    numbers = {str(each.number): each.slug for each in course.modules}
    talk, is_usable = read_document(document, module, numbers)
    if not is_usable:
        problems = sorted({*load.problems, *load.findings})
        return OwnRoleplay(None, _sketch(talk), tuple(problems))
    size = _size(talk, document)
    found = {*load.problems, *load.findings}
    if size:
        return OwnRoleplay(None, None, tuple(sorted({*found, size})))
    view = View(replace(course, roleplays={talk.id: talk}), load)
    found |= {*check_one(view, talk), *check_roleplay(view, talk)}
    can_end = talk.rubric in course.rubrics and is_playable(talk)
    return OwnRoleplay(talk, talk, tuple(sorted(found)), can_end)


def _size(talk: RoleplayDefinition, document: Document) -> Problem | None:
    ways = sum(len(targets(node)) for node in talk.nodes.values())
    if len(talk.nodes) <= MOST_NODES and ways <= MOST_WAYS:
        return None
    message = (
        f"has {len(talk.nodes)} nodes and {ways} ways between them; "
        f"at most {MOST_NODES} and {MOST_WAYS} can be played"
    )
    return Problem(document.file, 1, "nodes", message)


def _sketch(talk: RoleplayDefinition) -> RoleplayDefinition | None:
    """What can be drawn of a scenario with faults: its nodes, and the ways that lead somewhere."""
    if talk.start not in talk.nodes or len(talk.nodes) > MOST_NODES:
        return None
    nodes = {name: _drawable(node, talk.nodes) for name, node in talk.nodes.items()}
    ways = sum(len(targets(node)) for node in nodes.values())
    sketch = replace(talk, nodes=nodes)
    # A fault near the start would leave most nodes in a heap: the last whole picture says more.
    is_whole = reached_share(sketch) >= LEAST_REACHED
    return sketch if ways <= MOST_WAYS and is_whole else None


def _drawable(node: Node, nodes: Mapping[str, Node]) -> Node:
    choices = tuple(choice for choice in node.choices if choice.next in nodes)
    return replace(node, choices=choices, next=node.next if node.next in nodes else None)


_shelf: Readings[OwnRoleplay] = Readings()
