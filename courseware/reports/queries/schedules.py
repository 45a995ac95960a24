"""Reading which reports go out by themselves, to whom, and what became of each."""

from typing import Any

from sqlalchemy import ColumnElement, false, func, or_, select

from courseware import db
from courseware.accounts.models import Person, Team, TeamDeputy
from courseware.accounts.queries import deputises, me_by_id
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort, CohortTrainer
from courseware.cohorts.queries import get_cohort_for
from courseware.content.definitions import Course
from courseware.errors import NotFound
from courseware.kit.outbox import Message
from courseware.reports.models import ReportRecipient, ReportSchedule, ReportSending
from courseware.reports.queries.groups import name_of_team
from courseware.reports.queries.whole import whole_cohort, whole_team
from courseware.reports.rules.schedules import tops_of, who_leads_all
from courseware.reports.types import Report
from courseware.reports.types.schedules import Recipient, Schedule, Scope, Sent, TeamLink

#: lines of the delivery log on a page
MOST_SENT = 200


def scope_for(me: Me, kind: str, number: int | None) -> tuple[Scope, str]:
    """What somebody wants to have sent, and its name; NotFound where they may not see it themselves."""
    if kind == "cohort":
        if number is None or not (me.is_trainer or me.is_administrator):
            raise NotFound
        return Scope(kind, number, me.id), get_cohort_for(me, number).name
    if kind == "organisation":
        if number is not None or not me.is_administrator:
            raise NotFound
        return Scope(kind, None, me.id), ""
    if not (me.is_manager or me.is_administrator):
        raise NotFound
    return Scope("team", number, me.id), name_of_team(me, number)


def readers_of(scope: Scope) -> list[Recipient]:
    """Who may see such a report today and may sign in, by name."""
    query = _people().where(Person.deactivated_at.is_(None))
    if scope.kind == "cohort":
        trainers = select(CohortTrainer.person_id).where(CohortTrainer.cohort_id == scope.number)
        allowed: ColumnElement[bool] = Person.is_trainer.is_(True) & Person.id.in_(trainers)
    elif scope.kind == "organisation":
        allowed = false()
    else:
        allowed = Person.id.in_(_leaders(scope))
    query = query.where(or_(allowed, Person.is_administrator.is_(True)))
    return [_recipient(row) for row in db.read().execute(query)]


def recipients_of(schedule_id: int) -> list[Recipient]:
    """Who receives it, whether they still may or not, by name."""
    mine = select(ReportRecipient.person_id).where(ReportRecipient.schedule_id == schedule_id)
    return [_recipient(row) for row in db.read().execute(_people().where(Person.id.in_(mine)))]


def schedules_for(me: Me) -> list[Schedule]:
    """One's own, an administrator's all: those that go on first, then the newest."""
    query = _schedules().order_by(ReportSchedule.ended_at.is_not(None), ReportSchedule.id.desc())
    if not me.is_administrator:
        query = query.where(ReportSchedule.made_by_id == me.id)
    return [_schedule(row) for row in db.read().execute(query)]


def schedule_for(me: Me, number: int) -> Schedule:
    """One of one's own, an administrator's any; to others there is none."""
    found = schedule(number)
    if found is None or not (me.is_administrator or found.scope.maker_id == me.id):
        raise NotFound
    return found


def schedule(number: int) -> Schedule | None:
    row = db.read().execute(_schedules().where(ReportSchedule.id == number)).first()
    return _schedule(row) if row else None


def open_schedules() -> list[Schedule]:
    """All that were not stopped."""
    query = _schedules().where(ReportSchedule.ended_at.is_(None)).order_by(ReportSchedule.id)
    return [_schedule(row) for row in db.read().execute(query)]


def log_of(schedule_id: int) -> list[Sent]:
    """What was sent and what was held back, the newest first."""
    query = (
        select(
            ReportSending.due_on,
            ReportSending.at,
            Person.name,
            ReportSending.held_back,
            ReportSending.name,
            Message.sent_at,
            Message.stopped_at,
            Message.answer,
        )
        .join(Person, Person.id == ReportSending.person_id)
        .outerjoin(Message, Message.id == ReportSending.message_id)
        .where(ReportSending.schedule_id == schedule_id)
        .order_by(ReportSending.due_on.desc(), Person.name, Person.id)
        .limit(MOST_SENT)
    )
    return [Sent(*row) for row in db.read().execute(query)]


def noted(schedule_id: int, due_on: Any) -> set[int]:
    """Of whom it is settled already what became of the report of a day."""
    query = select(ReportSending.person_id).where(
        ReportSending.schedule_id == schedule_id, ReportSending.due_on == due_on
    )
    return set(db.read().scalars(query))


def report_for(scope: Scope, reader_id: int, course: Course) -> Report | None:
    """The report of a class or team as this reader finds it on its page; all people of a manager as the manager does.

    None when there is nothing to be seen: whoever's people they were may not see them any more.
    """
    is_makers = scope.kind == "team" and scope.number is None
    me = me_by_id(scope.maker_id if is_makers else reader_id)
    if me is None:
        return None
    try:
        if scope.kind == "cohort":
            return whole_cohort(me, course, scope.number or 0, None)
        return whole_team(me, course, scope.number, None)
    except NotFound:
        return None


def _people() -> Any:
    active = Person.deactivated_at.is_(None)
    return select(Person.id, Person.name, Person.email, active.label("is_active")).order_by(
        Person.name, Person.id
    )


def _recipient(row: Any) -> Recipient:
    return Recipient(row.id, row.name, row.email, bool(row.is_active))


def _leaders(scope: Scope) -> frozenset[int]:
    teams = _teams()
    if scope.number is not None:
        return who_leads_all(teams, [scope.number])
    return who_leads_all(teams, _wanted(scope, teams))


def _wanted(scope: Scope, teams: dict[int, TeamLink]) -> list[int]:
    """All teams of the maker; an administrator's are all there are."""
    maker = me_by_id(scope.maker_id)
    if maker is None:
        return []
    return list(teams) if maker.is_administrator else tops_of(teams, maker.id)


def _teams() -> dict[int, TeamLink]:
    stand_ins: dict[int, list[int]] = {}
    for team_id, person_id in db.read().execute(
        select(TeamDeputy.team_id, TeamDeputy.person_id).where(deputises())
    ):
        stand_ins.setdefault(team_id, []).append(person_id)
    found = {}
    for number, parent_id, manager_id in db.read().execute(
        select(Team.id, Team.parent_id, Team.manager_id)
    ):
        leaders = [*([manager_id] if manager_id else []), *stand_ins.get(number, ())]
        found[number] = TeamLink(number, parent_id, tuple(leaders))
    return found


def _schedules() -> Any:
    s = ReportSchedule
    people = select(func.count()).where(ReportRecipient.schedule_id == s.id).scalar_subquery()
    return (
        select(
            s.id,
            s.kind,
            s.team_id,
            s.cohort_id,
            s.made_by_id,
            func.coalesce(Cohort.name, Team.name, "").label("name"),
            Person.name.label("maker"),
            s.every,
            s.form,
            s.lang,
            s.made_at,
            s.next_on,
            s.ended_at,
            Cohort.ends_on,
            people.label("people"),
        )
        .join(Person, Person.id == s.made_by_id)
        .outerjoin(Team, Team.id == s.team_id)
        .outerjoin(Cohort, Cohort.id == s.cohort_id)
    )


def _schedule(row: Any) -> Schedule:
    number = row.cohort_id if row.kind == "cohort" else row.team_id
    scope = Scope(row.kind, number, row.made_by_id)
    return Schedule(row.id, scope, *row[5:])
