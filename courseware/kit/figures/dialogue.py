"""Say: lines that people speak, each speaker with a side of the page."""

import re
from html import escape

from courseware.kit.figures.figure import Figure
from courseware.kit.yamltree import Fault

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
        if who not in speakers:
            speakers.append(who)
        words += [who, spoken]
        turns.append(_turn(who, spoken, speakers.index(who)))
    if not turns and not faults:
        faults.append(Fault(line, "say", "holds no line; write `who：words`"))
    return Figure(f'<dl class="say">{"".join(turns)}</dl>', " ".join(words), ""), faults


def _split(text: str) -> tuple[str, str, str]:
    """Who, the colon, the words: the first colon of either width parts them."""
    match = re.match(r"([^：:]{1,40})([：:])(.+)", text.strip())
    return (match[1].strip(), match[2], match[3].strip()) if match else ("", "", text)


def _turn(who: str, spoken: str, speaker: int) -> str:
    remark = _REMARK.search(spoken)
    note = ""
    if remark and remark.start() > 0:
        spoken = spoken[: remark.start()]
        note = f'<dd class="say-note">{escape(remark[1])}</dd>'
    return (
        f'<div class="say-turn say-{min(speaker + 1, 4)}"><dt class="say-who">{escape(who)}</dt>'
        f'<dd class="say-words">{escape(spoken)}</dd>{note}</div>'
    )
