"""How fast a team's report is made as PDF, against WeasyPrint used in the obvious way: every row a row of an HTML table.

The report is the one that `/team/report.pdf` gives, with all its chapters, of people who handed in goals, reviews,
SWOT analyses and plans; what is measured is the making of the PDF from what was read. The obvious way prints the
same content from the same template. It takes minutes for 1,000 people: it is measured at 60 and at 120 and drawn
out along the line through both. Ours is measured at both sizes as it is. Processor's time on one core, in this
process; memory in a process of its own.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.pdfs import Way, naively, one_core, with_tables
from courseware import config, db
from courseware.accounts.queries import me_by_id
from courseware.content import current
from courseware.content.industries import INDUSTRIES
from courseware.factory import create_app
from courseware.kit import clock
from courseware.reports.documents import page_of, paper
from courseware.reports.documents.chapters import chapters_of
from courseware.reports.queries.whole import whole_team
from courseware.reports.rules import whole as rules
from courseware.reports.types import Report
from courseware.reports.types.whole import IssuedLine, SkillLine, StarLine
from courseware.settings import queries as organisation
from courseware.web import locale
from courseware.web.printing import printer
from tests import world
from tests.reports import crowd, spoken
from tests.schema import build_schema

FEW, MORE, MANY = 60, 120, 1000
ROUNDS = 5
MOST_MB = 200
BY_LINE = f"the obvious way measured at {FEW} and {MORE} people and extrapolated"


def measure() -> list[dict[str, Any]]:
    """Three results in the form of benchmarks/results.json."""
    ours: dict[int, float] = {}
    theirs: dict[int, float] = {}
    for count in (FEW, MORE, MANY):
        with read_of(count) as report, one_core():
            if count != MORE:
                ours[count] = median(our_way(report))
            if count != MANY:
                theirs[count] = spent_on(naive_way(report))
    many = theirs[FEW] + (theirs[MORE] - theirs[FEW]) / (MORE - FEW) * (MANY - FEW)
    grown = float(
        subprocess.run(
            [sys.executable, "-m", "benchmarks.reports", "memory"],
            check=True, capture_output=True, text=True,
        ).stdout
    )  # fmt: skip
    whole = "people and 50 modules with all its chapters"
    return [
        result(f"team report of {FEW} {whole} as PDF", "ms", (ours[FEW], theirs[FEW]), 15),
        result(f"team report of {MANY} {whole} as PDF ({BY_LINE})", "ms", (ours[MANY], many), 100),
        result(f"memory for a team report of {MANY} {whole}", "MB", (grown, MOST_MB), 1),
    ]


@contextmanager
def read_of(count: int) -> Iterator[Report]:
    """What `/team/report` reads of so many people, in a place where it can be printed."""
    with tempfile.TemporaryDirectory() as folder:
        values = {"INSTANCE": folder, "SECRET_KEY": "bench", "LOG_LEVEL": "ERROR"}
        app = create_app(
            config.from_environment(values | {"DATABASE_URL": f"sqlite:///{folder}/app.db"})
        )
        database: db.Database = app.extensions["database"]
        build_schema(database)
        with clock.frozen(spoken.NOW):
            with db.transaction(database) as session:
                cast = world.populate(session, "no password")
                ids = crowd.fill(session, current.course(), (cast.cohort, cast.team), count)
                # Every fourth has handed in something else already: one form of a kind a period.
                spoken.fill(session, [p for n, p in enumerate(ids) if n % 4], seed=7)
            with app.test_request_context("/team/report.pdf"), db.reading(database):
                locale.use("zh")
                reader = me_by_id(cast.bo)
                assert reader is not None
                yield with_more(whole_team(reader, current.course(), None, None))
        database.dispose()


def with_more(report: Report) -> Report:
    """Beside what the crowd did: answers to every question, talks in every industry, certificates and starred lines."""
    course, whole = current.course(), report.whole
    assert whole is not None
    answers = [(key, 40, 12.0 + n % 27) for n, key in enumerate(rules.questions_in(course))]
    criteria = course.rubrics["sales-conversation"].criteria
    skills = [
        SkillLine(industry, criterion.name, 1.5, len(report.lines))
        for industry in INDUSTRIES
        for criterion in criteria
    ]
    title, day = course.modules[0].title, report.at.date()
    issued = [
        IssuedLine(line.name, "part", title, day, f"SSM-{n:04d}-{n:04d}-{n:04d}")
        for n, line in enumerate(report.lines[::3])
    ]
    stars = [StarLine(title, f"{line.name} {title['zh']}", line.name) for line in report.lines[::5]]
    more = replace(
        whole,
        objectives=rules.objectives_of(course, answers),
        skills=tuple(skills),
        issued=tuple(issued),
        stars=tuple(stars),
    )
    return replace(report, whole=more)


def our_way(report: Report) -> Way:
    choices = organisation.current()
    return lambda: paper.print_report(report, choices)


def naive_way(report: Report) -> Way:
    page = page_of(report, organisation.current())
    document = with_tables(page, paper.document_of(page, chapters_of(report), is_cover=False))
    return lambda: naively(document)


def median(way: Way) -> float:
    """Milliseconds of the processor, after one round that is not counted."""
    way()
    return statistics.median(spent_on(way) for _ in range(ROUNDS))


def spent_on(way: Way) -> float:
    """Milliseconds of the processor. The obvious way takes half a minute: its first round is as good as its second."""
    start = time.process_time()
    way()
    return (time.process_time() - start) * 1000


def result(name: str, unit: str, figures: tuple[float, float], goal: float) -> dict[str, Any]:
    value, against = figures
    return {
        "name": name,
        "value": round(value, 1),
        "unit": unit,
        "against": round(against, 1),
        "ratio": round(against / value, 2),
        "goal": goal,
    }


def growth() -> float:
    """By how many MB the process grew, at its peak, from its warm start."""
    with read_of(MANY) as report:
        printer().warm_up()
        way = our_way(report)
        # What a process inherits from its parent counts as its peak until that is forgotten.
        Path("/proc/self/clear_refs").write_text("5")
        before = kilobytes("VmRSS")
        way()
        return (kilobytes("VmHWM") - before) / 1024


def kilobytes(name: str) -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


if __name__ == "__main__":
    if sys.argv[1:] == ["memory"]:
        print(growth())
    else:
        for found in measure():
            print(found)
