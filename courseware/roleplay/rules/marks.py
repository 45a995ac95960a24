"""One rubric in several hands: the anchors of evidence and remarks, what must be said, where judges differ.

A review keeps all its words in one mapping, by anchor:
`<turn>` or `<turn>:missed|better|try` a remark to a line; `rests:<criterion>` the number of the line that a mark
rests on; `mark:<criterion>` words that it rests on.
"""

from collections.abc import Iterable, Mapping, Sequence

from courseware.content.definitions import Criterion
from courseware.roleplay.types import Evidence, Outcome
from courseware.roleplay.types.marks import Column, Compared, Gap, Mark, Remark

RESTS, WORDS = "rests:", "mark:"
KINDS = ("missed", "better", "try")
FAR = 2  # levels apart that are worth a word
NO_EVIDENCE = "No mark without evidence: choose the line it rests on, or write a few words."
GIVE_A_REASON = (
    "Your marks differ by two levels or more from the scenario's or the learner's own, "
    "or turn the result round. Please say why."
)


def without_evidence(marks: Mapping[str, int], comments: Mapping[str, str]) -> list[str]:
    """The criteria whose mark rests neither on a line nor on words."""
    return [
        criterion
        for criterion in marks
        if not comments.get(f"{RESTS}{criterion}") and not comments.get(f"{WORDS}{criterion}")
    ]


def needs_reason(
    marks: Mapping[str, int],
    outcome: Outcome,
    *,
    others: Iterable[Mapping[str, float]],
    passed: bool | None,
) -> bool:
    """Whether a trainer must say why: far from the scenario's or the learner's mark, or the other verdict."""
    far = any(
        criterion in other and abs(mark - other[criterion]) >= FAR
        for other in others
        for criterion, mark in marks.items()
    )
    return far or (passed is not None and outcome.passed != passed)


def marks_with_evidence(marks: Mapping[str, int], comments: Mapping[str, str]) -> dict[str, Mark]:
    """A review's marks, each with the line and the words it rests on."""
    return {
        criterion: Mark(
            mark,
            _number(comments.get(f"{RESTS}{criterion}", "")),
            comments.get(f"{WORDS}{criterion}", ""),
        )
        for criterion, mark in marks.items()
    }


def marks_by_rule(
    means: Mapping[str, float], evidence: Mapping[str, Sequence[Evidence]]
) -> dict[str, Mark]:
    """The scenario's own marks, each with the weakest of its lines."""
    return {c: Mark(mark, weakest_line(evidence.get(c, ()))) for c, mark in means.items()}


def weakest_line(evidence: Sequence[Evidence]) -> int | None:
    """Of the lines a mark rests on, the first that earned least: the one to look at."""
    return min(evidence, key=lambda item: (item.mark, item.number)).number if evidence else None


def compare(criteria: Iterable[Criterion], columns: Sequence[Column]) -> list[Compared]:
    """Every criterion that somebody marked, judge beside judge."""
    found = []
    for criterion in criteria:
        cells = tuple(column.marks.get(criterion.id) for column in columns)
        if any(cells):
            found.append(Compared(criterion, cells, _gap(columns, cells)))
    return found


def _gap(columns: Sequence[Column], cells: Sequence[Mark | None]) -> Gap | None:
    """The two furthest apart. Of equals the last column, so that the trainer's word is named."""
    given = [(c, cell) for c, cell in zip(columns, cells, strict=True) if cell is not None]
    low, lowest = min(reversed(given), key=lambda pair: pair[1].mark)
    high, highest = max(reversed(given), key=lambda pair: pair[1].mark)
    if highest.mark - lowest.mark < FAR:
        return None
    pair = sorted([(low, lowest), (high, highest)], key=lambda p: not p[0].is_final)
    turn = next((mark.turn for _, mark in pair if mark.turn is not None), None)
    return Gap(high, highest.mark, low, lowest.mark, turn)


def remarks(comments: Mapping[str, str]) -> dict[int, list[Remark]]:
    """A reviewer's words by line; what belongs to a mark is left out."""
    found: dict[int, list[Remark]] = {}
    for anchor, words in comments.items():
        number, _, kind = anchor.partition(":")
        turn = _number(number)
        if turn is not None and kind in ("", *KINDS):
            found.setdefault(turn, []).append(Remark(kind, words))
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
