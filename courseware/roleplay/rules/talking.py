"""Walking through a scenario: what the customer says, what a line earns, how the customer feels."""

import unicodedata
from collections.abc import Iterable, Mapping

from courseware.content.definitions import Choice, Node, RoleplayDefinition, Text
from courseware.roleplay.types import Exchange, Feeling, Other, Reached, Said, Talk, TurnRow

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


def talk(roleplay: RoleplayDefinition, turns: Iterable[TurnRow], lang: str) -> Talk:
    """The talk in words, from the turns that were kept and the scenario they were played with."""
    reached = hear(roleplay.nodes, roleplay.start)
    opening = _words(reached, lang)
    exchanges: list[Exchange] = []
    feeling = Feeling()
    for turn in turns:
        node = roleplay.nodes[turn.node]
        chosen = next((c for c in node.choices if c.id == turn.choice), None)
        reached = hear(roleplay.nodes, chosen.next if chosen else node.next or "")
        exchange = Exchange(
            number=turn.number,
            line=turn.line or (chosen.line[lang] if chosen else ""),
            answer=_words(reached, lang),
            marks=turn.marks,
            found=turn.found,
            mood=turn.mood - feeling.mood,
            trust=turn.trust - feeling.trust,
            coach=chosen.coach[lang] if chosen else None,
            model=node.model[lang] if node.model else None,
            nearest=chosen.line[lang] if chosen and turn.line else None,
            others=tuple(_other(c, lang) for c in node.choices if c is not chosen),
            reply=turn.reply,
        )
        exchanges.append(exchange)
        feeling = Feeling(turn.mood, turn.trust)
    return Talk(opening, tuple(exchanges), feeling, reached.node)


def _other(choice: Choice, lang: str) -> Other:
    return Other(choice.line[lang], choice.marks, choice.mood, choice.trust, choice.coach[lang])


def _words(reached: Reached, lang: str) -> tuple[str, ...]:
    return tuple(line[lang] for line in reached.heard)


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
