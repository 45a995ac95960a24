"""The report on the course for its author, and on the organisation for its administrator, as chapters."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from courseware.content.definitions import Course
from courseware.feedback.types.pulse import ModulePulse
from courseware.kit.documents import ReportPage
from courseware.kit.strokes import stroke
from courseware.kit.tables import Cell, write_xlsx
from courseware.reports.documents import in_words
from courseware.reports.documents.chapters import sheets_in
from courseware.reports.documents.paper import read_at
from courseware.reports.documents.values import percent
from courseware.reports.rules.whole import share
from courseware.reports.types.booklets import Booklet, Funnel, TeamSum, Tried
from courseware.reports.types.chapters import Chapter, Stroke, Table
from courseware.settings.rules import Organisation
from courseware.web.filters import for_language
from courseware.web.locale import lang, t
from courseware.web.printing import printer
from courseware.web.render import render_text


def funnel(course: Course, lines: Sequence[Funnel]) -> Chapter:
    """Where people stop, by module and by step within it."""
    by = {line.module: line for line in lines}
    found = [(m, by[m.slug]) for m in course.modules if m.slug in by]
    rows: list[list[Cell]] = [
        [f"{m.number:02d} {m.title[lang()]}", f.opened, f.read, f.quiz, f.passed,
         share(f.opened - f.read, f.opened), share(f.read - min(f.quiz, f.read), f.read)]
        for m, f in found
    ]  # fmt: skip
    heads = [
        t("Module"), t("Opened"), t("Lesson read"), t("Quiz passed"), t("Module passed"),
        t("Stop after opening (%)"), t("Stop before the quiz (%)"),
    ]  # fmt: skip
    table = Table(
        t("Modules"), heads, rows, frozenset(range(1, 7)), [f"/modules/{m.slug}" for m, _ in found]
    )
    strokes = [
        Stroke(f"{m.number:02d} {m.title[lang()]}", f.passed / f.opened, f"{f.passed} / {f.opened}")
        for m, f in found
    ]
    lead = t("Of everybody who opened a module, how many read it, passed its quiz and passed it. The bars show the share that passed.")  # fmt: skip
    empty = t("Nobody has come far enough yet.")
    return Chapter("modules", t("Where people stop"), [table], lead, strokes, empty)


def quizzes(course: Course, lines: Sequence[Tried]) -> Chapter:
    """How quizzes went; their questions stand on pages of their own."""
    found = sorted((q for q in lines if course.quiz(q.item)), key=lambda q: q.item)
    rows: list[list[Cell]] = [
        [_module(course, q.item), q.people, q.times, share(q.done, q.people)] for q in found
    ]
    heads = [t("Quiz"), t("People"), t("Attempts"), t("Passed at the first try (%)")]
    links = [f"/quizzes/{q.item}/analysis" for q in found]
    table = Table(t("Quiz"), heads, rows, frozenset({1, 2, 3}), links)
    lead = t("Attempts and first tries; difficulty and discrimination of each question stand behind the link.")  # fmt: skip
    empty = t("Nobody has come far enough yet.")
    return Chapter("quiz", t("Quizzes and their questions"), [table], lead, empty=empty)


def scenarios(course: Course, lines: Sequence[Tried]) -> Chapter:
    """Scenarios that few pass or many leave, the worst first."""
    found = [s for s in lines if s.item in course.roleplays]
    found.sort(key=lambda s: (s.good / s.times, s.item))
    rows: list[list[Cell]] = [
        [course.roleplays[s.item].title[lang()], s.people, s.times, s.done,
         share(s.done - s.good, s.done), share(s.times - s.done, s.times)]
        for s in found
    ]  # fmt: skip
    heads = [
        t("Scenario"), t("People"), t("Begun"), t("Ended"), t("Not passed (%)"), t("Left unfinished (%)"),
    ]  # fmt: skip
    links = [f"/roleplays/{s.item}/map" for s in found]
    table = Table(t("Scenarios"), heads, rows, frozenset(range(1, 6)), links)
    lead = t("A scenario that many leave or few pass asks too much or says too little.")
    empty = t("Nobody has come far enough yet.")
    return Chapter("scenarios", t("Scenarios"), [table], lead, empty=empty)


def forms(course: Course, lines: Sequence[Tried]) -> Chapter:
    """Forms that come back or are never handed in, the worst first."""
    found = [f for f in lines if f.item in course.exercises]
    found.sort(key=lambda f: (f.done / f.times, -f.back, f.item))
    rows: list[list[Cell]] = [
        [course.exercises[f.item].title[lang()], f.people, f.times, f.done, f.back, f.good,
         share(f.times - f.done, f.times)]
        for f in found
    ]  # fmt: skip
    heads = [
        t("Form"), t("People"), t("Begun"), t("Handed in"), t("Times returned"), t("Accepted"),
        t("Not handed in (%)"),
    ]  # fmt: skip
    links = [f"/exercises/{f.item}" for f in found]
    table = Table(t("Exercise forms"), heads, rows, frozenset(range(1, 7)), links)
    lead = t("Forms that are begun and not handed in, or come back often.")
    empty = t("Nobody has come far enough yet.")
    return Chapter("forms", t("Exercise forms"), [table], lead, empty=empty)


def pulse(course: Course, said: Mapping[str, ModulePulse]) -> Chapter:
    """How modules were found."""
    found = [(m, said[m.slug]) for m in course.modules if m.slug in said]
    rows: list[list[Cell]] = [
        [f"{m.number:02d} {m.title[lang()]}", p.answers, round(p.useful.average, 1), round(p.clear.average, 1)]
        for m, p in found
    ]  # fmt: skip
    heads = [t("Module"), t("People"), t("Useful (1–5)"), t("Clear (1–5)")]
    links = [f"/pulse/{m.slug}" for m, _ in found]
    table = Table(t("Pulse: useful and clear"), heads, rows, frozenset({1, 2, 3}), links)
    lead = t("Averages of what people said after a module, shown in steps of five answers.")
    empty = t("Nobody has come far enough yet.")
    return Chapter("pulse", t("Pulse: useful and clear"), [table], lead, empty=empty)


def by_team(lines: Sequence[TeamSum]) -> Chapter:
    """The teams at the top with their figures."""
    rows: list[list[Cell]] = [
        [s.name, s.people, s.active, share(s.passed, s.need), s.passed, s.overdue, s.certificates]
        for s in lines
    ]
    heads = [
        t("Team"), t("People"), t("Active in 30 days"), t("Progress (%)"), t("Modules passed"),
        t("Overdue items"), t("Standing certificates"),
    ]  # fmt: skip
    table = Table(t("By team"), heads, rows, frozenset(range(1, 7)))
    strokes = [
        Stroke(s.name, s.passed / s.need if s.need else 0.0, percent(share(s.passed, s.need)))
        for s in lines
    ]
    lead = t("Active: any step within thirty days. Progress: modules passed of those that count for each person.")  # fmt: skip
    title = t("Teams at the top, each with all teams below it")
    return Chapter("teams", title, [table], lead, strokes, t("There are no teams yet."))


def organisation_report(lines: Sequence[TeamSum], at: datetime) -> Booklet:
    """The report on the organisation."""
    subtitle = t("Teams, people, progress and certificates")
    return Booklet(t("Organisation report"), subtitle, at, [by_team(lines)])


def name_of(booklet: Booklet, ending: str) -> str:
    """What its file is called."""
    return f"{booklet.title} {booklet.at.date().isoformat()}.{ending}"


def written(booklet: Booklet, organisation: Organisation, ending: str) -> bytes:
    """The booklet as a file: PDF or XLSX."""
    if ending == "pdf":
        return print_booklet(booklet, organisation)
    sheets = [sheet for _, sheet in sheets_in(booklet.chapters)]
    return write_xlsx(sheets, foot=read_at(booklet.at))


def print_booklet(booklet: Booklet, organisation: Organisation) -> bytes:
    """The PDF."""
    page = ReportPage(
        title=booklet.title,
        subtitle=booklet.subtitle,
        period=t("up to now"),
        organisation=organisation.name(lang()),
        generated_at=for_language(lang())["datetime"](booklet.at),
        lang=lang(),
    )
    values = {"chapters": booklet.chapters, "in_words": in_words, "stroke": stroke}
    html = render_text("pdf/report.html", page=page, follows=True, **values)
    return printer().render(html)


def _module(course: Course, slug: str) -> str:
    module = course.by_slug.get(slug)
    return f"{module.number:02d} {module.title[lang()]}" if module else t("Final exam")
