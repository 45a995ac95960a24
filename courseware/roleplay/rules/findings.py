"""What the checks found in a typed line, and what it does to the line's marks.

`found` of a turn has three kinds of keys:
`<criterion>`     words its mark rests on, whoever gave it: the scenario's own rules or a check;
`check:<check>`   words of a check that gave a mark;
`hint:<check>`    words of a check that gave none: it carries no points, or the scenario had marked the criterion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from courseware.content.definitions import Criterion
from courseware.roleplay.rules.checks import check_line
from courseware.roleplay.rules.checks.standing import has_points
from courseware.roleplay.types import Said, Talk

COUNTED, HINT = "check:", "hint:"
FAULTS = ("gives-away", "over-promises")  # found: the criterion's mark is 0
_GOOD, _BAD = 2, 0  # marks; a line by rule never earns the best one


def with_findings(
    said: Said, line: str, *, talk: Talk, criteria: Sequence[Criterion], lang: str
) -> Said:
    """The same line with what the checks found in it; without a finding nothing changes."""
    found = check_line(line, lang=lang, customer=" ".join(last_words(talk)))
    faults_first = sorted(found, key=lambda check: check not in FAULTS)
    for check in faults_first:
        concerned = [c.id for c in criteria if check in c.checks] if has_points(check, lang) else []
        said = _with(said, check, found[check], concerned)
    return said


def last_words(talk: Talk) -> tuple[str, ...]:
    """What the customer has just said."""
    if not talk.exchanges:
        return talk.opening
    last = talk.exchanges[-1]
    return (last.reply,) if last.reply else last.answer


def _with(said: Said, check: str, words: tuple[str, ...], concerned: Iterable[str]) -> Said:
    is_fault = check in FAULTS
    marked = [name for name in concerned if is_fault or name not in said.marks]
    if not marked:
        return replace(said, found={**said.found, f"{HINT}{check}": words})
    marks = {**said.marks, **dict.fromkeys(marked, _BAD if is_fault else _GOOD)}
    rests = {name: _joined(said, name, words) for name in marked}
    return replace(said, marks=marks, found={**said.found, **rests, f"{COUNTED}{check}": words})


def _joined(said: Said, criterion: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Two faults of one criterion are both quoted; words that had earned a better mark are not."""
    before = said.found.get(criterion, ()) if said.marks.get(criterion) == _BAD else ()
    return tuple(dict.fromkeys((*before, *words)))
