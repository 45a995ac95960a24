"""How fast documents are printed, against WeasyPrint used in the obvious way on the same ones.

The obvious way is `HTML(string=…).write_pdf()` with the styles in the document, a heat map as
a table, and nothing kept from one document to the next. Both ways run in this process with
the same fonts, in turns on one core; what is compared is the median of the processor's time.
"""

import os
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from typing import Any

from courseware.kit.charts import HeatMap
from courseware.kit.documents import ReportPage
from courseware.kit.pdf import Printer
from tests.kit import paper

Way = Callable[[], bytes]

LINK = re.compile(r'<link rel="stylesheet" href="static:([^"]+)">')
HEAT_PICTURE = re.compile(r'<svg [^>]*class="chart heat".*?</svg>', re.DOTALL)
HEAT_STYLE = """<style>
.heat { font-size: 6.9pt; line-height: 3.5mm }
.heat td, .heat th { height: 3.5mm; padding: 0; border: .2mm solid #fff; text-align: center; white-space: nowrap }
.heat thead { background: none } .heat th { font-weight: 400; color: #1c2733; width: auto }
.heat th:first-child { width: 20mm; text-align: left } .heat td:last-child, .heat th:last-child { width: 15mm }
</style>"""
MARKS = {"tick": "√", "half": "◆", "ring": "○", "bang": "!", "none": ""}


def measure() -> list[dict[str, Any]]:
    """One result in the form of benchmarks/results.json."""
    printer = Printer(paper.STATIC)
    printer.warm_up()
    with one_core():
        return [
            compared("certificate as PDF", certificates(printer, 25), rounds=25, goal=2),
        ]


def certificates(printer: Printer, rounds: int) -> tuple[Way, Way]:
    """Ours and the obvious way, from HTML to PDF, with another name in each round."""
    pages = [paper.certificate(name_of(number)) for number in range(rounds + 1)]
    ready = iter([paper.certificate_html(page) for page in pages])
    whole = iter(
        [paper.template("certificate.html", "zh", page=page, with_art=True) for page in pages]
    )

    def ours() -> bytes:
        document, backdrop = next(ready)
        return printer.render(document, backdrop=backdrop)

    return ours, lambda: naively(next(whole))


def name_of(number: int) -> str:
    return (
        "王李张刘陈杨赵黄"[number % 8] + "伟芳娜敏静丽强"[number % 7] + "磊军洋勇艳杰"[number % 6]
    )


def naively(document: str) -> bytes:
    import weasyprint  # noqa: PLC0415 - after the printer has set the fonts

    styled = LINK.sub(
        lambda link: f"<style>{(paper.STATIC / link[1]).read_text()}</style>", document
    )
    pdf: bytes = weasyprint.HTML(string=styled).write_pdf()
    return pdf


def with_tables(page: ReportPage) -> str:
    """The report with each heat map as a table, the way one writes it first."""
    assert page.heatmap is not None
    tables = [heat_table(part) for part in page.heatmap.pages()]
    document = HEAT_PICTURE.sub(lambda _picture: tables.pop(0), paper.report_html(page))
    return document.replace("</head>", HEAT_STYLE + "</head>")


def heat_table(heat: HeatMap) -> str:
    states = {state.key: state for state in heat.states}
    heads = "".join(f"<th>{escape(column)}</th>" for column in heat.columns)
    rows = []
    for row in heat.rows:
        cells = "".join(
            f'<td style="background: {states[key].ground}; color: {states[key].ink}">{MARKS[states[key].mark]}</td>'
            for key in row.cells
        )
        rows.append(f"<tr><th>{escape(row.name)}</th>{cells}<td>{escape(row.figure)}</td></tr>")
    return f'<table class="heat"><thead><tr><th></th>{heads}<th></th></tr></thead>{"".join(rows)}</table>'


def compared(name: str, ways: tuple[Way, Way], *, rounds: int, goal: float) -> dict[str, Any]:
    """Medians of both ways in turns, after one round that is not counted."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for way, spent in zip(ways, times, strict=True):
            start = time.process_time()
            way()
            if number:
                spent.append((time.process_time() - start) * 1000)
    value, against = (statistics.median(spent) for spent in times)
    return {
        "name": name,
        "value": round(value, 1),
        "unit": "ms",
        "against": round(against, 1),
        "ratio": round(against / value, 2),
        "goal": goal,
    }


@contextmanager
def one_core() -> Iterator[None]:
    """Both ways on the same core, where the system lets us choose."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)


if __name__ == "__main__":
    for result in measure():
        print(result)
