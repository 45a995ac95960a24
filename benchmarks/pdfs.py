"""WeasyPrint used in the obvious way, to compare our printing with.

The obvious way is `HTML(string=…).write_pdf()` with the styles in the document, a heat map as
a table, and nothing kept from one document to the next. Both ways run in one process with
the same fonts on one core.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape

from courseware.kit.charts import HeatMap
from courseware.kit.documents import ReportPage
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
MARKS = {"tick": "√", "half": "◆", "ring": "○", "bang": "!", "bar": "–", "none": ""}


def naively(document: str) -> bytes:
    import weasyprint  # noqa: PLC0415 - after the printer has set the fonts

    styled = LINK.sub(
        lambda link: f"<style>{(paper.STATIC / link[1]).read_text()}</style>", document
    )
    pdf: bytes = weasyprint.HTML(string=styled).write_pdf()
    return pdf


def with_tables(page: ReportPage, document: str) -> str:
    """The report's document with each heat map as a table, the way one writes it first."""
    assert page.heatmap is not None
    tables = [heat_table(part) for part in page.heatmap.pages()]
    document = HEAT_PICTURE.sub(lambda _picture: tables.pop(0), document)
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
