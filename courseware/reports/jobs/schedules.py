"""What the worker does with reports that are sent by themselves."""

from dataclasses import replace
from datetime import date, timedelta

from flask import current_app

from courseware.content import current
from courseware.kit import clock, jobs
from courseware.reports.actions import schedules as actions
from courseware.reports.documents import booklets as words
from courseware.reports.documents import file_name, title_of
from courseware.reports.documents.paper import written
from courseware.reports.queries import booklets, schedules
from courseware.reports.rules.schedules import day_of, held_back, is_due
from courseware.reports.types import Report
from courseware.reports.types.booklets import Booklet
from courseware.reports.types.schedules import Outcome, Recipient, Schedule
from courseware.settings import queries as organisation
from courseware.web import locale
from courseware.web.filters import for_language
from courseware.web.locale import t
from courseware.web.printing import DELETE_FILE, storage
from courseware.web.zone import today

HOUR = 6  # of the organisation's morning
#: files that were sent are kept so long
KEPT = timedelta(days=30)


def send_reports() -> None:
    """In the morning, have every report sent that is due; asked each hour."""
    if clock.now().astimezone(organisation.current().zone).hour < HOUR:
        return
    for schedule in schedules.open_schedules():
        if is_due(schedule, today()):
            day = str(day_of(schedule))
            jobs.put("send_report", schedule.id, day, key=f"send_report:{schedule.id}:{day}")


def send_report(number: int, day: str) -> None:
    """Make one day's report and hand it to the outbox; a second run finds it settled.

    Everything is read and rendered first; the writing transaction opens only to note what became of it.
    """
    schedule, due_on = schedules.schedule(number), date.fromisoformat(day)
    if schedule is None or day_of(schedule) != due_on:
        return
    locale.use(schedule.lang)
    allowed = {reader.id for reader in schedules.readers_of(schedule.scope)}
    settled = schedules.noted(number, due_on)
    maker = _Maker(schedule)
    outcomes = [
        maker.outcome(reader, held_back(reader, allowed))
        for reader in schedules.recipients_of(number)
        if reader.id not in settled
    ]
    actions.settle(schedule, due_on, outcomes)


def let_reports_go() -> None:
    """Delete the files of reports that were sent long ago; the log keeps that they were."""
    for key in actions.let_reports_go(clock.now() - KEPT):
        jobs.put(DELETE_FILE, key)


class _Maker:
    """Makes a file once for all who see the same."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self._made: list[tuple[Report | Booklet, str]] = []

    def outcome(self, reader: Recipient, reason: str | None) -> Outcome:
        if reason:
            return Outcome(reader.id, reader.email, reason)
        report = self._report(reader)
        if report is None:
            return Outcome(reader.id, reader.email, "not-allowed")
        return Outcome(
            reader.id,
            reader.email,
            None,
            self._file(report),
            _name(report, self.schedule.form),
            f"{_title(report)} ({report.at.astimezone(organisation.current().zone).date()})",
            self._letter(reader, report),
        )

    def _report(self, reader: Recipient) -> Report | Booklet | None:
        if self.schedule.scope.kind == "organisation":
            now = clock.now()
            return words.organisation_report(booklets.team_sums(current.course(), now), now)
        return schedules.report_for(self.schedule.scope, reader.id, current.course())

    def _file(self, report: Report | Booklet) -> str:
        # Of two readers the one may find work in it that was handed in to them alone.
        for made, file in self._made:
            if made == replace(report, at=made.at):
                return file
        form = self.schedule.form
        file = storage().put(_written(report, form), f".{form}")
        self._made.append((report, file))
        return file

    def _letter(self, reader: Recipient, report: Report | Booklet) -> str:
        moment = for_language(locale.lang())["datetime"](report.at)
        link = f"{current_app.config['PUBLIC_URL']}{self.schedule.scope.page}"
        return "\n\n".join(
            [
                t("Hello {name},", name=reader.name),
                t("attached: “{title}”, as things stood at {moment}.", title=_title(report), moment=moment),
                t("The report of now: {link}", link=link),
                t("{name} has it sent to you regularly. It goes out only to those who may see it on that day.", name=self.schedule.maker),
                organisation.current().name(locale.lang()),
            ]
        )  # fmt: skip


def _title(report: Report | Booklet) -> str:
    return report.title if isinstance(report, Booklet) else title_of(report)


def _name(report: Report | Booklet, form: str) -> str:
    if isinstance(report, Booklet):
        return words.name_of(report, form)
    return file_name(report, form)


def _written(report: Report | Booklet, form: str) -> bytes:
    if isinstance(report, Booklet):
        return words.written(report, organisation.current(), form)
    return written(report, organisation.current(), form)
