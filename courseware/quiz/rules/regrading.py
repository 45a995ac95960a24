"""What marking finished attempts anew would do, when questions were changed or withdrawn. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from courseware.content.definitions import QuestionDefinition
from courseware.content.digests import digest
from courseware.quiz.rules.drawing import score
from courseware.quiz.types import counts, type_of
from courseware.quiz.types.base import Response
from courseware.quiz.types.regrading import Marked, NewMark, Plan, Regraded, Taken

#: the questions as they are now, by id; none = withdrawn, or gone from the course
Present = Mapping[str, QuestionDefinition | None]


def is_touched(mark: Marked, now: QuestionDefinition | None) -> bool:
    """Whether the mark that stands is not by the question as it is now; another comma is no change."""
    if now is None or mark.withdrawn:
        return mark.withdrawn != (now is None)
    return mark.version != now.digest.version


def plan(attempts: Iterable[Taken], present: Present) -> Plan:
    """What every touched attempt would come to; attempts that nothing touches are left out."""
    lines = [_regraded(taken, present) for taken in sorted(attempts, key=lambda t: t.id)]
    touched = tuple(line for line in lines if line is not None)
    questions = {name: now.digest.version if now else None for name, now in sorted(present.items())}
    shown = [questions, [_as_shown(line) for line in touched]]
    return Plan(questions, touched, digest(shown))


def _regraded(taken: Taken, present: Present) -> Regraded | None:
    marks = tuple(
        _mark_anew(taken, question, now)
        for question, now in sorted(present.items())
        if question in taken.marks and is_touched(taken.marks[question][-1], now)
    )
    if not marks:
        return None
    new_score, earned = _result(taken, marks)
    return Regraded(
        attempt_id=taken.id,
        person_id=taken.person_id,
        number=taken.number,
        marks=marks,
        old_score=taken.score,
        new_score=new_score,
        old_passed=taken.passed,
        earned=earned,
    )


def _result(taken: Taken, new: Sequence[NewMark]) -> tuple[float | None, bool | None]:
    """Score and pass by the marks that stand then; a paper without any question left keeps what it has."""
    standing: dict[str, Marked | NewMark] = {q: marks[-1] for q, marks in taken.marks.items()}
    standing |= {mark.question: mark for mark in new}
    fractions = [mark.fraction for mark in standing.values() if mark.counts]
    if not fractions:
        return taken.score, taken.passed
    result = score(fractions)
    return (result.shown, result.exact >= taken.pass_mark) if result else (None, None)


def _mark_anew(taken: Taken, question: str, now: QuestionDefinition | None) -> NewMark:
    last = taken.marks[question][-1]
    if now is None:
        return NewMark(question, last.version, last.fraction, False, last.marked_by)
    # A question that came back is marked from what stood before it was withdrawn.
    base = next((m for m in reversed(taken.marks[question]) if not m.withdrawn), last)
    enters, version = counts(now), now.digest.version
    if base.marked_by is None and type_of(now).marked_here:
        return NewMark(question, version, _fraction(now, taken.responses.get(question)), enters)
    # What a trainer said stays; and nobody is asked afterwards for a mark that was not awaited.
    is_awaited = base.fraction is None and taken.score is not None
    enters = enters and base.counts and not is_awaited
    return NewMark(question, version, base.fraction, enters, base.marked_by)


def _fraction(now: QuestionDefinition, response: Response) -> float:
    return 0.0 if response is None else type_of(now).mark(now, response).fraction


def _as_shown(line: Regraded) -> list[object]:
    marks = [[m.question, m.version, m.fraction, m.counts] for m in line.marks]
    result = [line.old_score, line.new_score, line.old_passed, line.earned]
    return [line.attempt_id, *result, marks]
