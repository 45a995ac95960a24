"""Forms as files, through the pages: who gets them, what is in them, and how they come back in."""

import html
import io
import json
import re
import subprocess
import zipfile
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from pypdf import PdfReader
from sqlalchemy import select

from courseware import db
from courseware.exercise.models import Draft, Revision, Submission
from courseware.exercise.routes import filling
from courseware.exercise.rules import chain
from courseware.kit import markdown
from courseware.kit.pdf import Printer
from tests.exercise.conftest import Begin, ClientOf
from tests.exercise.test_printing import words
from tests.world import Cast

STRANGERS = ("otto", "oda", "omar", "sam", "ada", "ann")


def sheets(data: bytes) -> Any:
    return load_workbook(io.BytesIO(data))


def submissions(database: db.Database, **where: Any) -> list[Submission]:
    with db.transaction(database) as session:
        return list(session.scalars(select(Submission).filter_by(**where).order_by(Submission.id)))


def draft_of(database: db.Database, number: int) -> Draft:
    with db.transaction(database) as session:
        return session.scalars(select(Draft).filter_by(submission_id=number)).one()


@pytest.mark.parametrize("ending", ["xlsx", "md"])
def test_files_go_to_those_who_may_see_the_form(
    client_of: ClientOf, begin: Begin, handed_in: Begin, ending: str
):
    number = begin()
    url = f"/submissions/{number}.{ending}"
    assert client_of("lin").get(url).status_code == 200
    for name in ("tara", "mei", "bo", *STRANGERS):
        assert client_of(name).get(url).status_code == 404, name
    assert client_of("nobody").get(url).status_code == 302
    handed_in()
    assert client_of("tara").get(url).status_code == 200
    for name in ("mei", "bo", *STRANGERS):
        assert client_of(name).get(url).status_code == 404, name
    assert client_of("lin").get(f"/submissions/99999.{ending}").status_code == 404
    assert client_of("lin").get(f"/submissions/x.{ending}").status_code == 404
    assert client_of("lin").post(url).status_code == 405


def test_the_reviewer_gets_the_round_handed_in_not_the_draft(client_of: ClientOf, handed_in: Begin):
    number = handed_in()
    client_of("tara").post(
        f"/submissions/{number}/returns", data={"mend": "risks", "comment.risks": "再想"}
    )
    url = f"/submissions/{number}/draft"
    sent = {"counter": 1, "data": {"risks": ["只有我看见"]}}
    assert client_of("lin").put(url, json=sent).status_code == 200
    assert "只有我看见" in client_of("lin").get(f"/submissions/{number}.md").text
    text = client_of("tara").get(f"/submissions/{number}.md").text
    assert "只有我看见" not in text
    assert "人手不够" in text


def test_the_workbook_says_what_it_is(client_of: ClientOf, handed_in: Begin):
    answer = client_of("lin").get(f"/submissions/{handed_in()}.xlsx?lang=zh")
    assert "%E5%AD%A3" in answer.headers["Content-Disposition"]
    book = sheets(answer.data)
    assert book.sheetnames == ["表单", "说明", "lists"]
    facts = {row[0].value: row[2].value for row in book["说明"].iter_rows() if len(row) > 2}
    assert facts["about:plan"] == "季度计划"
    assert (facts["owner"], facts["period"], facts["state"]) == ("林夏", "2026-Q4", "已提交")


def test_markdown_is_valid_and_reads_well(client_of: ClientOf, begin: Begin):
    number, lin = begin(), client_of("lin")
    odd = {
        "owner": "*星* <b>x</b> [a](http://x) `c`",
        "goals": [
            {"goal": "a | b\nc", "target": "-12.5", "weight": "100"},
            {"goal": "# no heading", "target": "3"},
        ],
        "risks": ["- 1. one", "2. two", "~~~"],
        "chain.nodes": [{"name": "A", "kind": "B"}],
    }
    assert (
        lin.put(f"/submissions/{number}/draft", json={"counter": 0, "data": odd}).status_code == 200
    )
    answer = lin.get(f"/submissions/{number}.md?lang=en")
    assert answer.headers["Content-Type"] == "text/markdown; charset=utf-8"
    text = answer.text
    assert "| -12.5 | 100% |" in text
    assert text.startswith("# Quarterly plan\n")
    assert "- State: Draft" in text
    page = str(markdown.render(text).html)
    assert page.count("<h1") == 1
    assert page.count("<table") == 2  # goals and the nodes
    assert page.count("<tr") == 3 + 2
    assert "<b>" not in page
    assert "<em>" not in page
    assert "<a " not in page
    plain = html.unescape(re.sub("<[^>]+>", "", page))
    for said in ("*星* <b>x</b> [a](http://x) `c`", "a | b c", "# no heading", "- 1. one", "2. two", "~~~"):  # fmt: skip
        assert said in plain, said


def test_the_template_has_the_example_on_a_second_sheet(client_of: ClientOf):
    book = sheets(client_of("sam").get("/exercises/plan.xlsx?lang=en").data)
    assert book.sheetnames == ["form", "example", "about", "lists"]
    assert book["form"]["A1"].value == "form:plan"
    assert client_of("nobody").get("/exercises/plan.xlsx").status_code == 302
    assert client_of("lin").get("/exercises/none.xlsx").status_code == 404
    assert client_of("lin").post("/exercises/plan.xlsx").status_code == 405


def upload(client: FlaskClient, data: bytes, name: str = "x.xlsx", form: str = "plan") -> Any:
    sent = {"file": (io.BytesIO(data), name)}
    answer = client.post(f"/exercises/{form}/imports", data=sent)
    answer.request.environ["wsgi.input"].close()  # the test client's own file, for large ones
    return answer


def changed(data: bytes, **cells: Any) -> bytes:
    """The workbook with other values beside these keys."""
    book = sheets(data)
    sheet = book.worksheets[0]
    for row in range(1, sheet.max_row + 1):
        if sheet.cell(row, 1).value in cells:
            sheet.cell(row, 3).value = cells[sheet.cell(row, 1).value]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def previewed(page: str) -> dict[str, str]:
    found = re.search(r'name="answers" value="([^"]*)"', page)
    assert found, page
    return {"answers": html.unescape(found[1])}


def test_a_workbook_becomes_a_draft_after_a_look(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    data = client_of("lin").get(f"/submissions/{handed_in()}.xlsx?lang=zh").data
    sam = client_of("sam")
    page = upload(sam, data)
    assert page.status_code == 200
    assert "新客户签约 12 家" in page.text
    assert "The file says it is 林夏’s." in page.text
    assert "cannot be read" not in page.text
    assert submissions(database, exercise="plan")[1:] == []  # nothing is stored by looking
    sent = {**previewed(page.text), "period": "2026-Q4"}
    answer = sam.post("/exercises/plan/imports/drafts", data=sent)
    assert answer.status_code == 303, answer.text
    number = int(answer.location.rpartition("/")[2])
    answers = draft_of(database, number).answers
    assert answers["goals"][0] == {
        "goal": "新客户签约 12 家",
        "target": 12,
        "weight": 60,
        "actual": "",
    }
    assert (answers["budget"], answers["helpers"], answers["kind"]) == (50000, ["service"], "grow")
    assert client_of("tara").get(f"/submissions/{number}").status_code == 404
    assert sam.get(f"/submissions/{number}").status_code == 200


def test_cells_that_cannot_be_read_are_told_and_nothing_is_saved_without_a_word(
    client_of: ClientOf, database: db.Database
):
    sam = client_of("sam")
    template = sam.get("/exercises/plan.xlsx?lang=zh").data
    sam.get("/exercises/plan?lang=en")
    page = upload(sam, changed(template, budget="abc", owner="萨姆"))
    row = next(
        r for r in range(1, 99) if sheets(template).worksheets[0].cell(r, 1).value == "budget"
    )
    assert f"Sheet 表单, row {row}" in page.text
    assert "“abc” is no number." in page.text
    assert sam.get("/exercises/plan/imports?lang=zh").status_code == 200
    told = upload(sam, changed(template, budget="abc", owner="萨姆")).text
    assert f"工作表“表单”第 {row} 行" in told
    assert "“abc”不是数字。" in told
    sent = {**previewed(page.text), "period": "2026-Q4", "faults": "1"}
    assert sam.post("/exercises/plan/imports/drafts", data=sent).status_code == 422
    assert submissions(database) == []
    answer = sam.post("/exercises/plan/imports/drafts", data={**sent, "partly": "1"})
    assert answer.status_code == 303
    answers = draft_of(database, int(answer.location.rpartition("/")[2])).answers
    assert answers["owner"] == "萨姆"
    assert not answers.get("budget")


def test_a_draft_is_never_written_over(client_of: ClientOf, begin: Begin, database: db.Database):
    number, lin = begin(period="2026-Q4"), client_of("lin")
    lin.put(f"/submissions/{number}/draft", json={"counter": 0, "data": {"owner": "我写的"}})
    template = lin.get("/exercises/plan.xlsx?lang=en").data
    page = upload(lin, changed(template, owner="文件里的", visits=7)).text
    assert "fill its empty fields" in page
    sent = {**previewed(page), "period": "2026-Q4"}
    assert lin.post("/exercises/plan/imports/drafts", data=sent).status_code == 409
    assert "visits" not in filled(draft_of(database, number).answers)
    answer = lin.post("/exercises/plan/imports/drafts", data={**sent, "fill": "1"})
    assert answer.location.endswith(f"/submissions/{number}")
    own = draft_of(database, number)
    assert (own.answers["owner"], own.answers["visits"], own.counter) == ("我写的", 7, 2)
    with db.transaction(database) as session:
        kept = session.scalars(
            select(Revision).filter_by(submission_id=number, reason="kept")
        ).all()
    assert any(r.answers.get("owner") == "我写的" and not r.answers.get("visits") for r in kept)
    other = lin.post("/exercises/plan/imports/drafts", data={**sent, "period": "2026-Q3"})
    assert other.status_code == 303
    assert len(submissions(database)) == 2


def filled(answers: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in answers.items() if v not in ("", [], {})}


def test_a_form_with_its_reviewer_and_odd_requests_are_refused(
    client_of: ClientOf, handed_in: Begin, database: db.Database
):
    number, lin = handed_in(), client_of("lin")
    before = submissions(database)[0].submitted_at
    sent = {"answers": json.dumps({"owner": "x"}), "period": "2026-Q4", "fill": "1"}
    assert lin.post("/exercises/plan/imports/drafts", data=sent).status_code == 409
    assert submissions(database, id=number)[0].submitted_at == before
    for odd in ("", "[]", "{", '{"owner": 1}'):
        data = {"answers": odd, "period": "1999-Q1"}
        assert lin.post("/exercises/plan/imports/drafts", data=data).status_code == 422
    assert upload(lin, b"").status_code == 422
    assert upload(lin, b"PK\x03\x04 no zip").status_code == 422
    assert upload(lin, b"a,b\n1,2", "x.csv").status_code == 422
    assert lin.post("/exercises/plan/imports").status_code == 422
    other = lin.get("/exercises/field-note.xlsx").data
    assert "another form" in upload(lin, other).text
    assert upload(lin, other).status_code == 422
    assert client_of("nobody").get("/exercises/plan/imports").status_code == 302
    assert lin.get("/exercises/none/imports").status_code == 404
    assert lin.get("/exercises/plan/imports/drafts").status_code == 405
    assert lin.put("/exercises/plan/imports").status_code == 405


def test_the_class_is_one_workbook_for_its_trainer(
    client_of: ClientOf, handed_in: Begin, begin: Begin, cast: Cast
):
    url = f"/cohorts/{cast.cohort}/forms/plan.xlsx"
    begin()
    assert client_of("tara").get(url).status_code == 404  # a draft is nobody's
    handed_in()
    answer = client_of("tara").get(url + "?lang=en")
    assert answer.status_code == 200
    book = sheets(answer.data)
    assert book.sheetnames[:3] == ["Quarterly plan", "Goals", "Risks"]
    titles = [cell.value for cell in book["Quarterly plan"][1]]
    values = dict(zip(titles, [cell.value for cell in book["Quarterly plan"][2]], strict=True))
    assert (values["Name"], values["State"], values["Budget (CNY)"]) == ("林夏", "Handed in", 50000)
    assert (values["Total"], values["Who helps"]) == (42, "Service")
    goals = [[cell.value for cell in row] for row in book["Goals"].iter_rows()]
    assert goals[0][4:] == ["Goal", "Target", "Weight", "Actual", "Gap"]
    assert [row[5] for row in goals[1:]] == [12, 30]
    assert book["Goals"]["G2"].number_format == "0%"
    page = client_of("tara").get(f"/cohorts/{cast.cohort}/forms")
    assert f"{url}" in page.text
    for name in ("lin", "mei", "oda", "sam", "ann"):
        assert client_of(name).get(url).status_code == 404, name
        assert client_of(name).get(f"/cohorts/{cast.cohort}/forms").status_code == 404, name
    assert client_of("ada").get(url).status_code == 403  # sees the class, not what people write
    assert client_of("nobody").get(url).status_code == 302
    assert client_of("tara").get(f"/cohorts/{cast.cohort}/forms/none.xlsx").status_code == 404
    assert client_of("tara").get("/cohorts/99999/forms/plan.xlsx").status_code == 404
    assert client_of("tara").post(url).status_code == 405


def outline(reader: PdfReader) -> list[str]:
    def names(items: list[Any]) -> list[str]:
        return [n for i in items for n in (names(i) if isinstance(i, list) else [str(i.title)])]

    return names(reader.outline)


@pytest.fixture
def one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "CHAIN", ("plan", "field-note", "review"))


@pytest.mark.usefixtures("one_chain")
def test_the_chain_is_one_document_in_one_run(
    client_of: ClientOf, handed_in: Begin, begin: Begin, monkeypatch: pytest.MonkeyPatch
):
    runs: list[int] = []
    render = Printer.render

    def counted(self: Printer, text: str, **more: Any) -> bytes:
        runs.append(1)
        return render(self, text, **more)

    monkeypatch.setattr(Printer, "render", counted)
    lin = client_of("lin")
    assert lin.get("/exercises/chain.pdf").status_code == 404  # nothing yet
    number = handed_in()
    client_of("tara").post(f"/submissions/{number}/acceptances", data={})
    begin("lin", "review")
    runs.clear()
    pdf = lin.get("/exercises/chain.pdf?lang=en")
    assert pdf.status_code == 200
    assert len(runs) == 1
    reader = PdfReader(io.BytesIO(pdf.data))
    titles = outline(reader)
    assert [t for t in titles if t in ("My sales strategy", "Quarterly plan 2026-Q4", "Quarterly review 2026-Q4")] == [
        "My sales strategy", "Quarterly plan 2026-Q4", "Quarterly review 2026-Q4",
    ]  # fmt: skip
    pages = [page.extract_text() for page in reader.pages]
    assert "林夏" in pages[0]
    for said in ("Accepted", "Missing", "Draft", "Contents"):
        assert said in pages[0], said
    first = next(n for n, text in enumerate(pages, 1) if n > 1 and "Quarterly plan" in text)
    second = next(n for n, text in enumerate(pages, 1) if n > first and "Quarterly review" in text and "Draft" in text)  # fmt: skip
    listed = re.findall(r"\d+", words(pdf.data).partition("Contents")[2].partition("proves")[0])
    assert str(first) in listed
    assert str(second) in listed
    assert f"1 / {len(pages)}" in pages[0]


@pytest.mark.usefixtures("one_chain")
def test_others_see_of_the_chain_what_they_may_see(
    client_of: ClientOf, handed_in: Begin, begin: Begin, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    number = handed_in()
    review = begin("lin", "review")
    client_of("lin").put(
        f"/submissions/{review}/draft", json={"counter": 0, "data": {"lesson": "还是草稿"}}
    )
    url = f"/exercises/chain.pdf?person={cast.lin}"
    text = words(client_of("tara").get(url).data)
    assert "新客户签约 12 家" in text
    assert "还是草稿" not in text
    for name in ("mei", "bo", *STRANGERS):
        assert client_of(name).get(url).status_code == 404, name
    client_of("tara").post(f"/submissions/{number}/acceptances", data={})
    assert client_of("mei").get(url).status_code == 200
    monkeypatch.setattr(filling, "CHAIN", chain.CHAIN)
    assert url in client_of("mei").get(f"/submissions/{number}").text
    assert client_of("omar").get(url).status_code == 404
    assert client_of("nobody").get(url).status_code == 302
    for odd in ("99999", "x", "-1", "9" * 20):
        assert client_of("tara").get(f"/exercises/chain.pdf?person={odd}").status_code == 404
    assert client_of("lin").post("/exercises/chain.pdf").status_code == 405
    assert "/exercises/chain.pdf" in client_of("lin").get("/exercises").text


def test_the_working_paper_is_tagged_has_bookmarks_and_its_state_on_every_page(
    client_of: ClientOf, begin: Begin
):
    number, lin = begin(), client_of("lin")
    lines = [{"goal": f"目标 {n} " + "很长" * 60, "target": str(n)} for n in range(40)]
    saved = lin.put(f"/submissions/{number}/draft", json={"counter": 0, "data": {"goals": lines}})
    assert saved.status_code == 200
    data = lin.get(f"/submissions/{number}.pdf?lang=zh").data
    reader = PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]).startswith("zh")
    assert outline(reader)[0].startswith("季度计划")
    assert {"范围", "目标", "图"} <= set(outline(reader))
    assert len(reader.pages) > 2
    for page in reader.pages:
        assert "草稿" in page.extract_text()
    run = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=data, capture_output=True, check=True
    )
    text = run.stdout.decode()
    places = [text.index(said) for said in ("季度计划", "范围", "目标 39 ", "四格")]
    assert places == sorted(places)


def test_the_class_page_leads_its_trainer_to_the_forms(client_of: ClientOf, cast: Cast):
    link = f'href="/cohorts/{cast.cohort}/forms"'
    assert link in client_of("tara").get(f"/cohorts/{cast.cohort}").text
    assert link not in client_of("ada").get(f"/cohorts/{cast.cohort}").text


def with_parts(data: bytes, **parts: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def test_hostile_files_are_refused_with_a_sentence_and_nothing_happens(
    client_of: ClientOf, database: db.Database
):
    sam = client_of("sam")
    template = sam.get("/exercises/plan.xlsx?lang=en").data
    macros = with_parts(template, xl__vbaProject_dot_bin=b"x")
    bomb = with_parts(template, xl__media__x_dot_xml=b"0" * (31 * 1024 * 1024))
    doctype = with_parts(template, xl__x_dot_xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    large = b"PK\x03\x04" + b"0" * (4 * 1024 * 1024)
    said = (
        "Only these kinds",
        "unpacks into more",
        "workbook that can be read",
        "larger than 4 MB",
    )
    for data, sentence in zip((macros, bomb, doctype, large), said, strict=True):
        answer = upload(sam, data)
        assert answer.status_code == 422, sentence
        assert sentence in answer.text
    assert submissions(database) == []


def test_links_to_other_workbooks_and_formulas_give_their_last_value_only(client_of: ClientOf):
    sam = client_of("sam")
    data = changed(sam.get("/exercises/plan.xlsx?lang=en").data, owner="Sam")
    target = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    page = upload(sam, with_parts(data, xl__externalLinks__externalLink1_dot_xml=target))
    assert page.status_code == 200
    assert "Sam" in page.text
    formula = changed(data, owner='=WEBSERVICE("http://x.example")', visits=3)
    answers = json.loads(previewed(upload(sam, formula).text)["answers"])
    assert "owner" not in answers  # nothing was computed, so there is no value
    assert answers["visits"] == "3"
