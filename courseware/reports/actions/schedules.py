"""Writing which reports go out by themselves, and what became of each."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from courseware import db
from courseware.accounts.types import Me
from courseware.errors import Refused
from courseware.journal import actions as journal
from courseware.kit import clock, jobs, outbox
from courseware.kit.outbox import Message
from courseware.reports.models import ReportRecipient, ReportSchedule, ReportSending
from courseware.reports.rules.schedules import next_day
from courseware.reports.types.schedules import Outcome, Plan, Schedule, Scope
from courseware.settings import queries as organisation
from courseware.web.printing import DELETE_FILE
from courseware.web.zone import today


def make_schedule(me: Me, scope: Scope, plan: Plan) -> int:
    """From now on this report goes out; the caller has checked who asks and who may receive it."""
    if not plan.people:
        raise Refused("Choose at least one person.")
    row = ReportSchedule(
        kind=scope.kind,
        team_id=scope.number if scope.kind == "team" else None,
        cohort_id=scope.number if scope.kind == "cohort" else None,
        every=plan.every,
        form=plan.form,
        lang=plan.lang,
        made_by_id=me.id,
        next_on=next_day(plan.every, today(), organisation.current().week_start),
    )
    session = db.write()
    session.add(row)
    session.flush()
    for person_id in dict.fromkeys(plan.people):
        session.add(ReportRecipient(schedule_id=row.id, person_id=person_id))
    journal.record(me.id, "made", ("report schedule", row.id), every=plan.every, form=plan.form)
    return row.id


def end_schedule(me: Me, number: int) -> None:
    """Send it no more; what was sent stays in the log."""
    row = db.load(ReportSchedule, number)
    if row.ended_at is None:
        row.ended_at = clock.now()
        journal.record(me.id, "ended", ("report schedule", number))


def settle(schedule: Schedule, due_on: date, outcomes: Sequence[Outcome]) -> None:
    """Note what becomes of a day's report and put the mails into the outbox: each once, whoever runs this twice."""
    row = db.load(ReportSchedule, schedule.id)
    # Somebody may have stopped it while its files were being made.
    settled = [] if row.ended_at else [o for o in outcomes if _note(schedule, due_on, o)]
    used = {outcome.file for outcome in settled}
    for file in {outcome.file for outcome in outcomes} - used - {None}:
        jobs.put(DELETE_FILE, file)
    if row.every == "end":
        row.ended_at = clock.now()
    elif row.next_on is not None and row.next_on <= today():
        row.next_on = next_day(row.every, today(), organisation.current().week_start)


def let_reports_go(before: datetime) -> list[str]:
    """Forget the files of reports that were sent before this moment; which they are."""
    old = (ReportSending.at < before) & ReportSending.file.is_not(None)
    session = db.write()
    files = sorted(
        {file for file in session.scalars(select(ReportSending.file).where(old)) if file}
    )
    messages = select(ReportSending.message_id).where(old, ReportSending.message_id.is_not(None))
    session.execute(update(Message).where(Message.id.in_(messages)).values(attachments=[]))
    session.execute(update(ReportSending).where(old).values(file=None))
    return files


def _note(schedule: Schedule, due_on: date, outcome: Outcome) -> bool:
    """Whether this run is the one that settles it."""
    values = {
        "schedule_id": schedule.id,
        "person_id": outcome.person_id,
        "due_on": due_on,
        "at": clock.now(),
        "held_back": outcome.held_back,
        "file": outcome.file,
        "name": outcome.name,
    }
    wish = db.insert(ReportSending).values(values)
    wish = wish.on_conflict_do_nothing(
        index_elements=[ReportSending.schedule_id, ReportSending.person_id, ReportSending.due_on]
    )
    number = db.write().scalar(wish.returning(ReportSending.id))
    if number is None:
        return False
    if outcome.file:
        message_id = outbox.put_mail(
            outcome.email,
            outcome.subject,
            outcome.body,
            key=f"report:{schedule.id}:{outcome.person_id}:{due_on}",
            attachments=[(outcome.name, outcome.file)],
        )
        sending = update(ReportSending).where(ReportSending.id == number)
        db.write().execute(sending.values(message_id=message_id))
    return True
