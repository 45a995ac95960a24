"""Reading the pulse: whether somebody is asked for it, and what of it may be shown."""

import random
from collections.abc import Mapping

from sqlalchemy import Subquery, exists, func, or_, select

from courseware import db
from courseware.accounts.types import Me
from courseware.cohorts.models import CohortMembership
from courseware.cohorts.queries import cohorts_for
from courseware.cohorts.types import CohortRow
from courseware.errors import NotFound
from courseware.feedback.models import Pulse
from courseware.feedback.types.pulse import BATCH, ModulePulse, spreads
from courseware.learning.models import Progress


def may_say(person_id: int, module: str) -> bool:
    """Whether somebody has passed a module or its quiz, and has not said yet how it was."""
    said = exists().where(Pulse.person_id == person_id, Pulse.module == module)
    query = select(Progress.module).where(
        Progress.person_id == person_id,
        Progress.module == module,
        or_(Progress.passed_at.is_not(None), Progress.quiz_passed_at.is_not(None)),
        ~said,
    )
    return db.read().execute(query).first() is not None


def classes_for(me: Me) -> list[CohortRow]:
    """The classes whose pulse somebody may look at one by one; authors without a class see all in one."""
    return cohorts_for(me) if me.is_trainer or me.is_administrator else []


def wanted_class(me: Me, asked: str) -> CohortRow | None:
    """The class that was asked for; by default all people to authors, their newest class to trainers."""
    mine = classes_for(me)
    sees_all = me.is_author or me.is_administrator
    if not asked:
        return None if sees_all or not mine else mine[0]
    found = next((row for row in mine if str(row.id) == asked), None)
    if found is None:
        raise NotFound
    return found


def pulse_of(me: Me, cohort: CohortRow | None) -> Mapping[str, ModulePulse]:
    """By module, where there are five answers; of a class, or of everybody to those who may."""
    if cohort is None and not (me.is_author or me.is_administrator):
        return {}
    rows = _shown(cohort)
    query = select(rows.c.module, rows.c.useful, rows.c.clear, func.count()).group_by(
        rows.c.module, rows.c.useful, rows.c.clear
    )
    return spreads([(r[0], r[1], r[2], r[3]) for r in db.read().execute(query)])


def words_on(module: str, me: Me, cohort: CohortRow | None) -> list[str]:
    """What was said of a module in words, in an order that says nothing."""
    if cohort is None and not (me.is_author or me.is_administrator):
        return []
    rows = _shown(cohort)
    query = select(rows.c.words).where(rows.c.module == module, rows.c.words != "")
    said = list(db.read().scalars(query))
    random.shuffle(said)
    return said


def _shown(cohort: CohortRow | None) -> Subquery:
    """The first five, ten, fifteen … answers of each module.

    Shown one by one, the difference to yesterday would be one person's answer. Who has left the
    class stays counted, for the same reason.
    """
    numbered = select(
        Pulse.module,
        Pulse.useful,
        Pulse.clear,
        Pulse.words,
        func.row_number().over(partition_by=Pulse.module, order_by=Pulse.id).label("place"),
        func.count().over(partition_by=Pulse.module).label("total"),
    )
    if cohort is not None:
        members = select(CohortMembership.person_id).where(CohortMembership.cohort_id == cohort.id)
        numbered = numbered.where(Pulse.person_id.in_(members))
    found = numbered.subquery()
    complete = found.c.place <= found.c.total - found.c.total % BATCH
    return select(found).where(complete).subquery()
