"""From the marks of single lines to the mark of a session, and what each mark rests on."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from courseware.roleplay.types import Evidence, Exchange, Outcome

TOP_MARK = 3


def judge(turns: Iterable[Mapping[str, int]], *, result: str, pass_mark: int) -> Outcome:
    """What the marks of a session's turns come to, for its ending: good, fair or bad."""
    means = means_of(turns)
    score = score_of(means.values())
    return Outcome(_shown(means), score, result == "good" and score >= pass_mark)


def judge_by_trainer(marks: Mapping[str, int], *, pass_mark: int) -> Outcome:
    """What a trainer's marks come to; they alone decide, whatever the ending."""
    score = score_of(Fraction(mark) for mark in marks.values())
    return Outcome(dict(marks), score, bool(marks) and score >= pass_mark)


def means_of(turns: Iterable[Mapping[str, int]]) -> dict[str, Fraction]:
    """Each criterion's mark: the mean of the marks its lines earned. A criterion that never came up is absent."""
    earned: dict[str, list[int]] = {}
    for marks in turns:
        for criterion, mark in marks.items():
            earned.setdefault(criterion, []).append(mark)
    return {criterion: Fraction(sum(marks), len(marks)) for criterion, marks in earned.items()}


def score_of(marks: Iterable[Fraction]) -> float:
    """Per cent of three points for each criterion met, rounded down to a tenth; 0 where none was met.

    Rounded down, so that the figure on the page never reaches a pass mark that the rule does not.
    """
    each = list(marks)
    if not each:
        return 0.0
    return int(sum(each) * 1000 / (TOP_MARK * len(each))) / 10


def evidence(exchanges: Iterable[Exchange]) -> dict[str, tuple[Evidence, ...]]:
    """For each criterion the lines its mark rests on, in the order of the talk."""
    found: dict[str, tuple[Evidence, ...]] = {}
    for turn in exchanges:
        for criterion, mark in turn.marks.items():
            words = tuple(turn.found.get(criterion, ()))
            item = Evidence(turn.number, turn.line, mark, turn.coach, words)
            found[criterion] = (*found.get(criterion, ()), item)
    return found


def _shown(means: Mapping[str, Fraction]) -> dict[str, float]:
    return {criterion: round(float(mark), 2) for criterion, mark in means.items()}
