"""How fast a team's report is made as PDF, against WeasyPrint used in the obvious way with a table of cells.

The obvious way takes minutes for 1,000 people: it is measured at 60 and at 120 and drawn out along the line
through both. Ours is measured at both sizes as it is. Processor's time on one core, in this process; memory in
a process of its own.
"""

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks.pdfs import Way, naively, one_core, with_tables
from courseware.kit.charts import bar_chart, heat_map, state_sample
from courseware.kit.documents import ReportPage
from courseware.kit.pdf import Printer, sheets
from tests.kit import paper

FEW, MORE, MANY = 60, 120, 1000
ROUNDS = 5
MOST_MB = 200
BY_LINE = f"the obvious way measured at {FEW} and {MORE} people and extrapolated"


def measure() -> list[dict[str, Any]]:
    """Three results in the form of benchmarks/results.json."""
    printer = Printer(paper.STATIC)
    printer.warm_up()
    with one_core():
        ours = {count: median(way_of(printer, count)) for count in (FEW, MANY)}
        few, more = (median(naive_way(count), rounds=3) for count in (FEW, MORE))
    many = few + (more - few) / (MORE - FEW) * (MANY - FEW)
    grown = float(
        subprocess.run(
            [sys.executable, "-m", "benchmarks.reports", "memory"],
            check=True, capture_output=True, text=True,
        ).stdout
    )  # fmt: skip
    return [
        result(f"team report of {FEW} people and 50 modules as PDF", "ms", (ours[FEW], few), 15),
        result(
            f"team report of {MANY} people and 50 modules as PDF ({BY_LINE})",
            "ms",
            (ours[MANY], many),
            100,
        ),
        result(
            f"memory for a team report of {MANY} people and 50 modules", "MB", (grown, MOST_MB), 1
        ),
    ]


def way_of(printer: Printer, count: int) -> Way:
    page = paper.report(count)
    return lambda: sheets.print_report(printer, page, html_of, details="明细")


def html_of(page: ReportPage, is_cover: bool) -> str:
    tools = {"bar_chart": bar_chart, "heat_map": heat_map, "state_sample": state_sample}
    return paper.template("report.html", page.lang, page=page, is_cover=is_cover, **tools)


def naive_way(count: int) -> Way:
    document = with_tables(paper.report(count))
    return lambda: naively(document)


def median(way: Way, *, rounds: int = ROUNDS) -> float:
    """Milliseconds of the processor, after one round that is not counted."""
    way()
    spent = []
    for _ in range(rounds):
        start = time.process_time()
        way()
        spent.append((time.process_time() - start) * 1000)
    return statistics.median(spent)


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
    printer = Printer(paper.STATIC)
    printer.warm_up()
    way = way_of(printer, MANY)
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
