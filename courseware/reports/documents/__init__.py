"""A report as rows of text and numbers: the very same for the page, the PDF and the spreadsheets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from courseware.errors import NotFound
from courseware.kit.charts import Bar, HeatMap, HeatRow, State
from courseware.kit.clock import Period, local_day
from courseware.kit.documents import DetailTable, ReportPage, Tile
from courseware.kit.tables import Cell, Sheet
from courseware.reports.documents.chapters import chapters_of, sheets_in
from courseware.reports.rules.periods import is_between
from courseware.reports.types import Line, Report
from courseware.settings.rules import Organisation
from courseware.web.filters import for_language
from courseware.web.locale import lang, t

#: state: msgid, tone on the screen, sign, and mark, ground and ink on paper
STATES: dict[str, tuple[str, str, str, State]] = {
    key: (words, tone, sign, State(key, words, mark, ground, ink))
    for key, words, tone, sign, mark, ground, ink in (
        ("passed", "Passed", "good", "✓", "tick", "#2f6f5e", "#ffffff"),
        ("earlier", "Passed earlier", "part", "✓", "tick", "#d7e8e0", "#2f6f5e"),
        ("late", "Overdue", "bad", "!", "bang", "#f3d5cf", "#9c2b1c"),
        ("waiting", "Waiting for review", "warn", "◎", "ring", "#f6ead0", "#7a4d00"),
        ("under-way", "Under way", "info", "◐", "half", "#e3edf5", "#1d4e79"),
        ("new", "Not begun", "none", "·", "none", "#eef1f4", "#9aa7b4"),
        ("preparation", "In preparation", "none", "–", "bar", "#f7f8fa", "#b9c2cb"),
    )
}


@dataclass(frozen=True, slots=True)
class Detail:
    """One column of the table of people."""

    key: str
    words: str  # msgid
    value: Callable[[Line, Organisation], Cell]
    is_number: bool = False
    of_sessions: bool = False  # only where class sessions were held


def _day(line: Line, organisation: Organisation) -> date | None:
    return local_day(line.last_at, organisation.time_zone) if line.last_at else None


DETAILS = (
    Detail("name", "Name", lambda line, _: line.name),
    Detail("place", "Team", lambda line, _: line.place),
    Detail("passed", "Modules passed", lambda line, _: line.passed, is_number=True),
    Detail("need", "Modules in all", lambda line, _: line.need, is_number=True),
    Detail("average", "Quiz average (%)", lambda line, _: line.average, is_number=True),
    Detail("roleplays", "Role-plays passed", lambda line, _: line.roleplays, is_number=True),
    Detail("exercises", "Forms accepted", lambda line, _: line.exercises, is_number=True),
    Detail("late", "Overdue items", lambda line, _: line.late, is_number=True),
    Detail("waiting", "Waiting for review", lambda line, _: line.waiting, is_number=True),
    Detail("attended", "Sessions attended", lambda line, _: line.attended, True, True),
    Detail("held", "Sessions held", lambda line, _: line.held, True, True),
    Detail("made-up", "Sessions made up", lambda line, _: line.made_up, True, True),
    Detail("last", "Last active", _day),
)
PLACES = {"team": "Team", "cohort": "Groups"}


def details_of(report: Report) -> list[Detail]:
    """The columns of the table of people; those of class sessions where there were any."""
    return [detail for detail in DETAILS if report.has_sessions or not detail.of_sessions]


def headings(report: Report) -> list[str]:
    """What stands above the columns of the table of people."""
    return [t(PLACES[report.kind] if d.key == "place" else d.words) for d in details_of(report)]


def values(details: Sequence[Detail], line: Line, organisation: Organisation) -> list[Cell]:
    """One person's row of that table, numbers and dates as such."""
    return [detail.value(line, organisation) for detail in details]


def in_words(cell: Cell) -> str:
    """A value as page and PDF print it; spreadsheets keep the value itself."""
    if cell is None or cell == "":
        return "–"
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)


def tiles_of(report: Report) -> list[Tile]:
    """The figures at the top."""
    average = report.average
    return [
        Tile(t("People"), str(len(report.lines))),
        Tile(t("Modules passed"), f"{report.percent}%", f"{report.passed} / {report.need}"),
        Tile(t("Quiz average"), "–" if average is None else f"{average}%"),
        Tile(t("Overdue items"), str(report.late)),
        Tile(t("Waiting for review"), str(report.waiting)),
    ]


def states_of(report: Report) -> list[tuple[str, str, str, str]]:
    """Key, words, tone and sign of the states; `passed earlier` only in a report on a period, what waits only in one of now."""
    return [
        (key, t(words), tone, sign)
        for key, (words, tone, sign, _) in STATES.items()
        if key != ("earlier" if report.period is None else "waiting")
    ]


def sheets_of(report: Report, organisation: Organisation) -> list[Sheet]:
    """The whole workbook: summary, people, modules, then every chapter's tables."""
    return [sheet for _, sheet in named_sheets(report, organisation)]


def named_sheets(report: Report, organisation: Organisation) -> list[tuple[str, Sheet]]:
    """The sheets with what `?sheet=` calls each."""
    gain = gain_rows(report)
    own = [("people", _people(report, organisation)), ("modules", _modules(report))]
    if gain:
        own.append(("gain", Sheet(t("Gain by part"), gain_headings(), gain)))
    more = sheets_in(chapters_of(report))
    first = [pair for pair in more if pair[0] == "summary"]
    return [*first, *own, *(pair for pair in more if pair[0] != "summary")]


def _people(report: Report, organisation: Organisation) -> Sheet:
    """The people with their modules."""
    columns = [f"{c.number:02d} {c.title[lang()]}" for c in report.columns]
    details, states = details_of(report), {key: t(words) for key, (words, *_) in STATES.items()}
    rows = [
        [*values(details, line, organisation), *(states[cell.state] for cell in line.cells)]
        for line in report.lines
    ]
    return Sheet(t("People"), [*headings(report), *columns], rows)


def gain_headings() -> list[str]:
    """What stands above the columns of the gain by part."""
    return [t("Part"), t("Starting test (%)"), t("Final exam (%)"), t("Gain"), t("People")]


def gain_rows(report: Report) -> list[list[Cell]]:
    """The gain by part, then over all; nothing when nobody has both exams."""
    return [
        [
            line.title[lang()] if line.title else t("All"),
            line.start,
            line.final,
            line.gain,
            line.people,
        ]
        for line in (report.gain.lines if report.gain else ())
    ]


def csv_of(report: Report, organisation: Organisation, sheet: str = "") -> Sheet:
    """A file of one sheet: the one asked for, else the people and below them what they gained; NotFound when there is none."""
    if sheet:
        found = dict(named_sheets(report, organisation)).get(sheet)
        if found is None:
            raise NotFound
        return found
    people, gain = _people(report, organisation), gain_rows(report)
    if not gain:
        return people
    below: list[list[Cell]] = [[], list(gain_headings()), *gain]
    width = len(people.columns)
    filled = [[*row, *[""] * (width - len(row))] for row in below]
    return Sheet(people.name, people.columns, [*people.rows, *filled])


def title_of(report: Report) -> str:
    """What the report is called."""
    words = "Class report: {name}" if report.kind == "cohort" else "Team report: {name}"
    return t(words, name=report.name)


def period_in_words(period: Period | None) -> str:
    if period is None:
        return t("up to now")
    day = for_language(lang())["date"]
    days = f"{day(period.first)} – {day(period.last)}"
    return days if is_between(period) else f"{period.label} ({days})"


def page_of(report: Report, organisation: Organisation) -> ReportPage:
    """The report on paper."""
    day = for_language(lang())["datetime"]
    states = [
        State(key, words, paper.mark, paper.ground, paper.ink)
        for key, words, _tone, _sign in states_of(report)
        for paper in [STATES[key][3]]
    ]
    rows = [
        HeatRow(line.name, [cell.state for cell in line.cells], f"{line.passed} / {line.need}")
        for line in report.lines
    ]
    columns = [f"{column.number:02d}" for column in report.columns]
    return ReportPage(
        title=title_of(report),
        subtitle=t("Progress, quizzes, role-plays and exercise forms"),
        period=period_in_words(report.period),
        organisation=organisation.name(lang()),
        generated_at=day(report.at),
        lang=lang(),
        tiles=tiles_of(report),
        bars_title=t("Modules passed, by part of the course"),
        bars=[
            Bar(part.title[lang()], part.passed / part.need, _share(part.passed, part.need))
            for part in report.parts
        ],
        heatmap=HeatMap(t("Each person in each module"), columns, rows, states) if rows else None,
        table=_table(report, organisation),
        gain_title=t("Gain by part of the course"),
        gain=_gain_table(report),
        notes=notes_of(report),
    )


def notes_of(report: Report) -> list[str]:
    """What the figures mean, said once for all readers."""
    if report.period is None:
        return [t("Current members, with everything they have done up to now.")]
    return [
        t("Only what happened in this period, while the person was a member, is counted."),
        t("Overdue: due in this period and still open when it ended."),
    ]


def file_name(report: Report, ending: str) -> str:
    when = report.period.label if report.period else report.at.date().isoformat()
    return (
        f"{title_of(report)} {when}.{ending}".replace("/", "-")
        .replace(": ", " ")
        .replace("：", " ")
    )


def _table(report: Report, organisation: Organisation) -> DetailTable:
    details = details_of(report)
    numeric = frozenset(n for n, detail in enumerate(details) if detail.is_number)
    rows = [[in_words(v) for v in values(details, line, organisation)] for line in report.lines]
    return DetailTable(headings(report), rows, numeric)


def _gain_table(report: Report) -> DetailTable | None:
    rows = [[in_words(cell) for cell in row] for row in gain_rows(report)]
    return DetailTable(gain_headings(), rows, frozenset({1, 2, 3, 4})) if rows else None


def _modules(report: Report) -> Sheet:
    """How each module goes: so many people in each state."""
    states = states_of(report)
    rows: list[Sequence[Cell]] = []
    for place, column in enumerate(report.columns):
        cells = [line.cells[place] for line in report.lines]
        scores = [cell.score for cell in cells if cell.score is not None]
        average = round(sum(scores) / len(scores), 1) if scores else None
        counts = [sum(cell.state == key for cell in cells) for key, *_ in states]
        rows.append([column.number, column.title[lang()], *counts, average])
    heads = [t("Number"), t("Module"), *(words for _, words, _, _ in states), t("Quiz average (%)")]
    return Sheet(t("Modules"), heads, rows)


def _share(passed: int, need: int) -> str:
    return f"{round(100 * passed / need) if need else 0}%"
