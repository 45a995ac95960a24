"""Walking through rendered lesson pages: tags and the text between them, and the blocks a page is made of."""

import re
from collections.abc import Iterator
from typing import NamedTuple

#: a tag or a comment; quoted attributes may hold < and >
TAG = re.compile(r"(<!--.*?-->|<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)", re.DOTALL)
_NAME = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)")
_ID = re.compile(r"\sid=\"([^\"]*)\"")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)


class Piece(NamedTuple):
    """A tag, or the text between two; of a text `name` is empty."""

    source: str
    name: str = ""
    opens: bool = False
    closes: bool = False


class Block(NamedTuple):
    """One child of the page: a heading, a paragraph, a list, a picture."""

    name: str
    id: str
    html: str


def pieces(html: str) -> Iterator[Piece]:
    """The page cut at its tags; joined again it is the same page."""
    for number, source in enumerate(TAG.split(html)):
        if not source:
            continue
        found = _NAME.match(source) if number % 2 else None
        if found is None:
            yield Piece(source)
            continue
        name = found[1].lower()
        ends_itself = name in _VOID or source.endswith("/>")
        yield Piece(
            source, name, opens=not ends_itself and source[1] != "/", closes=source[1] == "/"
        )


def blocks(html: str) -> list[Block]:
    """The children of the page, in order; space between them is left out."""
    found: list[Block] = []
    depth, held, name = 0, "", ""
    for piece in pieces(html):
        if not depth and not piece.name and not piece.source.strip():
            continue
        if not held:
            name = piece.name
        held += piece.source
        depth += piece.opens - piece.closes
        if depth <= 0:
            match = _ID.search(held[: held.find(">") + 1]) if name else None
            found.append(Block(name, match[1] if match else "", held))
            depth, held = 0, ""
    return found


def inner_ids(html: str) -> list[str]:
    """Every id of the page."""
    return [match[1] for match in _ID.finditer(html)]
