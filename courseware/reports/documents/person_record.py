"""One person's record as tables of text, numbers and dates: the very same on the page, in the PDF and in the workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from courseware.certificates.queries.words import KINDS
from courseware.certificates.queries.words import industry_name as industry
from courseware.content.definitions import Text
from courseware.kit.clock import local_day
from courseware.kit.documents import Tile
from courseware.kit.tables import Cell, Sheet
from courseware.reports.documents import STATES, in_words
from courseware.reports.types.person_record import PersonRecord
from courseware.settings.rules import Organisation
from courseware.web.filters import for_language
from courseware.web.locale import lang, t

STAYS = {"team": "Team", "class": "Class"}
EXAMS = {"final": "Final exam", "starting-test": "Starting test"}
ROLES = {"trainer": "trainer", "manager": "manager"}
KEPT = {
    "kept": "kept",
    "kept-late": "kept, but late",
    "late": "overdue",
    "open": "open",
}
ATTENDED = {"present": "present", "late": "came late", "absent": "was absent", "excused": "excused"}
VALID = {
    "valid": "valid",
    "revoked": "revoked",
    "replaced": "replaced",
    "expired": "expired",
}


@dataclass(frozen=True, slots=True)
class Chapter:
    """One table of the record."""

    key: str
    sheet: Sheet
    numeric: frozenset[int]
    empty: str  # what is said where there is nothing

    @property
    def rows(self) -> list[list[str]]:
        return [[in_words(cell) for cell in row] for row in self.sheet.rows]


def title_of_record(record: PersonRecord) -> str:
    return t("Record of {name}", name=record.name)


def tiles_of_record(record: PersonRecord) -> list[Tile]:
    """The figures at the top; the same as on the person's page."""
    line = record.line
    kept = sum(row.state == "kept" for row in record.asked)
    late = sum(row.state in ("kept-late", "late") for row in record.asked)
    return [
        Tile(t("Modules passed"), f"{line.passed} / {line.need}"),
        Tile(t("Quiz average"), "–" if line.average is None else f"{line.average}%"),
        Tile(t("Role-plays passed"), str(len(record.talks))),
        Tile(t("Forms accepted"), str(len(record.forms))),
        Tile(t("Asked and kept"), str(kept), t("{n} late", n=late)),
        Tile(t("Sessions attended"), f"{line.attended} / {line.held}"),
    ]


def chapters_of_record(record: PersonRecord, organisation: Organisation) -> list[Chapter]:
    """Every table, also the empty ones: that there is nothing is worth knowing in an appraisal."""
    made = _Made(organisation.time_zone)
    return [
        made.stays(record), made.modules(record), made.exams(record), made.talks(record),
        made.skills(record), made.forms(record), made.asked(record), made.sessions(record),
        made.certificates(record),
    ]  # fmt: skip


def sheets_of_record(record: PersonRecord, organisation: Organisation) -> list[Sheet]:
    """The workbook: the figures, then a sheet for each table."""
    moment = for_language(lang())["datetime"](record.at)
    figures: list[list[Cell]] = [
        [t("Name"), record.name, ""],
        [t("Email"), record.email, ""],
    ]
    figures += [[tile.label, tile.figure, tile.note] for tile in tiles_of_record(record)]
    figures.append([t("As of"), moment, ""])
    summary = Sheet(t("Summary"), [t("Figure"), t("Value"), t("Remark")], figures)
    return [summary, *(chapter.sheet for chapter in chapters_of_record(record, organisation))]


def notes_of_record() -> list[str]:
    return [
        t("Practice that was not handed in, drafts and answers to single questions are not part of a record."),
        t("Skills: the weighed mean of the last five marks, 0 to 3, from talks that were handed in or assigned."),
    ]  # fmt: skip


class _Made:
    """Makes the tables, with days as the organisation counts them."""

    def __init__(self, zone: Any) -> None:
        self.zone = zone

    def stays(self, record: PersonRecord) -> Chapter:
        rows = [[t(STAYS[s.kind]), s.name, s.first, s.end] for s in record.stays]
        heads = ["Kind", "Team or class", "From", "Until"]
        return _chapter("stays", "Teams and classes", heads, rows)

    def modules(self, record: PersonRecord) -> Chapter:
        rows = [
            [
                line.column.number,
                line.column.title[lang()],
                t(STATES[line.cell.state][0]),
                line.cell.score,
                self._day(line.read_at),
                self._day(line.passed_at),
            ]
            for line in record.modules
        ]
        heads = ["Number", "Module", "State", "Best quiz score", "Lesson read", "Passed on"]
        return _chapter("modules", "Modules", heads, rows, numeric={0, 3})

    def exams(self, record: PersonRecord) -> Chapter:
        rows = [
            [t(EXAMS.get(e.slug, e.slug)), self._day(e.at), e.score, _passed(e.slug, e.passed)]
            for e in record.exams
        ]
        heads = ["Exam", "Date", "Score (%)", "Result"]
        return _chapter("exams", "Exams", heads, rows, numeric={2})

    def talks(self, record: PersonRecord) -> Chapter:
        rows = [[talk.title[lang()], self._day(talk.at)] for talk in record.talks]
        return _chapter("talks", "Role-plays passed", ["Scenario", "Passed on"], rows)

    def skills(self, record: PersonRecord) -> Chapter:
        rows: list[list[Cell]] = [
            [_words(s.skill), _industry(s.industry), s.mean, s.rests_on] for s in record.skills
        ]
        heads = ["Skill", "Industry", "Mean (0–3)", "Marks it rests on"]
        return _chapter("skills", "Skills in role-plays", heads, rows, numeric={2, 3})

    def forms(self, record: PersonRecord) -> Chapter:
        rows = [
            [
                _words(form.title),
                form.period,
                self._day(form.accepted_at),
                t(ROLES.get(form.role or "", "reviewer")),
                t("group") if form.is_group else "",
            ]
            for form in record.forms
        ]
        heads = ["Exercise", "Period", "Accepted on", "Accepted by", "Remark"]
        return _chapter("forms", "Exercises accepted", heads, rows)

    def asked(self, record: PersonRecord) -> Chapter:
        rows = [
            [
                _words(one.title),
                one.asked_by or t("schedule of the class"),
                one.due_on,
                self._day(one.fulfilled_at),
                t(KEPT[one.state]),
            ]
            for one in record.asked
        ]
        heads = ["What was asked", "Asked by", "Due date", "Done on", "Kept"]
        return _chapter("asked", "Assignments", heads, rows)

    def sessions(self, record: PersonRecord) -> Chapter:
        rows = [[self._day(s.at), s.title, s.cohort, t(ATTENDED[s.state])] for s in record.sessions]
        heads = ["Date", "Class session", "Class", "Attendance"]
        return _chapter("sessions", "Class sessions", heads, rows)

    def certificates(self, record: PersonRecord) -> Chapter:
        rows = [
            [
                c.title[lang()],
                t(KINDS[c.kind]),
                c.serial,
                self._day(c.issued_at),
                self._day(c.expires_at),
                t(VALID[c.state]),
            ]
            for c in record.certificates
        ]
        heads = ["Certified", "Kind", "Certificate number", "Issued on", "Valid until", "State"]
        return _chapter("certificates", "Certificates", heads, rows)

    def _day(self, at: datetime | None) -> date | None:
        return local_day(at, self.zone) if at else None


def _chapter(
    key: str,
    name: str,
    heads: list[str],
    rows: Iterable[Sequence[Cell]],
    *,
    numeric: Iterable[int] = (),
) -> Chapter:
    sheet = Sheet(t(name), [t(head) for head in heads], list(rows))
    return Chapter(key, sheet, frozenset(numeric), t("Nothing so far."))


def _passed(slug: str, passed: bool | None) -> str:
    if slug == "starting-test" or passed is None:  # a starting test is no test to pass
        return ""
    return t("Passed") if passed else t("Not passed")


def _words(title: Text) -> str:
    return str(title[lang()])


def _industry(name: str) -> str:
    return t("All industries") if name == "any" else industry(name, lang())
