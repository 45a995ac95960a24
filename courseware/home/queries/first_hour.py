"""What a new installation has already: one statement."""

from sqlalchemy import exists, func, select

from courseware import db
from courseware.accounts.models import Person
from courseware.assignments.models import Assignment
from courseware.cohorts.models import Cohort, CohortMembership, ScheduleItem
from courseware.home.types import Facts
from courseware.settings.rules import Organisation

#: as long as the organisation is called so, nobody has named it
UNNAMED = Organisation()


def facts_now(me_id: int, organisation: Organisation) -> Facts:
    """The facts that the first steps are ticked from."""
    open_class = Cohort.closed_at.is_(None)
    people = select(func.count()).where(Person.deactivated_at.is_(None), Person.id != me_id)
    query = select(
        people.select_from(Person).scalar_subquery(),
        select(func.min(Cohort.id)).where(open_class).scalar_subquery(),
        exists().where(ScheduleItem.due_on.is_not(None)),
        exists().where(CohortMembership.to_on.is_(None)),
        select(func.max(Assignment.id)).scalar_subquery(),
    )
    count, cohort_id, has_dates, has_members, asked = db.read().execute(query).one()
    named = (organisation.name_zh, organisation.name_en) != (UNNAMED.name_zh, UNNAMED.name_en)
    return Facts(
        has_name=named,
        has_logo=bool(organisation.logo),
        people=count,
        cohort_id=cohort_id,
        has_dates=bool(has_dates),
        has_members=bool(has_members),
        has_asked=asked is not None,
    )
