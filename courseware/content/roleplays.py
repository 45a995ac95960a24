"""modules/NN-slug/roleplays/<id>.yaml: branching talks. Whether a talk can be played is checked in checks/roleplays."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from courseware.content import digests
from courseware.content.definitions import (
    LANGUAGES,
    Choice,
    ListenFor,
    Node,
    Persona,
    RoleplayDefinition,
    Text,
)
from courseware.content.industries import INDUSTRIES
from courseware.content.quizzes import link_target
from courseware.content.reading import Document, Entry, Load
from courseware.kit.yamltree import Fault

KINDS = ("customer", "choose", "speak", "end")


def read_roleplay(
    load: Load, path: Path, slug: str, numbers: Mapping[str, str]
) -> RoleplayDefinition | None:
    roleplay, is_usable = read_document(Document(load, path), slug, numbers)
    return roleplay if is_usable else None


def read_document(
    document: Document, slug: str, numbers: Mapping[str, str]
) -> tuple[RoleplayDefinition, bool]:
    """The scenario as far as it could be read, and whether it may be used; faults go to the document's course."""
    top, path = document.yaml(), document.path
    roleplay = _roleplay(top, slug, dict(numbers))
    if roleplay.id and roleplay.id != path.stem:
        top.fault(
            "id", f"is {roleplay.id!r}, but the file is called {path.name}; they must be the same"
        )
    document.mark(1, "roleplay", roleplay.id)
    return roleplay, document.close()


def _roleplay(top: Entry, slug: str, numbers: dict[str, str]) -> RoleplayDefinition:
    nodes = _nodes(top, slug, numbers)
    start = top.string("start")
    roleplay_id = top.identifier("id")
    if start and start not in nodes:
        top.fault("start", f"there is no node {start!r}{_known(nodes)}")
    for name, (node, line) in nodes.items():
        top.document.mark(line, "node", roleplay_id, name)
        _check_targets(top, node, line, nodes)
    persona = top.inner("persona", "write {name, role, about}")
    definition = RoleplayDefinition(
        id=roleplay_id,
        module=slug,
        source=_source(top),
        title=top.text("title"),
        industry=top.one_of("industry", INDUSTRIES),
        persona=Persona(persona.text("name"), persona.text("role"), persona.text("about")),
        scene=top.text("scene"),
        goal=top.text("goal"),
        minutes=top.integer("minutes", 1, 120),
        rubric=top.identifier("rubric"),
        pass_mark=top.integer("pass_mark", 1, 100, 70),
        start=start,
        nodes={name: node for name, (node, _) in nodes.items()},
        digest=digests.pair("", ""),
    )
    persona.done()
    top.done()
    return _with_digest(definition)


def _check_targets(top: Entry, node: Node, line: int, nodes: Mapping[str, object]) -> None:
    targets = [("next", node.next), *((f"choices.{c.id}.next", c.next) for c in node.choices)]
    for where, target in targets:
        if target and target not in nodes:
            message = f"there is no node {target!r}{_known(nodes)}"
            top.faults.append(Fault(line, f"nodes.{node.id}.{where}", message))


def _known(nodes: Mapping[str, object]) -> str:
    return f"; nodes are {', '.join(nodes)}" if len(nodes) <= 12 else ""


def _source(entry: Entry) -> str | None:
    return entry.one_of("source", ("deck",)) if entry.has("source") else None


def _nodes(top: Entry, slug: str, numbers: dict[str, str]) -> dict[str, tuple[Node, int]]:
    holder = top.inner("nodes", "write the nodes as id: {kind, …}")
    nodes = {}
    for name in holder.map:
        entry = holder.inner(name)
        nodes[name] = (_node(entry, name, slug, numbers), holder.line_of(name))
        entry.done()
    return nodes


def _node(entry: Entry, name: str, slug: str, numbers: dict[str, str]) -> Node:
    kind = entry.one_of("kind", KINDS)
    if kind == "customer":
        return Node(name, kind, line=entry.text("line"), next=_next(entry))
    if kind == "choose":
        choices = tuple(
            _choice(item, name) for item in entry.entries("choices", 2, "two to four answers")
        )
        for twice in sorted(i for i, n in Counter(c.id for c in choices).items() if n > 1):
            entry.fault("choices", f"the id {twice!r} stands twice")
        return Node(name, kind, prompt=entry.optional_text("prompt"), choices=choices)
    if kind == "speak":
        listen = tuple(
            _listen(item) for item in entry.entries("listen_for", 1, "words that earn a mark")
        )
        model = entry.text("model")
        return Node(
            name,
            kind,
            prompt=entry.text("prompt"),
            model=model,
            listen_for=listen,
            next=_next(entry),
        )
    lesson = link_target(entry, entry.string("lesson"), slug, numbers, key="lesson")
    result = entry.one_of("result", ("good", "fair", "bad"))
    return Node(name, kind, result=result, summary=entry.text("summary"), lesson=lesson)


def _next(entry: Entry) -> str:
    if not entry.has("next"):
        entry.fault("next", "leads nowhere: write next: and the id of the node that follows")
        return ""
    return entry.string("next")


def _choice(entry: Entry, node: str) -> Choice:
    holder = entry.inner("marks", "write {criterion: 0–3}")
    marks = {criterion: holder.integer(criterion, 0, 3) for criterion in holder.map}
    choice = Choice(
        id=entry.identifier("id"),
        line=entry.text("line"),
        marks=marks,
        mood=entry.integer("mood", -2, 2, 0),
        trust=entry.integer("trust", -2, 2, 0),
        coach=entry.text("coach"),
        next=_next(entry),
    )
    entry.mark("choice", entry.document.path.stem, node, choice.id)
    entry.done()
    return choice


def _listen(entry: Entry) -> ListenFor:
    words = entry.inner("any", "write {zh: [words], en: [words]}")
    found = {lang: words.strings(lang, 1, "words to listen for") for lang in LANGUAGES}
    words.done()
    heard = ListenFor(entry.identifier("criterion"), entry.integer("mark", 0, 3), found)
    entry.done()
    return heard


def _with_digest(r: RoleplayDefinition) -> RoleplayDefinition:
    graph: list[Any] = []
    words: list[Any] = [r.title, r.scene, r.goal, r.persona.name, r.persona.role, r.persona.about]
    for node in r.nodes.values():
        choices = [[c.id, dict(c.marks), c.mood, c.trust, c.next] for c in node.choices]
        listen = [[item.criterion, item.mark, dict(item.any)] for item in node.listen_for]
        graph.append([node.id, node.kind, node.next, node.result, choices, listen])
        texts: list[Text | None] = [node.line, node.prompt, node.model, node.summary]
        words.append([node.id, texts, [[c.id, c.line, c.coach] for c in node.choices]])
    digest = digests.pair([r.rubric, r.pass_mark, r.start, graph], words)
    return replace(r, digest=digest)
