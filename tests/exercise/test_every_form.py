"""Every form as it is shipped: filled from its example, handed in, returned, mended, accepted, printed; and abused."""

import random
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courseware import db
from courseware.cohorts.models import CohortMembership
from courseware.content import current
from courseware.content.definitions import Course, ExerciseDefinition, FieldDefinition
from courseware.exercise.rules import layouts, smart
from courseware.exercise.rules.answers import columns_of, flat, graph_parts, read_answers
from courseware.exercise.rules.comparing import differences
from courseware.exercise.rules.drawing import Remarks, draw
from courseware.exercise.rules.judging import check, problems
from courseware.learning.models import Obligation
from courseware.web.printing import printer
from courseware.web.render import render_text
from tests.exercise import shipped
from tests.exercise.conftest import ClientOf
from tests.world import START, Cast

#: what is about the course and not about the database is shown on one of them
one_database = pytest.mark.parametrize("placed", ["sqlite"], indirect=True)
ALONE = ("learner", "group")

RTL, EMOJI, RARE = "\u200f\u05e9\u05dc\u05d5\u05dd \u202e", "🙂👩‍👩‍👧" * 40, "㛃䶮𠮷 \x00\u2028 ١٢٣"
NASTY = (
    "", " ", RTL, EMOJI, RARE, "x" * 10_000, "字" * 10_000, "<script>alert(1)</script>", "{{ 7 * 7 }}", "-1e9",
    "1,200.5", "99999999999999999999", "2026-13-45", "2026-12-31", "５０%", "=1+1", "/" * 300, "a\nb\r\nc", "a b " * 500,
)  # fmt: skip


@pytest.fixture
def course(
    one_app: Flask, database: db.Database, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> Course:
    """The course as it is shipped, served to every page; mei is in lin's class, too, so that she is a peer."""
    assert one_app.extensions["renderer"]
    with db.transaction(database) as session:
        session.add(CohortMembership(cohort_id=cast.cohort, person_id=cast.mei, from_on=START))
    monkeypatch.setattr(current, "course", shipped.shipped)
    return shipped.shipped()


def begin(database: db.Database, cast: Cast, form: ExerciseDefinition, client_of: ClientOf) -> int:
    """lin begins the form because mei, her manager, asks for it and will judge it."""
    asked = Obligation(
        person_id=cast.lin, kind="exercise", item=form.id, asked_by_id=cast.mei, reviewer_id=cast.mei,
        source_kind="assignment", source_id=1, needs_acceptance=True,
    )  # fmt: skip
    with db.transaction(database) as session:
        session.add(asked)
    return begun(client_of("lin"), form, cast)


def begun(client: FlaskClient, form: ExerciseDefinition, cast: Cast) -> int:
    path = "submissions" if form.filled_by in ALONE else "about"
    answer = client.post(f"/exercises/{form.id}/{path}", data={"person": cast.lin})
    assert answer.status_code == 303, answer.text
    return int(answer.location.rpartition("/")[2])


def hand_in(client: FlaskClient, number: int, sent: dict[str, Any]) -> None:
    page = client.get(f"/submissions/{number}").text
    counter = page.partition('name="counter" value="')[2].partition('"')[0]
    answer = client.post(f"/submissions/{number}/handovers", data={**sent, "counter": counter})
    assert answer.status_code == 303, answer.text.partition("error-summary")[2][:1000]


@one_database
@pytest.mark.parametrize("form_id", shipped.ids())
def test_from_the_example_to_the_printed_document(
    course: Course, client_of: ClientOf, database: db.Database, cast: Cast, form_id: str
):
    form = course.exercises[form_id]
    if form.filled_by not in ALONE:
        number, mei = begun(client_of("mei"), form, cast), client_of("mei")
        hand_in(mei, number, shipped.as_sent(form, "zh"))
        judge_print(form, mei.get(f"/submissions/{number}.pdf?lang=zh").data)
        return
    number, lin, mei = begin(database, cast, form, client_of), client_of("lin"), client_of("mei")
    hand_in(lin, number, shipped.as_sent(form, "zh"))
    key = next(f.key for f in form.fields if f.type != "computed")
    asked = {"mend": key, f"comment.{key}": "写得更具体"}
    assert mei.post(f"/submissions/{number}/returns", data=asked).status_code == 303
    assert "写得更具体" in lin.get(f"/submissions/{number}?lang=zh").text
    hand_in(lin, number, shipped.as_sent(form, "zh"))
    assert mei.get(f"/submissions/{number}?lang=en").status_code == 200
    assert mei.post(f"/submissions/{number}/acceptances", data={}).status_code == 303
    for lang in ("zh", "en"):
        page = lin.get(f"/submissions/{number}?lang={lang}").text
        assert form.title[lang] in page
    judge_print(form, lin.get(f"/submissions/{number}.pdf?lang=zh").data)


@pytest.mark.parametrize("form_id", shipped.ids())
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_its_examples_are_complete_and_mean_the_same_when_sent(form_id: str, lang: str):
    form = shipped.shipped().exercises[form_id]
    answers = read_answers(form, shipped.as_sent(form, lang))
    assert problems(form, answers) == []
    assert "fail" not in {c.state for c in check(form, answers, lang)}
    assert read_answers(form, flat(answers)) == answers


def judge_print(form: ExerciseDefinition, pdf: bytes) -> None:
    text, pages = shipped.text_of(pdf), shipped.pages_of(pdf)
    assert shipped.squeezed(form.title.zh) in text
    missing = [w for w in shipped.words_of(form, "zh") if shipped.squeezed(w)[:5] not in text]
    assert missing == []
    assert not any(shipped.runs_off(page) for page in pages)
    blank = [n for n, page in enumerate(pages, 1) if shipped.darkest(page) >= 200]
    assert blank == []
    for picture in form.pictures:
        if (form.layout, picture.kind) == ("review", "bars"):
            continue  # its layout draws planned beside actual itself
        assert shipped.squeezed(picture.title.zh) in text
    assert sum(shipped.coloured(page) for page in pages) > (1_000 if form.pictures else 100)


def any_answers(form: ExerciseDefinition, luck: random.Random) -> dict[str, Any]:
    """Answers of the right names and the wrong everything else."""
    sent: dict[str, Any] = {}
    for field in form.fields:
        sent.update(_anything(field, luck))
    return {key: value for key, value in sent.items() if luck.random() < 0.9}


def _anything(field: FieldDefinition, luck: random.Random) -> dict[str, Any]:
    if field.type == "graph":
        return {part.key: _rows(part, luck) for part in graph_parts(field)}
    if field.type in ("table", "tree"):
        return {field.key: _rows(field, luck)}
    if field.type == "list":
        return {field.key: [luck.choice(NASTY) for _ in range(luck.choice((0, 1, 5, 300)))]}
    if field.type == "matrix":
        return {
            f"{field.key}.{r}.{c}": luck.choice(NASTY)
            for r, _ in field.rows
            for c, _ in field.cells
        }
    return {field.key: luck.choice((*NASTY, None, [], {}, 5, -3.5, True, ["x"]))}


def _rows(field: FieldDefinition, luck: random.Random) -> Any:
    columns = columns_of(field)
    fitting = {"rating": "3", "number": "12", "percent": "40", "date": "2026-09-30", "money": "1e3"}

    def cell(column: FieldDefinition) -> Any:
        kept = fitting.get(column.type) if luck.random() < 0.5 else None
        options = [option for option, _ in column.options]
        return kept or luck.choice((*NASTY, *options))

    many = luck.choice((0, 1, 3, 20, 250))
    rows = [{c.key: cell(c) for c in columns} for _ in range(many)]
    return luck.choice((rows, rows, rows, "no rows", [1, None, "x", *rows]))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(form_id=st.sampled_from([*shipped.ids(), "plan"]), seed=st.integers(0, 10_000))
def test_no_answers_break_any_form(
    form_id: str, seed: int, one_app: Flask, plan: ExerciseDefinition
):
    form = shipped.shipped().exercises.get(form_id, plan)
    luck = random.Random(seed)
    answers, others = (read_answers(form, any_answers(form, luck)) for _ in range(2))
    assert read_answers(form, flat(answers)) == answers
    wrong = problems(form, answers)
    lang = luck.choice(("zh", "en"))
    sheet = draw(form, answers, lang, Remarks(wrong, smart.hints(form, answers)))
    differences(sheet, draw(form, others, lang))
    check(form, answers, lang)
    for field in sheet.fields:
        layouts.cards(field)
        layouts.compared(field)
    with one_app.test_request_context():
        html = render_text("exercise/_pictures.html", sheet=sheet)
    assert "<script>alert" not in html


@pytest.fixture
def plan(one_app: Flask) -> ExerciseDefinition:
    """The sample form that has a field of every type."""
    assert one_app.extensions["renderer"]
    return current.course().exercises["plan"]


@one_database
@pytest.mark.parametrize("form_id", shipped.ids())
def test_no_answers_break_its_pages(course: Course, client_of: ClientOf, cast: Cast, form_id: str):
    form = course.exercises[form_id]
    client = client_of("lin" if form.filled_by in ALONE else "mei")
    number = begun(client, form, cast)
    for counter in range(2):
        luck = random.Random(f"{form_id}{counter}")
        body = {"counter": counter, "data": any_answers(form, luck)}
        assert client.put(f"/submissions/{number}/draft", json=body).status_code == 200
        page = client.get(f"/submissions/{number}?lang={('zh', 'en')[counter]}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
    assert client.post(f"/submissions/{number}/handovers", data={"counter": "2"}).status_code == 422


@pytest.mark.parametrize("form_id", [*shipped.ids()[::7], "plan"])
def test_no_answers_break_a_document(one_app: Flask, plan: ExerciseDefinition, form_id: str):
    form, luck = shipped.shipped().exercises.get(form_id, plan), random.Random(form_id)
    sent = {k: v[:12] if isinstance(v, list) else v for k, v in any_answers(form, luck).items()}
    sheet = draw(form, read_answers(form, sent), "zh")
    with one_app.test_request_context():
        html = render_text("pdf/forms/_form.html", sheet=sheet, layouts=layouts)
        assert printer().render(html, replace_missing=True).startswith(b"%PDF")
