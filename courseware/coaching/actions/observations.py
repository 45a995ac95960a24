"""Asking managers about graduates: once for each time, of whoever leads them now."""

from collections import defaultdict
from datetime import date

from courseware import db
from courseware.accounts.types import Me
from courseware.coaching.models import Observation
from courseware.coaching.queries import observations as reading
from courseware.coaching.rules.observations import TIME_TO_ANSWER, due_now
from courseware.coaching.types.observations import Graduate
from courseware.content.definitions import ExerciseDefinition
from courseware.errors import Conflict
from courseware.exercise.actions.about import open_about
from courseware.kit import clock
from courseware.notices.actions import tell


def ask_managers(graduates: list[Graduate], days: tuple[int, ...], today: date) -> int:
    """Ask about everybody whose time has come, each manager in one notice; how many were asked about."""
    known = reading.known()
    asked: dict[int, list[int]] = defaultdict(list)
    for graduate in graduates:
        for number in due_now(graduate.finished_on, days, today):
            if (graduate.person_id, graduate.track, number) in known:
                continue
            manager = reading.manager_of(graduate.person_id)
            if manager is not None:
                made = _ask(graduate, number, manager, today)
                asked[manager] += [made] if made is not None else []
    for manager, numbers in asked.items():
        _tell(manager, numbers)
    return sum(len(numbers) for numbers in asked.values())


def follow_managers() -> None:
    """What is open goes to whoever leads the person now; it ends when nobody does, or the person is gone."""
    moved: dict[int, list[int]] = defaultdict(list)
    for row in reading.open_ones():
        manager = reading.manager_of(row.person_id) if row.is_there else None
        if manager == row.observer_id:
            continue
        one = db.load(Observation, row.id)
        if manager is None:
            one.closed_at = clock.now()
        else:
            # What the one before had begun stays theirs, unshared.
            one.observer_id, one.submission_id = manager, None
            moved[manager].append(row.id)
    for manager, numbers in moved.items():
        _tell(manager, numbers)


def begin(me: Me, form: ExerciseDefinition, number: int) -> int:
    """Begin the form about this person, or go on with it; the submission's number."""
    found = reading.get_observation_for(me, number)
    if found.closed_at is not None:
        raise Conflict("This is not asked any more.")
    if found.submission_id is not None:
        return found.submission_id
    one = db.load(Observation, number)
    # Its own period keeps it apart from the same form about the same person after another time.
    period = f"after-{found.days}"
    one.submission_id = open_about(me, form, period, person_id=found.person_id)
    return one.submission_id


def _ask(graduate: Graduate, days: int, manager: int, today: date) -> int | None:
    """None when another worker was quicker."""
    row = {
        "person_id": graduate.person_id,
        "observer_id": manager,
        "track": graduate.track,
        "days": days,
        "finished_on": graduate.finished_on,
        "asked_at": clock.now(),
        "due_on": today + TIME_TO_ANSWER,
    }
    o = Observation
    made = db.insert(o).values(row)
    made = made.on_conflict_do_nothing(index_elements=[o.person_id, o.track, o.days])
    number: int | None = db.write().scalar(made.returning(o.id))
    return number


def _tell(manager: int, made: list[int]) -> None:
    if not made:
        return
    tell(
        manager,
        "How do your graduates work now? {n} short forms wait for you.",
        "/observations",
        key=f"observations:{manager}:{max(made)}:{len(made)}",
        n=len(made),
    )
