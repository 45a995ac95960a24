"""Scenarios built for the tests, and how to play one in a browser."""

from dataclasses import replace

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from courseware.content.definitions import (
    Choice,
    Digest,
    ListenFor,
    Node,
    Persona,
    RoleplayDefinition,
    Text,
)


def text(words: str) -> Text:
    return Text(zh=f"{words}（中）", en=words)


def choice(name: str, to: str, marks: dict[str, int], *, mood: int = 0, trust: int = 0) -> Choice:
    return Choice(name, text(f"line {name}"), marks, mood, trust, text(f"coach {name}"), to)


def customer(name: str, to: str) -> Node:
    return Node(name, "customer", line=text(f"customer {name}"), next=to)


def ending(name: str, result: str) -> Node:
    return Node(name, "end", result=result, summary=text(f"the end: {result}"), lesson="01-x#ask")


def scenario(*nodes: Node, start: str, pass_mark: int = 70) -> RoleplayDefinition:
    persona = Persona(text("Mr Wang"), text("manager"), text("few words"))
    return RoleplayDefinition(
        id="visit",
        module="01-first-talk",
        source=None,
        title=text("A visit"),
        industry="retail",
        persona=persona,
        scene=text("scene"),
        goal=text("goal"),
        minutes=5,
        rubric="talk",
        pass_mark=pass_mark,
        start=start,
        nodes={node.id: node for node in nodes},
        digest=Digest("v1", "t1"),
    )


def visit() -> RoleplayDefinition:
    """Two lines from the customer, a choice, words of one's own, a choice of the ending."""
    listen = (
        ListenFor("evidence", 3, {"zh": ("案例", "ROI"), "en": ("case", "figure")}),
        ListenFor("evidence", 1, {"zh": ("很多客户",), "en": ("many customers",)}),
        ListenFor("value", 2, {"zh": ("省",), "en": ("save",)}),
    )
    return scenario(
        customer("c1", "c2"),
        customer("c2", "first"),
        Node(
            "first",
            "choose",
            choices=(
                choice("a", "c3", {"questions": 3, "tone": 2}, mood=2, trust=1),
                choice("b", "c3", {"questions": 1}, mood=-1),
                choice("c", "end-bad", {"tone": 0}, mood=-2, trust=-2),
            ),
        ),
        customer("c3", "say"),
        Node(
            "say",
            "speak",
            prompt=text("your words"),
            model=text("a model line"),
            listen_for=listen,
            next="last",
        ),
        Node(
            "last",
            "choose",
            choices=(
                choice("a", "end-good", {"questions": 2}, mood=2, trust=2),
                choice("b", "end-fair", {"tone": 2}),
            ),
        ),
        ending("end-good", "good"),
        ending("end-fair", "fair"),
        ending("end-bad", "bad"),
        start="c1",
    )


def changed(roleplay: RoleplayDefinition) -> RoleplayDefinition:
    """The same scenario after an author has rewritten it: other nodes, other digests."""
    nodes = (
        customer("c1", "other"),
        Node("other", "choose", choices=(choice("x", "fin", {"tone": 1}), choice("y", "fin", {}))),
        ending("fin", "good"),
    )
    by_id = {node.id: node for node in nodes}
    return replace(roleplay, nodes=by_id, start="c1", digest=Digest("v2", "t2"))


def begin(client: FlaskClient, roleplay_id: str = "visit", **data: str) -> str:
    """Start a scenario; the address of its session."""
    answer = client.post(f"/roleplays/{roleplay_id}/sessions", data=data)
    assert answer.status_code == 303, answer.text
    return answer.location.split("#")[0]


def say(
    client: FlaskClient,
    session: str,
    number: int,
    *,
    choice: str = "",
    line: str = "",
    token: str = "t",
) -> TestResponse:
    data = {"number": number, "token": token} | ({"choice": choice} if choice else {"line": line})
    return client.post(f"{session}/turns", data=data)


def play(
    client: FlaskClient,
    *,
    first: str = "a",
    line: str = "A case: they save much",
    last: str = "a",
    **data: str,
) -> str:
    """Play the visit to an end; the address of its session."""
    session = begin(client, **data)
    say(client, session, 1, choice=first)
    if first != "c":
        say(client, session, 2, line=line)
        say(client, session, 3, choice=last)
    return session
