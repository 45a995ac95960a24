"""Walking through a scenario: what the customer says, what a line earns, how the customer feels."""

import unicodedata
from collections.abc import Mapping

from courseware.content.definitions import Node, Text
from courseware.roleplay.types import Feeling, Reached, Said

LOWEST, HIGHEST = -5, 5  # mood and trust
LONGEST_LINE = 1000  # characters


def hear(nodes: Mapping[str, Node], start: str) -> Reached:
    """Listen to the customer from a node on, until it is the learner's turn or the end.

    KeyError when a node is missing, ValueError when the customer talks in circles.
    """
    heard: list[Text] = []
    seen: set[str] = set()
    node = nodes[start]
    while node.kind == "customer":
        if node.id in seen:
            raise ValueError(f"The customer's lines lead in a circle at {node.id}.")
        seen.add(node.id)
        if node.line is not None:
            heard.append(node.line)
        node = nodes[node.next or ""]
    return Reached(tuple(heard), node)


def waits(nodes: Mapping[str, Node], node_id: str) -> Node | None:
    """The node if the learner can answer there; none when it is gone or has become something else."""
    node = nodes.get(node_id)
    return node if node is not None and node.kind in ("choose", "speak") else None


def choose(node: Node, choice_id: str) -> Said | None:
    """What choosing a line earns; none when the node does not offer it."""
    for choice in node.choices:
        if choice.id == choice_id:
            return Said(choice.marks, choice.next, choice.mood, choice.trust)
    return None


def listen(node: Node, line: str, lang: str) -> Said:
    """What a line of one's own earns: a mark where a word is found, the highest of each criterion.

    Looks without regard to case and width. Where nothing is found there is no mark, rather than a zero.
    """
    marks: dict[str, int] = {}
    found: dict[str, tuple[str, ...]] = {}
    for rule in node.listen_for:
        words = tuple(
            quote for quote in (find(word, line) for word in rule.any.get(lang, ())) if quote
        )
        if not words:
            continue
        if rule.mark > marks.get(rule.criterion, -1):
            marks[rule.criterion] = rule.mark
        known = found.get(rule.criterion, ())
        found[rule.criterion] = known + tuple(dict.fromkeys(w for w in words if w not in known))
    return Said(marks, node.next or "", found=found)


def find(word: str, line: str) -> str:
    """The place in `line` that reads like `word` whatever its case and width, as it was typed; else empty."""
    line = unicodedata.normalize("NFC", line)
    folded, origin = "", []
    for index, character in enumerate(line):
        plain = _fold(character)
        folded += plain
        origin += [index] * len(plain)
    wanted = _fold(unicodedata.normalize("NFC", word)).strip()
    at = folded.find(wanted) if wanted else -1
    return line[origin[at] : origin[at + len(wanted) - 1] + 1] if at >= 0 else ""


def feel(before: Feeling, said: Said) -> Feeling:
    """How the customer feels after a line."""
    return Feeling(_within(before.mood + said.mood), _within(before.trust + said.trust))


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _within(value: int) -> int:
    return max(LOWEST, min(HIGHEST, value))
