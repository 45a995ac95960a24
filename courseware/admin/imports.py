"""People from a spreadsheet: every row is checked first, and all are imported or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from courseware import db
from courseware.accounts import actions as accounts
from courseware.accounts.models import Person, Team
from courseware.accounts.rules import normal_email
from courseware.assignments import actions as assignments
from courseware.cohorts.models import Cohort
from courseware.content import current
from courseware.kit.tables import Row, TableError, Wanted, read_table
from courseware.web.zone import today

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ROLES = {"administrator": "administrator", "管理员": "administrator", "trainer": "trainer", "培训师": "trainer",
         "author": "author", "作者": "author"}  # fmt: skip
LANGUAGES = {"zh": "zh", "中文": "zh", "en": "en", "英文": "en", "english": "en", "": "zh"}
WANTED = Wanted(
    required=("email", "name"),
    optional=("employee_number", "team", "cohort", "lang", "roles", "joined_on"),
    also={
        "邮箱": "email",
        "电子邮箱": "email",
        "姓名": "name",
        "工号": "employee_number",
        "团队": "team",
        "部门": "team",
        "班级": "cohort",
        "语言": "lang",
        "角色": "roles",
        "入职日期": "joined_on",
    },
)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A checked row of the file."""

    line: int
    new: accounts.NewPerson
    team: str
    cohort: str


def read_people(data: bytes) -> list[PersonLine]:
    """The people of a CSV or XLSX file; TableError names the first line that is wrong and what is."""
    table = read_table(data, WANTED)
    if not table.rows:
        raise TableError("The table has headings, but no people below them.", line=1)
    lines = [_person(row) for row in table.rows]
    _refuse_twice(lines)
    return lines


def import_people(actor_id: int | None, lines: Sequence[PersonLine]) -> int:
    """Make the accounts, in teams and classes that exist; returns how many. One bad line and nobody is made."""
    session = db.write()
    teams = {name: key for key, name in session.execute(select(Team.id, Team.name))}
    cohorts = {name: key for key, name in session.execute(select(Cohort.id, Cohort.name))}
    _refuse_known(lines)
    for line in lines:
        if line.team and line.team not in teams:
            raise TableError(
                "There is no team {name}. Make it first.", line=line.line, name=line.team
            )
        if line.cohort and line.cohort not in cohorts:
            raise TableError(
                "There is no class {name}. Make it first.", line=line.line, name=line.cohort
            )
    course = current.course()
    for line in lines:
        person = accounts.create_person(actor_id, line.new)
        if line.team:
            since = line.new.joined_on or today()
            accounts.join_team(actor_id, person.id, teams[line.team], since)
            assignments.joined_team(course, person.id, teams[line.team])
        if line.cohort:
            assignments.join_class(actor_id, course, cohorts[line.cohort], person.id)
    return len(lines)


def _person(row: Row) -> PersonLine:
    values = {
        name: row.values.get(name, "").strip() for name in (*WANTED.required, *WANTED.optional)
    }
    email = normal_email(values["email"])
    if not EMAIL.fullmatch(email) or len(email) > 254:
        raise TableError(
            "{email} is not an address of mail.", line=row.line, email=values["email"] or "–"
        )
    if not values["name"] or len(values["name"]) > 200:
        raise TableError("A name of 1 to 200 characters is missing.", line=row.line)
    if len(values["employee_number"]) > 50:
        raise TableError("An employee number has at most 50 characters.", line=row.line)
    new = accounts.NewPerson(
        email=email,
        name=values["name"],
        lang=_one_of(LANGUAGES, values["lang"], row.line),
        employee_number=values["employee_number"] or None,
        joined_on=_date(values["joined_on"], row.line),
        roles=frozenset(
            _one_of(ROLES, role, row.line)
            for role in re.split(r"[,，;；、\s]+", values["roles"])
            if role
        ),
    )
    return PersonLine(row.line, new, values["team"], values["cohort"])


def _one_of(known: dict[str, str], text: str, line: int) -> str:
    try:
        return known[text.lower()]
    except KeyError:
        allowed = ", ".join(name for name in known if name)
        raise TableError(
            "{text} is not one of: {allowed}.", line=line, text=text, allowed=allowed
        ) from None


def _date(text: str, line: int) -> date | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?", text)
    try:
        if found is None:
            raise ValueError(text)
        return date(*map(int, found.groups()))
    except ValueError:
        raise TableError("{text} is not a date such as 2026-03-02.", line=line, text=text) from None


def _refuse_known(lines: Sequence[PersonLine]) -> None:
    """Addresses and employee numbers belong to one person each, of the database or of the file."""
    session = db.write()
    known = set(session.scalars(select(Person.email)))
    numbers = set(session.scalars(select(Person.employee_number)))
    for line in lines:
        email, number = line.new.email, line.new.employee_number
        if email in known:
            raise TableError(
                "There is already an account for {email}.", line=line.line, email=email
            )
        if number and number in numbers:
            raise TableError(
                "The employee number {number} is already taken.", line=line.line, number=number
            )
        numbers.add(number)


def _refuse_twice(lines: Sequence[PersonLine]) -> None:
    seen: dict[str, int] = {}
    for line in lines:
        if line.new.email in seen:
            first = seen[line.new.email]
            raise TableError(
                "{email} stands in line {first} already.",
                line=line.line,
                email=line.new.email,
                first=first,
            )
        seen[line.new.email] = line.line
