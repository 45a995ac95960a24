"""A form goes out as a workbook and comes back the same; what cannot be read is told cell by cell."""

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from courseware import config
from courseware.content import current
from courseware.content.definitions import Course, ExerciseDefinition, FieldDefinition
from courseware.content.library import Library
from courseware.errors import Refused
from courseware.exercise.rules.answers import (
    LINKS,
    NODES,
    NUMBERS,
    columns_of,
    is_empty,
    read_answers,
)
from courseware.exercise.rules.importing import read_workbook
from courseware.exercise.rules.workbook import form_page
from courseware.exercise.types.exchange import Imported
from courseware.kit.tables import TableError
from courseware.kit.tables.book import write_book
from courseware.kit.tables.pages import read_pages

LANGS = ("zh", "en")


def book(definition: ExerciseDefinition, answers: Mapping[str, Any], lang: str = "en") -> bytes:
    return write_book([form_page(definition, answers, lang, name="form")])  # type: ignore[arg-type]


def back(definition: ExerciseDefinition, data: bytes) -> Imported:
    return read_workbook(definition, read_pages(data))


def resaved(data: bytes, change: Any = None) -> bytes:
    """As another program would write the same cells."""
    workbook = load_workbook(io.BytesIO(data))
    if change:
        change(workbook.worksheets[0])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def filled(answers: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in answers.items() if not is_empty(v)}


def row_of(sheet: Any, mark: str, nth: int = 0) -> int:
    return [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, 1).value == mark][nth]


@pytest.fixture
def plan(course: Course) -> ExerciseDefinition:
    return course.exercises["plan"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["plan", "review", "field-note"])
def test_every_example_comes_back_the_same(course: Course, name: str, lang: str):
    form = course.exercises[name]
    example = filled(form.example[lang])  # type: ignore[index]
    example = filled(read_answers(form, as_sent(example)))
    for data in (book(form, example, lang), resaved(book(form, example, lang))):
        found = back(form, data)
        assert not found.faults
        assert found.answers == example


def as_sent(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as a script sends them."""
    sent: dict[str, Any] = {}
    for key, value in answers.items():
        if not isinstance(value, Mapping):
            sent[key] = value
            continue
        for part, held in value.items():
            if isinstance(held, Mapping):
                sent |= {f"{key}.{part}.{cell}": text for cell, text in held.items()}
            else:
                sent[f"{key}.{part}"] = held
    return sent


TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["=1+1", "+86 21", "-x", "@sum", "🙂 㛃䶮𠮷", "\u05e2\u05d1\u05e8", "a\nb", "'", "50%", "TRUE", "  "]
    ),
    st.just("=cmd|' /C calc'!A0"),
)  # fmt: skip
FIGURES = st.one_of(
    st.integers(-(10**15), 10**15), st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 4))
)
DATES = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(lambda d: d.isoformat())


def values_of(one: FieldDefinition) -> st.SearchStrategy[Any]:
    """What a person may have entered in a field of this type."""
    options = [option for option, _ in one.options] or [""]
    cells = st.fixed_dictionaries({cell: TEXTS for cell, _ in one.cells})
    known = {
        "rating": st.integers(1, 5),
        "date": DATES,
        "period": st.sampled_from(["2026-Q3", "2025"]),
        "choice": st.sampled_from(options),
        "multi_choice": st.lists(st.sampled_from(options), unique=True).map(sorted),
        "list": st.lists(TEXTS, max_size=200),
        "matrix": st.fixed_dictionaries({row: cells for row, _ in one.rows}),
    }
    if one.type in ("table", "tree"):
        return rows(columns_of(one))
    if one.type == "graph":
        return st.fixed_dictionaries({"nodes": rows(NODES), "links": rows(LINKS)})
    return known.get(one.type, FIGURES if one.type in NUMBERS else TEXTS)


def rows(columns: tuple[FieldDefinition, ...]) -> st.SearchStrategy[Any]:
    cells = {c.key: values_of(c) for c in columns if c.type != "computed"}
    return st.lists(st.fixed_dictionaries(cells), max_size=6)


@pytest.fixture(scope="module")
def forms(one_app: Any) -> list[ExerciseDefinition]:
    assert one_app
    return list(current.course().exercises.values())


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_answers_come_back_the_same(forms: list[ExerciseDefinition], data: st.DataObject):
    form = data.draw(st.sampled_from(forms))
    sent = {f.key: data.draw(st.one_of(st.just(""), values_of(f))) for f in form.fields if f.type not in ("computed", "file")}  # fmt: skip
    answers = normal(form, read_answers(form, as_sent(sent)))
    lang = data.draw(st.sampled_from(LANGS))
    found = back(form, book(form, answers, lang))
    assert not found.faults
    assert normal(form, found.answers) == answers


def normal(form: ExerciseDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What no workbook can hold taken out: signs outside XML, a lone carriage return."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return value.replace("\ufffe", "").replace("\uffff", "").replace("\r", "\n").strip()
        if isinstance(value, Mapping):
            return {k: clean(v) for k, v in value.items()}
        return [clean(v) for v in value] if isinstance(value, list) else value

    cleaned = read_answers(form, as_sent(clean(answers)))
    chosen = {f.key for f in form.fields if f.type == "multi_choice"}
    return filled({k: sorted(v) if k in chosen else v for k, v in cleaned.items()})


def test_two_hundred_rows_come_back_and_more_are_told(plan: ExerciseDefinition):
    lines = [
        {"goal": f"=目标 {n} 🙂", "target": n, "weight": n / 2, "actual": ""} for n in range(200)
    ]
    answers = read_answers(plan, {"goals": lines, "risks": ["x" * 1000] * 200})
    found = back(plan, book(plan, answers))
    assert found.answers["goals"] == answers["goals"]
    assert found.answers["risks"] == answers["risks"]

    def add(sheet: Any) -> None:
        last = row_of(sheet, "goals[+]", -1)
        sheet.cell(last, 2).value = "one more"

    assert [f.sentence for f in back(plan, resaved(book(plan, answers), add)).faults] == [
        "More than {n} rows; this one and those below are left out."
    ]


def test_numbers_days_and_choices_are_what_they_are(plan: ExerciseDefinition):
    example = plan.example["en"]
    sheet = load_workbook(io.BytesIO(book(plan, example))).worksheets[0]
    goals = row_of(sheet, "goals[+]")
    assert sheet.cell(goals, 3).value == 30
    assert (sheet.cell(goals, 4).value, sheet.cell(goals, 4).number_format) == (0.6, "0%")
    assert sheet.cell(goals, 6).value == -2  # the gap, computed
    start = sheet.cell(row_of(sheet, "start"), 3)
    assert start.value.date() == date(2026, 7, 1)
    assert sheet.cell(row_of(sheet, "budget"), 3).number_format == "#,##0.00"
    assert sheet.cell(row_of(sheet, "kind"), 3).value == "Growth"
    kinds = [
        rule
        for rule in sheet.data_validations.dataValidation
        if f"C{row_of(sheet, 'kind')}" in rule.sqref
    ]
    assert kinds[0].type == "list"
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[row_of(sheet, "goals[keys]")].hidden


def test_no_text_becomes_a_formula(plan: ExerciseDefinition):
    evil = '=HYPERLINK("http://x.example","y")'
    answers = {"owner": evil, "risks": ["+1", "-1", "@x", "\tx"], "goals": [{"goal": evil}]}
    with zipfile.ZipFile(io.BytesIO(book(plan, read_answers(plan, answers)))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet.lower()


def test_each_cell_that_cannot_be_read_is_told_with_its_row(plan: ExerciseDefinition):
    def spoil(sheet: Any) -> None:
        sheet.cell(row_of(sheet, "goals[+]"), 3).value = "abc"
        sheet.cell(row_of(sheet, "start"), 3).value = "soon"
        sheet.cell(row_of(sheet, "kind"), 3).value = "Shrink"
        sheet.cell(row_of(sheet, "confidence"), 3).value = 9
        sheet.cell(row_of(sheet, "period"), 3).value = "summer"
        sheet.cell(row_of(sheet, "owner"), 3).value = "x" * 1001

    data = resaved(book(plan, plan.example["en"]), spoil)
    found = back(plan, data)
    told = {f.label["en"]: f for f in found.faults}
    assert set(told) == {"Target", "Start", "Kind", "Confidence", "Period", "Owner"}
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert told["Target"].row == row_of(sheet, "goals[+]")
    assert told["Target"].values["value"] == "abc"
    assert "kind" not in found.answers
    assert found.answers["goals"][0]["target"] == ""  # the rest of the row is taken
    assert found.answers["goals"][0]["goal"] == "New customers"


def test_what_other_programs_make_of_it_is_understood(plan: ExerciseDefinition):
    def other(sheet: Any) -> None:
        row = row_of(sheet, "goals[+]")
        sheet.cell(row, 3).value = "１，200"  # a number kept as text
        sheet.cell(row, 4).value, sheet.cell(row, 4).number_format = 60, "General"
        sheet.cell(row_of(sheet, "start"), 3).value = 46204  # a day as its number
        sheet.cell(row_of(sheet, "start"), 3).number_format = "General"
        sheet.cell(row_of(sheet, "end"), 3).value = "2026年9月30日"
        sheet.cell(row_of(sheet, "kind"), 3).value = " 增长 "
        sheet.cell(row_of(sheet, "period"), 3).value = 2026
        sheet.cell(row_of(sheet, "owner"), 3).value = 7
        sheet.cell(row_of(sheet, "helpers[product]"), 3).value = "x"
        sheet.cell(row_of(sheet, "helpers[service]"), 3).value = "否"
        # a row that somebody put in has no mark
        for column in range(1, 8):
            sheet.cell(row_of(sheet, "goals[+]", 3), column).value = [
                None,
                "New",
                3,
                0.1,
                None,
                None,
                None,
            ][column - 1]

    found = back(plan, resaved(book(plan, plan.example["en"]), other))
    assert not found.faults
    goals = found.answers["goals"]
    assert (goals[0]["target"], goals[0]["weight"], goals[-1]["goal"]) == (1200, 60, "New")
    assert (found.answers["start"], found.answers["end"]) == ("2026-07-01", "2026-09-30")
    assert (found.answers["kind"], found.answers["period"]) == ("grow", "2026")
    assert (found.answers["owner"], found.answers["helpers"]) == ("7", ["product"])


def test_a_field_of_last_year_is_known_by_its_old_name_and_others_are_named(course: Course):
    review = course.exercises["review"]

    def old(sheet: Any) -> None:
        sheet.cell(row_of(sheet, "lesson"), 1).value = "learned"
        sheet.cell(1, 1).value = None  # the mark of the file was lost
        sheet.append(["mood", "Mood", "good"])

    found = back(review, resaved(book(review, {"lesson": "早一点"}), old))
    assert found.answers["lesson"] == "早一点"
    assert list(found.unknown) == ["Mood"]


def test_files_of_another_form_or_layout_are_refused(course: Course, plan: ExerciseDefinition):
    with pytest.raises(Refused, match="another form"):
        back(plan, book(course.exercises["field-note"], {}))
    other = Workbook()
    other.active.append(["a", "b"])
    out = io.BytesIO()
    other.save(out)
    with pytest.raises(Refused, match="layout"):
        back(plan, out.getvalue())


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return out.getvalue()


def test_a_file_that_unfolds_without_end_is_refused(plan: ExerciseDefinition):
    bomb = with_part(book(plan, {}), "xl/media/x.xml", b"0" * (31 * 1024 * 1024))
    assert len(bomb) < 200_000
    with pytest.raises(TableError, match="unpacks"):
        read_pages(bomb)
    endless = Workbook()
    for _ in range(10_001):
        endless.active.append([1])
    out = io.BytesIO()
    endless.save(out)
    with pytest.raises(TableError, match="more than"):
        read_pages(out.getvalue())
    with pytest.raises(TableError, match="can be read"):
        read_pages(with_part(book(plan, {}), "xl/evil.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]>"))


def test_a_file_goes_out_by_its_name_and_never_comes_in(plan: ExerciseDefinition):
    data = book(plan, {"photo": "token.of-a-file foto.png", "owner": "林"})
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    assert sheet.cell(row_of(sheet, "photo[=]"), 3).value == "foto.png"

    def smuggle(sheet: Any) -> None:
        sheet.append(["photo", "Photo", "token.of-somebody x.png"])

    assert "photo" not in back(plan, resaved(data, smuggle)).answers


@pytest.mark.parametrize("lang", LANGS)
def test_every_shipped_form_comes_back_from_its_example(lang: str):
    for form in Library(config.ROOT).course.exercises.values():
        kept = {f.key for f in form.fields if f.type not in ("computed", "file")}
        example = filled(read_answers(form, as_sent(filled(form.example[lang]))))  # type: ignore[index]
        found = back(form, book(form, example, lang))
        assert (found.faults, found.unknown) == ([], []), form.id
        assert found.answers == {k: v for k, v in example.items() if k in kept}, form.id
