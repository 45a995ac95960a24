"""Playing a scenario to its end: choosing lines, and typing where one's own words are asked for."""

from dataclasses import dataclass

from playwright.sync_api import expect

from courseware.content.definitions import Choice, Node, RoleplayDefinition
from tests.journey.visitor import Visitor


@dataclass
class Played:
    """What was said, in order, and how it should end."""

    lines: list[str]
    result: str


def play(who: Visitor, roleplay: RoleplayDefinition, *, well: bool = True) -> Played:
    """Play the talk that is open in the browser; well, or as badly as it lets one."""
    node, lines = _hear(roleplay, roleplay.start), []
    while node.kind != "end":
        said = who.page.locator(".bubble.me")
        if node.kind == "choose":
            choice = (max if well else min)(node.choices, key=_worth)
            lines.append(choice.line[who.lang])
            who.page.locator(f'.reply[value="{choice.id}"]').click()
            following = choice.next
        else:
            model = node.model[who.lang] if node.model and well else "嗯。"
            lines.append(model)
            who.page.locator("textarea[name=line]").fill(model)
            who.page.locator(".replies .button.primary").click()
            following = node.next or ""
        node = _hear(roleplay, following)
        if node.kind != "end":
            expect(said).to_have_count(len(lines))
    who.page.locator("#replay").wait_for()
    return Played(lines, node.result or "")


def _worth(choice: Choice) -> int:
    return sum(choice.marks.values()) + choice.mood + choice.trust


def _hear(roleplay: RoleplayDefinition, node_id: str) -> Node:
    """The next node at which the player has to do something, or the end."""
    node = roleplay.nodes[node_id]
    while node.kind == "customer":
        node = roleplay.nodes[node.next or ""]
    return node
