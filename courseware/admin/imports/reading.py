"""The rows of a file of people, each checked by itself; every problem is told, not only the first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from courseware.accounts.rules import normal_email, normal_mobile
from courseware.kit.tables import Row, TableError, Wanted, read_table
from courseware.web.locale import t

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ROLES = {"administrator": "administrator", "管理员": "administrator", "trainer": "trainer", "培训师": "trainer",
         "author": "author", "作者": "author"}  # fmt: skip
LANGUAGES = {
    "zh": "zh", "中文": "zh", "简体": "zh", "简体中文": "zh", "zh-hans": "zh", "zh-cn": "zh",
    "zh-hant": "zh-Hant", "繁体": "zh-Hant", "繁體": "zh-Hant", "繁体中文": "zh-Hant", "繁體中文": "zh-Hant",
    "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "en": "en", "英文": "en", "english": "en",
}  # fmt: skip
WANTED = Wanted(
    required=("name",),
    optional=(
        "email", "employee_number", "mobile", "team", "cohort", "lang", "roles", "joined_on",
    ),
    also={
        "邮箱": "email", "电子邮箱": "email", "姓名": "name", "工号": "employee_number", "手机": "mobile",
        "手机号": "mobile", "团队": "team", "部门": "team", "班级": "cohort", "语言": "lang", "角色": "roles",
        "入职日期": "joined_on",
    },
)  # fmt: skip
MOST_NUMBER = 50


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and in which line of the file where it is about one."""

    line: int | None
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        words = t(self.sentence, **self.values)
        return t("Line {line}: {problem}", line=self.line, problem=words) if self.line else words


@dataclass(frozen=True, slots=True)
class Line:
    """One person as the file has them; empty where it says nothing."""

    number: int
    name: str
    email: str
    employee_number: str
    mobile: str
    team: str
    cohort: str
    lang: str
    roles: frozenset[str] | None
    joined_on: date | None

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """What the person may be known by."""
        named = (
            ("email", self.email),
            ("employee_number", self.employee_number),
            ("mobile", self.mobile),
        )
        return tuple((name, value) for name, value in named if value)


class _Wrong(Exception):
    """One cell cannot be used."""

    def __init__(self, sentence: str, **values: object) -> None:
        self.sentence, self.values = sentence, values


def read_lines(data: bytes) -> tuple[list[Line], list[Problem]]:
    """The people of a CSV or XLSX file, and what is wrong with it."""
    try:
        table = read_table(data, WANTED)
    except TableError as error:
        return [], [Problem(error.line, error.sentence, error.values)]
    if not table.rows:
        return [], [Problem(1, "The table has headings, but no people below them.")]
    lines, problems = [], []
    for row in table.rows:
        try:
            lines.append(_line(row))
        except _Wrong as wrong:
            problems.append(Problem(row.line, wrong.sentence, wrong.values))
    return lines, problems + list(_twice(lines))


def _line(row: Row) -> Line:
    cells = {
        name: row.values.get(name, "").strip() for name in (*WANTED.required, *WANTED.optional)
    }
    if not 0 < len(cells["name"]) <= 200:
        raise _Wrong("A name of 1 to 200 characters is missing.")
    if len(cells["employee_number"]) > MOST_NUMBER:
        raise _Wrong("An employee number has at most 50 characters.")
    line = Line(
        number=row.line,
        name=cells["name"],
        email=_email(cells["email"]),
        employee_number=cells["employee_number"],
        mobile=_mobile(cells["mobile"]),
        team=cells["team"],
        cohort=cells["cohort"],
        lang=_one_of(LANGUAGES, cells["lang"]) if cells["lang"] else "",
        roles=_roles(cells["roles"]) if cells["roles"] else None,
        joined_on=_date(cells["joined_on"]),
    )
    if not line.keys:
        raise _Wrong("An e-mail, an employee number or a mobile number is needed to sign in.")
    return line


def _email(text: str) -> str:
    email = normal_email(text)
    if email and (not EMAIL.fullmatch(email) or len(email) > 254):
        raise _Wrong("{email} is not an address of mail.", email=text)
    return email


def _mobile(text: str) -> str:
    if not text:
        return ""
    mobile = normal_mobile(text)
    if mobile is None:
        raise _Wrong("{text} is not a mobile number.", text=text)
    return mobile


def _roles(text: str) -> frozenset[str]:
    return frozenset(_one_of(ROLES, role) for role in re.split(r"[,，;；、\s]+", text) if role)


def _one_of(known: dict[str, str], text: str) -> str:
    found = known.get(text.lower())
    if found is None:
        raise _Wrong("{text} is not one of: {allowed}.", text=text, allowed=", ".join(known))
    return found


def _date(text: str) -> date | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?", text)
    try:
        if found is None:
            raise ValueError(text)
        return date(*map(int, found.groups()))
    except ValueError:
        raise _Wrong("{text} is not a date such as 2026-03-02.", text=text) from None


def _twice(lines: Iterable[Line]) -> Iterable[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        for key in line.keys:
            if key in seen:
                values = {"value": key[1], "first": seen[key]}
                yield Problem(line.number, "{value} stands in line {first} already.", values)
                break
            seen[key] = line.number
