"""A line that a reviewer starred stands in the report; its author's name only where the author agreed."""

from collections.abc import Callable
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from courseware import db
from courseware.exercise.models import ModelExample, Star
from courseware.kit import clock
from tests.reports.spoken import GOALS, NOW, Spoken, goal, goals, put
from tests.world import Cast

Browser = Callable[[str], FlaskClient]
LINE = "签下九家"


@pytest.fixture
def starred(database: db.Database, cast: Cast) -> Callable[[bool], None]:
    """Lin's accepted goals with a starred line; whether Lin agreed to show the form."""

    def made(agreed: bool) -> None:
        with db.transaction(database) as session:
            number = put(session, Spoken(GOALS, cast.lin, goals(goal(LINE, "家", 9)), NOW))
            session.add(
                Star(submission_id=number, round=1, place="goals-0", by_id=cast.mei, at=NOW)
            )
            session.add(_asked(session, cast, number, agreed=agreed))

    return made


def _asked(session: Session, cast: Cast, number: int, *, agreed: bool) -> ModelExample:
    session.flush()
    return ModelExample(
        exercise=GOALS, submission_id=number, cohort_id=cast.cohort, answers={}, why="",
        asked_by_id=cast.tara, agreed_at=clock.now() if agreed else None,
    )  # fmt: skip


def stars(client: FlaskClient) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(client.get("/team/report.xlsx").data))
    return list(book["Starred lines"].iter_rows(min_row=2, values_only=True))


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(("agreed", "name"), [(True, "林夏"), (False, "without a name")])
def test_it_bears_a_name_only_with_consent(
    starred: Callable[[bool], None], client_of: Browser, agreed: bool, name: str
):
    with clock.frozen(NOW):
        starred(agreed)
        [(words, _form, author)] = stars(client_of("mei"))
    assert LINE in str(words)
    assert author == name


@pytest.mark.usefixtures("shipped")
def test_every_sheet_prints_when_it_was_read(client_of: Browser):
    with clock.frozen(NOW):
        book = load_workbook(BytesIO(client_of("mei").get("/team/report.xlsx").data))
    assert {sheet.oddFooter.left.text[:6] for sheet in book.worksheets} == {"As of "}
