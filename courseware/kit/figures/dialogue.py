"""Say: lines that people speak, each speaker with a side of the page."""

import re
from html import escape

from courseware.kit.figures.figure import Figure
from courseware.kit.yamltree import Fault

#: Who the learner is in a dialogue.
READER = frozenset({"你", "我", "You", "I", "Me"})
_REMARK = re.compile(r"\s*[（(]([^（()）]*)[）)]\s*$")


def say(body: str, line: int) -> tuple[Figure, list[Fault]]:
    """The figure of a `say` fence: each line is `who：words`, with an optional remark in brackets at its end."""
    faults: list[Fault] = []
    speakers: list[str] = []
    turns: list[str] = []
    words: list[str] = []
    for offset, text in enumerate(body.splitlines()):
        if not text.strip():
            continue
        who, separator, spoken = _split(text)
        if not separator:
            faults.append(
                Fault(
                    line + offset, "say", "a line reads `who：words`, such as 客户：你们比别家贵。"
                )
            )
            continue
        if who not in speakers and who not in READER:
            speakers.append(who)
        words += [who, spoken]
        turns.append(_turn(who, spoken, _side(who, speakers)))
    if not turns and not faults:
        faults.append(Fault(line, "say", "holds no line; write `who：words`"))
    return Figure(f'<dl class="say">{"".join(turns)}</dl>', " ".join(words), ""), faults


def _side(who: str, speakers: list[str]) -> int:
    """2 is the reader's side of the page; the others take 1, 3 and 4 in the order in which they speak."""
    if who in READER:
        return 2
    place = speakers.index(who)
    return 1 if place == 0 else min(place + 2, 4)


def _split(text: str) -> tuple[str, str, str]:
    """Who, the colon, the words: the first colon of either width parts them."""
    match = re.match(r"([^：:]{1,40})([：:])(.+)", text.strip())
    return (match[1].strip(), match[2], match[3].strip()) if match else ("", "", text)


def _turn(who: str, spoken: str, side: int) -> str:
    remark = _REMARK.search(spoken)
    note = ""
    if remark and remark.start() > 0:
        spoken = spoken[: remark.start()]
        note = f'<dd class="say-note">{escape(remark[1])}</dd>'
    return (
        f'<div class="say-turn say-{side}"><dt class="say-who">{escape(who)}</dt>'
        f'<dd class="say-words">{escape(spoken)}</dd>{note}</div>'
    )
