"""The further chapters of a class or team report, as tables and bars for page, PDF, XLSX and CSV alike."""

from collections.abc import Mapping, Sequence

from courseware.content.industries import INDUSTRY_NAMES
from courseware.kit.tables import Cell, Sheet
from courseware.reports.documents.next_week import next_week, reason_of
from courseware.reports.documents.submissions import said_chapters
from courseware.reports.documents.values import KINDS, percent
from courseware.reports.rules.whole import WEAKEST
from courseware.reports.types import Report
from courseware.reports.types.chapters import Chapter, Stroke, Table
from courseware.reports.types.whole import Whole
from courseware.web.locale import lang, t

FIGURES = {
    "people": "People",
    "passed": "Modules passed",
    "average": "Quiz average (%)",
    "roleplays": "Role-plays passed",
    "accepted": "Forms accepted",
    "handed-in": "Forms handed in",
    "kept": "Assignments done in time",
    "certificates": "Certificates issued",
    "hours": "Hours of learning",
    "late": "Overdue items",
}
STANDINGS = {
    "done": "Course finished",
    "ahead": "Ahead",
    "on-track": "Where most are",
    "behind": "Behind",
    "stuck": "Stuck",
}


def chapters_of(report: Report) -> list[Chapter]:
    """All of them, what to do next week first; none where the report was read without them."""
    whole = report.whole
    if whole is None:
        return []
    mark = "；" if lang() == "zh" else "; "
    why = {line.person_id: mark.join(map(reason_of, line.needs)) for line in report.lines}
    said = said_chapters(report.said) if report.said else []
    found = [_summary(whole), _standing(whole, why)]
    if whole.todos is not None:
        found.insert(0, next_week(whole.todos))
    return [
        *found, *said, _quizzes(whole), _skills(whole), _forms(whole), _asked(whole), _issued(whole), _hours(whole),
    ]  # fmt: skip


def _summary(whole: Whole) -> Chapter:
    before = whole.before or t("7 days ago")
    rows: list[list[Cell]] = [
        [t(FIGURES[figure.key]), figure.value, figure.before, figure.change]
        for figure in whole.figures
    ]
    heads = [t("Figure"), t("This report"), before, t("Difference")]
    return Chapter(
        "summary",
        t("Summary and change"),
        [Table(t("Summary"), heads, rows, frozenset({1, 2, 3}))],
        t("Beside it stands what the same report said of the time before."),
    )


def _standing(whole: Whole, why: Mapping[int, str]) -> Chapter:
    rows: list[list[Cell]] = [
        [line.name, t(STANDINGS[line.standing]), line.passed, line.need, line.late, why.get(line.person_id, "")]
        for line in whole.standings
    ]  # fmt: skip
    heads = [
        t("Name"), t("Standing"), t("Modules passed"), t("Modules in all"), t("Overdue items"), t("Reason"),
    ]  # fmt: skip
    links = [f"/people/{line.person_id}" if line.is_current else "" for line in whole.standings]
    return Chapter(
        "standing",
        t("Who is ahead, behind or stuck, and why"),
        [Table(t("Standing"), heads, rows, frozenset({2, 3, 4}), links)],
        t("Stuck: failed again and again, a returned form untouched, nothing done for days, or far below the class. Behind: something overdue, or two modules fewer than the middle of the group. Ahead: two modules more."),
    )  # fmt: skip


def _quizzes(whole: Whole) -> Chapter:
    parts = Table(
        t("Quiz"),
        [t("Part"), t("People"), t("Quiz average (%)"), t("Answers given"), t("Answers right (%)")],
        [[q.title[lang()], q.people, q.average, q.answers, q.right] for q in whole.quizzes],
        frozenset({1, 2, 3, 4}),
        key="quiz",
    )
    heads = [t("Objective"), t("Module"), t("Answers given"), t("Answers right (%)")]
    objectives = Table(
        t("Objectives, the weakest first"),
        heads,
        [[o.words[lang()], o.number, o.answers, o.right] for o in whole.objectives],
        frozenset({1, 2, 3}),
        [o.link for o in whole.objectives],
        "objectives",
    )
    return Chapter(
        "quiz",
        t("Quiz results by part and objective"),
        [parts, objectives],
        t("The share of right answers counts every answer of every attempt handed in, as it was marked last; objectives from five answers on. The bars show the five weakest."),
        [
            Stroke(f"{o.number:02d} {o.words[lang()]}", o.right / 100, percent(o.right))
            for o in whole.objectives[:WEAKEST]
        ],
        t("Nobody has handed in a quiz yet."),
    )  # fmt: skip


def _skills(whole: Whole) -> Chapter:
    table = Table(
        t("Role-play"),
        [t("Industry"), t("Skill"), t("Mean (0–3)"), t("People")],
        [[t(INDUSTRY_NAMES[s.industry]), s.skill[lang()], s.mean, s.people] for s in whole.skills],
        frozenset({2, 3}),
    )
    strokes = [
        Stroke(f"{t(INDUSTRY_NAMES[s.industry])} · {s.skill[lang()]}", s.mean / 3, f"{s.mean} / 3")
        for s in whole.skills
    ]
    return Chapter(
        "role-play",
        t("Role-play skills by industry"),
        [table],
        t("The mean of the people's own means, from talks that were handed in or asked for; a trainer's mark stands before the scenario's."),
        strokes,
        t("No role-play has been handed in yet."),
    )  # fmt: skip


def _forms(whole: Whole) -> Chapter:
    heads = [
        t("Form"), t("People"), t("Handed in"), t("Waiting for review"), t("Times returned"), t("Accepted"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [f.title[lang()], f.people, f.handed_in, f.waiting, f.returned, f.accepted]
        for f in whole.forms
    ]
    stars: list[list[Cell]] = [
        [s.words, s.title[lang()], s.name or t("without a name")] for s in whole.stars
    ]
    tables = [
        Table(t("Exercises"), heads, rows, frozenset({1, 2, 3, 4, 5}), key="exercises"),
        Table(t("Starred lines"), [t("Starred line"), t("Form"), t("Author")], stars, key="stars"),
    ]
    return Chapter(
        "exercises",
        t("Exercise forms, and lines worth showing"),
        tables,
        t("Forms whose last round was handed in here; one filled in by a group counts once. A starred line bears its author's name only where the author agreed to show the form."),
        empty=t("No form has been handed in yet."),
    )  # fmt: skip


def _asked(whole: Whole) -> Chapter:
    heads = [
        t("What was asked for"), t("Due date"), t("People"), t("In time"), t("Done late"), t("Overdue"), t("Still to come"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [a.title[lang()], a.due_on, a.people, a.kept, a.late, a.overdue, a.open]
        for a in whole.asked
    ]
    table = Table(t("Assignments"), heads, rows, frozenset({2, 3, 4, 5, 6}))
    return Chapter(
        "assignments",
        t("Assignments and dates, kept and late"),
        [table],
        t("All that had a date, asked for by somebody or by the schedule of a class."),
        empty=t("Nothing had a date."),
    )


def _issued(whole: Whole) -> Chapter:
    rows: list[list[Cell]] = [
        [i.name, i.title[lang()], t(KINDS.get(i.kind, "Certificate")), i.issued_on, i.serial]
        for i in whole.issued
    ]
    heads = [t("Name"), t("Title"), t("Kind"), t("Issued on"), t("Serial")]
    links = [f"/verify/{i.serial}" for i in whole.issued]
    table = Table(t("Certificates"), heads, rows, links=links)
    return Chapter(
        "certificates",
        t("Certificates issued"),
        [table],
        empty=t("No certificate was issued in this time."),
    )


def _hours(whole: Whole) -> Chapter:
    known = [line for line in whole.hours if line.total]
    rows: list[list[Cell]] = [
        [h.name, *(round(n / 60, 1) for n in (h.lessons, h.roleplays, h.sessions, h.total))]
        for h in known
    ]
    heads = [
        t("Name"),
        t("Lessons (h)"),
        t("Role-plays (h)"),
        t("Class sessions (h)"),
        t("Sum (h)"),
    ]
    return Chapter(
        "hours",
        t("Hours of learning"),
        [Table(t("Hours"), heads, rows, frozenset({1, 2, 3, 4}))],
        t("Nobody is timed: a lesson read counts the reading time it states, once; a role-play played the minutes it states; a class session its length for whoever was there."),
        empty=t("No hours yet."),
    )  # fmt: skip


def sheets_in(chapters: Sequence[Chapter]) -> list[tuple[str, Sheet]]:
    """Every table of theirs as a sheet, with what `?sheet=` calls it."""
    return [
        (table.key or chapter.key, Sheet(table.name, table.columns, table.rows))
        for chapter in chapters
        for table in chapter.tables
    ]
