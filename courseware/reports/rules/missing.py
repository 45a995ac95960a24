"""Who has no accepted form of a kind, and where theirs is instead. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from courseware.content.definitions import ExerciseDefinition
from courseware.reports.rules.parts import EXPECTED
from courseware.reports.types.submissions import AskedFor, Asking, Form, Missing, Person

#: what wants a word first stands first
ORDER = ("late", "due", "asked", "returned", "waiting", "unasked")
Place = tuple[int, str]  # id of a person, exercise


def missing_of(
    asking: Asking,
    people: Sequence[Person],
    forms: Sequence[Form],
    *,
    asked: Sequence[AskedFor],
    covered: Mapping[str, set[int]],
    today: Mapping[str, ExerciseDefinition],
) -> list[Missing]:
    """By form, state and date, each with the names."""
    open_forms, dues = _open_forms(forms), _dues(asked)
    found: dict[tuple[str, str, date | None], list[str]] = {}
    for exercise in (name for name in EXPECTED if name in today):
        there = covered.get(exercise, set())
        for person in (one for one in people if one.id not in there):
            place = (person.id, exercise)
            state = _state(asking, open_forms.get(place), dues.get(place))
            found.setdefault((exercise, *state), []).append(person.name)
    return [
        Missing(exercise, today[exercise].title, state, due, tuple(names))
        for (exercise, state, due), names in sorted(
            found.items(),
            key=lambda one: (
                EXPECTED.index(one[0][0]),
                ORDER.index(one[0][1]),
                one[0][2] or date.max,
            ),
        )
    ]


def _open_forms(forms: Sequence[Form]) -> dict[Place, Form]:
    """The newest that each has handed in and nobody has accepted."""
    found: dict[Place, Form] = {}
    for form in sorted(forms, key=lambda one: one.id):
        if form.accepted_at is None:
            found |= {(person, form.exercise): form for person in form.people}
    return found


def _dues(asked: Sequence[AskedFor]) -> dict[Place, list[AskedFor]]:
    found: dict[Place, list[AskedFor]] = {}
    for one in asked:
        found.setdefault((one.person_id, one.exercise), []).append(one)
    return found


def _state(
    asking: Asking, form: Form | None, dues: Sequence[AskedFor] | None
) -> tuple[str, date | None]:
    """Handed in and on its way, else asked for, else neither; drafts are nobody's business."""
    if form is not None:
        return ("returned" if form.returned_at else "waiting"), None
    if not dues:
        return "unasked", None
    due = min((one.due_on for one in dues if one.due_on), default=None)
    if due is None:
        return "asked", None
    return ("late" if due < asking.day else "due"), due
