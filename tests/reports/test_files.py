"""Screen, PDF, XLSX and CSV show the same figures, because all come from one read model."""

import io
import re
from collections.abc import Callable
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pypdf
import pytest
from flask.testing import FlaskClient

from tests.reports.conftest import Crowd, read_csv
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
PEOPLE = 1  # place of their sheet, behind the summary
FIGURES = 10  # columns before the modules
SIGNS = {"✓": "Passed", "!": "Overdue", "◐": "Under way", "·": "Not begun", "–": "In preparation"}


class Tables(HTMLParser):
    """The cells of every table body of a page: their words, or what a screen reader says of a sign."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.names: list[str] = []
        self.is_in_body = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        words = dict(attrs)
        if tag == "table":
            self.names.append(words.get("id") or words.get("class") or "")
        if tag == "tbody":
            self.is_in_body = True
            self.tables.append([])
        elif self.is_in_body and tag == "tr":
            self.tables[-1].append([])
        elif self.is_in_body and tag in ("td", "th"):
            self.tables[-1][-1].append("")
        elif self.is_in_body and tag == "a" and "aria-label" in words:
            self.tables[-1][-1][-1] = words["aria-label"] + "|"

    def handle_endtag(self, tag: str) -> None:
        if tag == "tbody":
            self.is_in_body = False

    def handle_data(self, data: str) -> None:
        if self.is_in_body and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data.strip()


def tables(page: str) -> dict[str, list[list[str]]]:
    """By id of the table, else by its class."""
    parser = Tables()
    parser.feed(page)
    return dict(zip(parser.names, parser.tables, strict=True))


def shown(cell: Any) -> str:
    """A value of a spreadsheet as the page prints it."""
    if cell in (None, ""):
        return "–"
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    number = float(cell) if re.fullmatch(r"-?[0-9.]+", str(cell)) else None
    return str(cell) if number is None else f"{number:g}"


def normal(cells: list[Any]) -> list[str]:
    return [shown(cell if cell != "–" else None) for cell in cells]


@pytest.fixture(params=["team", "cohort"])
def report(request: pytest.FixtureRequest, client_of: ClientOf, cast: Cast) -> Any:
    """Get a form of a report: `report("csv")`, `report("")` is the page."""
    who, where = {
        "team": ("mei", "/team/report"),
        "cohort": ("tara", f"/cohorts/{cast.cohort}/report"),
    }[request.param]
    client = client_of(who)

    def got(ending: str, query: str = "") -> Any:
        answer = client.get(where + (f".{ending}" if ending else "") + query)
        assert answer.status_code == 200, answer.text
        return answer

    return got


@pytest.mark.parametrize("period", ["", "quarter"])
def test_every_form_shows_the_same_cells(
    report: Any, crowd_of: Callable[[int], Crowd], period: str
):
    crowd_of(12)
    query = f"?period={_quarter(report)}" if period else ""
    sheet = read_csv(report("csv", query).data)
    book = openpyxl.load_workbook(io.BytesIO(report("xlsx", query).data))
    first = [[cell.value for cell in row] for row in book.worksheets[PEOPLE].iter_rows()]
    assert len(sheet) == 1 + 13  # lin is there too
    assert [[str(c or "") for c in first[0]]] == [sheet[0]]
    assert [normal(row) for row in first[1:]] == [normal(row) for row in sheet[1:]]
    shown_tables = tables(report("", query).text)
    matrix, details = shown_tables["people-matrix"], shown_tables["details"]
    assert [normal(row) for row in details] == [normal(row[:FIGURES]) for row in sheet[1:]]
    for line, row in zip(matrix, sheet[1:], strict=True):
        assert [cell.partition("|")[0] for cell in line[1:-1]] == row[FIGURES:]
        assert line[-1] == f"{row[2]} / {row[3]}"
    _compare_paper(report("pdf", query).data, sheet)


def _compare_paper(content: bytes, sheet: list[list[str]]) -> None:
    """Each row of figures is printed as it stands in the sheet, and the sum of each person beside the map."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    words = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    for row in sheet[1:]:
        printed = "".join(cell or "–" for cell in row[:FIGURES])
        assert re.sub(r"\s+", "", printed) in words, row[:FIGURES]
        assert f"{row[2]}/{row[3]}" in words


def _quarter(report: Any) -> str:
    found = re.search(r'<option value="(\d{4}-Q\d)"', report("").text)
    assert found
    return found[1]


def test_names_that_look_like_formulas_never_run(report: Any, crowd_of: Callable[[int], Crowd]):
    crowd_of(1)
    assert "'=000 学员" in report("csv").data.decode("utf-8-sig")
    book = openpyxl.load_workbook(io.BytesIO(report("xlsx").data))
    cells = [row[0] for row in book.worksheets[PEOPLE].iter_rows()]
    assert [cell.data_type for cell in cells if str(cell.value).startswith("=")] == ["s"]


def test_the_second_sheet_sums_up_the_modules(report: Any, crowd_of: Callable[[int], Crowd]):
    crowd_of(12)
    book = openpyxl.load_workbook(io.BytesIO(report("xlsx").data))
    people, modules = (
        [[c.value for c in r] for r in s.iter_rows()] for s in book.worksheets[PEOPLE : PEOPLE + 2]
    )
    heads = modules[0]
    for place, row in enumerate(modules[1:]):
        states = [person[FIGURES + place] for person in people[1:]]
        for words in ("Passed", "Overdue", "Under way", "Not begun", "In preparation"):
            assert row[heads.index(words)] == states.count(words)


def test_files_have_names_that_say_what_they_are(report: Any):
    for ending in ("pdf", "xlsx", "csv"):
        place = report(ending).headers["Content-Disposition"]
        assert "report" in place
        assert place.endswith(f".{ending}")


def test_a_report_on_nobody_is_still_a_report(client_of: ClientOf, cast: Cast):
    client = client_of("tara")
    client.post(f"/cohorts/{cast.cohort}/members/{cast.lin}/departures")
    for ending in ("", ".pdf", ".xlsx", ".csv"):
        assert client.get(f"/cohorts/{cast.cohort}/report{ending}").status_code == 200
