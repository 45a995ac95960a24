"""What a person can rely on about tables: every spreadsheet's file reads, errors name the line."""

import io
import zipfile
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from courseware.kit.tables import (
    Limits,
    Sheet,
    TableError,
    Wanted,
    read_table,
    write_csv,
    write_xlsx,
)

FAR_ROW = b"""<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="4000000000"><c r="A4000000000"><v>1</v></c></row></sheetData></worksheet>"""
PEOPLE = "email,姓名\r\nwang@example.com,王伟\r\nzhang@example.com,张晓明\r\n"
CELLS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20).map(str.strip)


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same workbook with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_every_encoding_that_excel_writes_is_read(encoding: str) -> None:
    table = read_table(PEOPLE.encode(encoding))
    assert table.columns == ("email", "姓名")
    assert [(row.line, row.values["姓名"]) for row in table.rows] == [(2, "王伟"), (3, "张晓明")]


def test_a_rare_name_survives_a_chinese_excel() -> None:
    table = read_table("姓名,部门\n㛃䶮,销售部\n".encode("gb18030"))
    assert table.rows[0].values["姓名"] == "㛃䶮"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("name\nMüller\nJosé Ramón\n", "latin-1"),
        ("姓名\n陳經理\n業務開發\n", "big5"),
        ("名前\nさとう\n", "shift-jis"),
    ],
)
def test_another_encoding_is_refused_and_never_read_as_wrong_names(
    text: str, encoding: str
) -> None:
    with pytest.raises(TableError, match="CSV UTF-8") as refused:
        read_table(text.encode(encoding))
    assert refused.value.line in {1, 2}


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separators_of_other_countries_are_read(separator: str) -> None:
    table = read_table(f"a{separator}b\n1{separator}2\n".encode())
    assert table.rows[0].values == {"a": "1", "b": "2"}


def test_a_row_is_named_by_the_line_it_begins_at() -> None:
    table = read_table(b'a,b\n"one\nmore",2\n\n3,4\n')
    assert [row.line for row in table.rows] == [2, 5]


def test_a_workbook_is_read_as_a_person_sees_it() -> None:
    table = read_table(
        xlsx(
            ("工号", "score", "since", "active", None),
            (1007, 0.5, date(2026, 1, 5), True),
            (),
            ("007", 3.0, datetime(2026, 1, 5, 9, 30), None),  # noqa: DTZ001 - Excel knows no zone
        )
    )
    assert [(row.line, list(row.values.values())) for row in table.rows] == [
        (2, ["1007", "0.5", "2026-01-05", "TRUE"]),
        (4, ["007", "3", "2026-01-05 09:30:00", ""]),
    ]


def test_missing_and_unknown_columns_are_named_with_the_line() -> None:
    wanted = Wanted(required=("email", "name"), optional=("team",))
    with pytest.raises(TableError) as refused:
        read_table(b"\n\nemail,colour\n", wanted)
    assert str(refused.value) == "Line 3: Columns are missing: name. Columns are unknown: colour."
    assert refused.value.values["missing"] == "name"


def test_headings_may_be_in_the_persons_own_language() -> None:
    wanted = Wanted(required=("email", "name"), also={"邮箱": "email", "姓名": "name"})
    table = read_table("姓名, Email \n王伟,w@example.com\n".encode(), wanted)
    assert table.columns == ("name", "email")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Line 1: The file holds no table"),
        (b"\n , \n", "Line 1: The file holds no table"),
        (b"a,a\n", "Line 1: These columns appear twice: a"),
        (b"a,,b\n", "Line 1: Column 2 has no heading"),
        (b"a,b\n1,2\n1,2,3\n", "Line 3: This row has 3 cells"),
        (b'a,b\n1,2\n"open,2\n', "Line 3: This line cannot be read as CSV"),
        (b"a,b\n1,\x00\n", "Line 2: This is not a table of text"),
        (b"PK\x03\x04" + bytes(40), "This file is damaged"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(data: bytes, sentence: str) -> None:
    with pytest.raises(TableError) as refused:
        read_table(data)
    assert str(refused.value).startswith(sentence)


def test_sizes_are_limited() -> None:
    with pytest.raises(TableError, match="Line 4: The table has more than 2 rows"):
        read_table(b"a\n1\n2\n3\n", limits=Limits(rows=2))
    with pytest.raises(TableError, match="more than 1 columns"):
        read_table(b"a,b\n", limits=Limits(columns=1))
    with pytest.raises(TableError, match="larger than 0 MB"):
        read_table(b"a\n", limits=Limits(megabytes=0))


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>',
        b"not xml",
        FAR_ROW,
    ],
    ids=["entities", "rubbish", "far row"],
)
def test_a_forged_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(TableError, match=r"not a workbook|no table"):
        read_table(with_part(xlsx(("a",)), "xl/worksheets/sheet1.xml", content))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=5))
def test_what_is_written_as_csv_is_read_back(rows: list[tuple[str, str]]) -> None:
    filled = [row for row in rows if any(row)]
    table = read_table(write_csv(Sheet("x", ("a", "b"), filled)))
    assert [tuple(row.values.values()) for row in table.rows] == filled


@pytest.mark.parametrize(
    "text", ['=HYPERLINK("http://x")', "+cmd", "-2+3", "@SUM(A1)", "\t=1", "＝1+1"]
)
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    written = write_csv(Sheet("x", ("name",), [(text,)])).decode("utf-8-sig").splitlines()[1]
    assert written.lstrip('"').startswith("'")


def test_telephone_numbers_and_figures_stay_as_they_are() -> None:
    rows = [("+86 13800138000", -2.5), ("-12%", None)]
    assert b"\r\n+86 13800138000,-2.5\r\n-12%,\r\n" in write_csv(Sheet("x", ("a", "b"), rows))


def test_csv_opens_in_excel_with_its_chinese() -> None:
    assert write_csv(Sheet("x", ("姓名",), [("王伟",)])).startswith(b"\xef\xbb\xbf")


def test_a_workbook_keeps_numbers_days_and_text_apart() -> None:
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    rows = [("=1+1", 3, 0.25, date(2026, 11, 23), at, None, True)]
    data = write_xlsx(
        [Sheet("团队: Q3/2026", list("abcdefg"), rows), Sheet("团队: Q3/2026", ["x"], [])]
    )
    book = load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["团队  Q3 2026", "团队  Q3 2026 2"]
    sheet = book.worksheets[0]
    cells = list(sheet[2])
    assert [cell.data_type for cell in cells] == ["s", "n", "n", "d", "d", "n", "b"]
    assert cells[0].value == "=1+1"
    assert sheet.freeze_panes == "A2"
    assert read_table(data).rows[0].values["d"] == "2026-11-23"


def test_the_same_rows_give_the_same_workbook() -> None:
    sheet = Sheet("a", ("x",), [("王伟",)])
    assert write_xlsx([sheet]) == write_xlsx([sheet])


def test_columns_are_as_wide_as_their_chinese() -> None:
    book = load_workbook(io.BytesIO(write_xlsx([Sheet("a", ("姓名",), [("销售战略管理课程",)])])))
    assert book.active.column_dimensions["A"].width > 16
