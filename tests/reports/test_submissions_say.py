"""What submissions say is the same on screen, on paper, in the workbook and in the CSV."""

import html
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from courseware import db
from courseware.kit import clock
from courseware.learning.models import Obligation
from tests.exercise import shipped
from tests.reports.conftest import read_csv
from tests.reports.spoken import GOALS, NOW, REVIEW, Spoken, crowd, fill, goal, goals, put
from tests.world import Cast

ClientOf = Callable[[str], FlaskClient]
#: what `?sheet=` calls them, and how the sheet is named
SHEETS = {
    "goals": "Goals",
    "sums": "Planned and actual of all goals",
    "swot": "SWOT",
    "actions": "Actions",
    "missing": "Missing forms",
}
one_database = pytest.mark.parametrize("placed", ["sqlite"], indirect=True)
pytestmark = [pytest.mark.usefixtures("shipped"), one_database]


@dataclass(frozen=True, slots=True)
class Four:
    """One report in its four forms: rows of words by sheet, and the words of page and paper."""

    csv: dict[str, list[list[str]]]
    book: dict[str, list[list[str]]]
    page: dict[str, list[list[str]]]
    paper: str


def four(client: FlaskClient, where: str, query: str = "?lang=en") -> Four:
    with clock.frozen(NOW):
        page = client.get(f"{where}{query}")
        assert page.status_code == 200, page.text
        files = {end: client.get(f"{where}.{end}{query}") for end in ("pdf", "xlsx")}
        sheets = {key: client.get(f"{where}.csv{query}&sheet={key}") for key in SHEETS}
    assert {one.status_code for one in (*files.values(), *sheets.values())} == {200}
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].data))
    return Four(
        {key: _of_csv(sheet.data) for key, sheet in sheets.items()},
        {key: _of_book(book[name]) for key, name in SHEETS.items()},
        {key: _of_page(page.text, key) for key in SHEETS},
        shipped.text_of(files["pdf"].data),
    )


def _of_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return [[_shown(cell) for cell in row] for row in read_csv(content)[1:]]


def _of_book(sheet: Any) -> list[list[str]]:
    assert sheet.freeze_panes == "A2"
    return [[_shown(cell.value) for cell in row] for row in sheet.iter_rows(min_row=2)]


def _of_page(text: str, key: str) -> list[list[str]]:
    found = re.search(rf'aria-label="{SHEETS[key]}"><table.*?<tbody>(.*?)</tbody>', text, re.DOTALL)
    rows = re.findall(r"<tr.*?</tr>", found[1], re.DOTALL) if found else []
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    signs = r'<span class="light [a-z]+" aria-hidden="true">.</span>|<[^>]+>'
    return [
        [_shown(html.unescape(re.sub(signs, "", cell)).strip()) for cell in row] for row in cells
    ]


def _shown(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    text = "" if cell is None else str(cell)
    plain = re.fullmatch(r"-?[0-9.,]+", text)
    return f"{float(text.replace(',', '')):g}" if plain else ("" if text == "–" else text)


def alike(found: Four) -> None:
    """All four show the same rows; the paper has each cell of each row."""
    for key in SHEETS:
        assert found.csv[key] == found.book[key], key
        assert found.page[key] == found.csv[key], key
        for row in found.csv[key]:
            for cell in row:
                assert shipped.squeezed(unicodedata.normalize("NFC", cell)) in found.paper, (
                    key,
                    row,
                )


@pytest.fixture
def where(cast: Cast) -> dict[str, str]:
    return {"mei": "/team/report", "tara": f"/cohorts/{cast.cohort}/report"}


def asked_for(database: db.Database, cast: Cast, form: str) -> None:
    """mei asks lin for a form, and will judge it."""
    with db.transaction(database) as session:
        session.add(
            Obligation(
                person_id=cast.lin, kind="exercise", item=form, asked_by_id=cast.mei, reviewer_id=cast.mei,
                source_kind="assignment", source_id=1, needs_acceptance=True,
            )
        )  # fmt: skip


def handed_in(client: FlaskClient, form: str, period: str, **changed: str) -> int:
    """The form as its example has it, with what is `changed`; its number."""
    begun = client.post(f"/exercises/{form}/submissions", data={"period": period})
    number = int(begun.location.rpartition("/")[2])
    counter = client.get(f"/submissions/{number}").text.partition('name="counter" value="')[2]
    sent = shipped.as_sent(shipped.shipped().exercises[form], "zh")
    sent |= {"counter": counter.partition('"')[0], **changed}
    answer = client.post(f"/submissions/{number}/handovers", data=sent)
    assert answer.status_code == 303, answer.text.partition("error-summary")[2][:800]
    return number


def test_one_actual_that_changes_and_is_accepted_changes_all_four(
    client_of: ClientOf, database: db.Database, cast: Cast, where: dict[str, str]
):
    lin, mei = client_of("lin"), client_of("mei")
    asked_for(database, cast, GOALS)
    with clock.frozen(NOW - timedelta(days=60)):
        number = handed_in(lin, GOALS, "")
        assert mei.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
    words = shipped.shipped().exercises[GOALS].example["zh"]["goals"][0]["goal"]
    for actual, days, on, period in (
        ("3.25", 20, "2026-09-30", "2026-Q3"),
        ("4.75", 10, "2026-10-31", "2026-Q4"),
    ):
        row = {"results-0-goal": words, "results-0-actual": actual, "results-0-plan": "5"}
        asked_for(database, cast, REVIEW)
        with clock.frozen(NOW - timedelta(days=days)):
            number = handed_in(lin, REVIEW, period, **row, as_of=on)
        # it waits: nobody has accepted it
        assert actual not in told(mei, where["mei"], "goals")
        with clock.frozen(NOW - timedelta(days=days - 1)):
            assert mei.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
        found = four(mei, where["mei"])
        alike(found)
        assert _actual(found, words) == actual
        assert actual in found.paper
    assert "3.25" not in found.paper
    assert _actual(four(client_of("tara"), where["tara"]), words) == actual


def told(client: FlaskClient, where: str, sheet: str) -> str:
    with clock.frozen(NOW):
        return client.get(f"{where}.csv?lang=en&sheet={sheet}").data.decode("utf-8-sig")


def _actual(found: Four, words: str) -> str:
    [row] = [row for row in found.csv["goals"] if row[1] == words]
    return row[7]


@pytest.mark.parametrize(("who", "seed"), [("mei", 3), ("tara", 14), ("mei", 159)])
def test_all_four_say_the_same_of_any_team_and_class(
    client_of: ClientOf, database: db.Database, cast: Cast, where: dict[str, str], seed: int, who: str
):  # fmt: skip
    with db.transaction(database) as session:
        fill(session, [cast.lin, *crowd(session, cast, 9)], seed)
        put(session, Spoken(GOALS, cast.lin, goals(goal("=1+1 𠮷", "家", 7)), NOW))
    query = "?lang=en&period=2026-Q4" if seed == 14 else "?lang=en"
    found = four(client_of(who), where[who], query)
    alike(found)
    assert all(found.csv.values())


def test_a_report_without_goals_says_who_has_not_handed_in(
    client_of: ClientOf, database: db.Database, cast: Cast, where: dict[str, str]
):
    asked_for(database, cast, GOALS)
    found = four(client_of("mei"), where["mei"])
    alike(found)
    assert found.csv["goals"] == []
    assert [row[4] for row in found.csv["missing"] if row[0] == "SMART goals"] == ["林夏"]
    with clock.frozen(NOW):
        page = client_of("mei").get("/team/report?lang=en").text
        chinese = client_of("mei").get("/team/report?lang=zh").text
    assert "Nobody has an accepted goal here yet. Asked for, no date: 林夏" in page
    assert "这里还没有人的目标通过验收。已要求，没定日期：林夏" in chinese


def test_the_page_says_how_a_light_is_found(client_of: ClientOf, database: db.Database, cast: Cast):
    with db.transaction(database) as session:
        fill(session, [cast.lin, *crowd(session, cast, 5)], 4)
    with clock.frozen(NOW):
        page = client_of("mei").get("/team/report?lang=en").text
    assert "the review&#39;s own verdict" in page
    assert "money of one currency on one scale" in page
    assert "Green" in page
