"""A lesson in both languages, paragraph beside paragraph."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from courseware.learning.tags import Block, blocks, inner_ids


class Pair(NamedTuple):
    """What stands side by side: the reader's language, and the other one."""

    own: str
    other: str
    is_heading: bool = False


def side_by_side(own: str, other: str) -> tuple[Pair, ...]:
    """The blocks of both pages in pairs: section by section, in it block by block.

    The headings of both languages carry the same ids. Where a section holds other blocks in the two languages, its
    texts stand side by side as a whole: a paragraph beside the wrong one would be worse than none.
    """
    there = {section[0].id: section for section in _sections(blocks(_renamed(other)))}
    found: list[Pair] = []
    for section in _sections(blocks(own)):
        found += _pairs(section, there.pop(f"{section[0].id}{_MARK}", []))
    for left in there.values():
        found += _pairs([], left)
    return tuple(found)


#: what the ids of the second text end in, for an id stands once on a page
_MARK = "--2"


def _sections(page: Sequence[Block]) -> list[list[Block]]:
    found: list[list[Block]] = []
    for block in page:
        if not found or (block.name in ("h2", "h3") and block.id):
            found.append([])
        found[-1].append(block)
    return found


def _pairs(own: list[Block], other: list[Block]) -> list[Pair]:
    if [b.name for b in own] == [b.name for b in other]:
        return [
            Pair(a.html, b.html, a.name in ("h2", "h3")) for a, b in zip(own, other, strict=True)
        ]
    return [Pair("".join(b.html for b in own), "".join(b.html for b in other))]


def _renamed(html: str) -> str:
    """The page with other ids, also where it speaks of them."""
    for name in set(inner_ids(html)):
        word, new = re.escape(name), rf"\g<1>{name}{_MARK}\g<2>"
        html = re.sub(rf'(\sid="){word}(")', new, html)
        html = re.sub(rf'(href="#){word}(")', new, html)
        html = re.sub(rf"(url\(#){word}(\))", new, html)
        html = re.sub(rf'((?:aria-\w+|for|headers)="(?:[^"]* )?){word}([ "])', new, html)
    return html
