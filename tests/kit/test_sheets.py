"""A report whose rows are drawn is the same to the eye as one laid out, can be searched, and is read out."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Name
from PIL import ImageChops, ImageStat

from courseware.kit.charts import Bar, bar_chart, heat_map, state_sample
from courseware.kit.documents import DetailTable, ReportPage
from courseware.kit.pdf import MissingGlyph, Printer, sheets
from courseware.kit.pdf.sheets import SectionPart, SectionTable
from courseware.kit.pdf.sheets.columns import fitting_columns
from courseware.kit.pdf.sheets.ink import Ink, Type
from courseware.kit.pdf.sheets.leaves import ROOM
from courseware.kit.pdf.sheets.tables import HEADS, WORDS
from tests.kit import paper

PEOPLE = 45  # a heat map on two pages, a table from the second of them to a third
FOOT = 200  # mm: below it stand the page's number and the moment, which only one of both has
RARE = "𠮷㛃䶮"


def printed(printer: Printer, page: ReportPage) -> bytes:
    return sheets.print_report(printer, page, html_of, details="明细")


def html_of(page: ReportPage, is_cover: bool) -> str:
    tools = {"bar_chart": bar_chart, "heat_map": heat_map, "state_sample": state_sample}
    return paper.template("report.html", page.lang, page=page, is_cover=is_cover, **tools)


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(paper.STATIC)


@pytest.fixture(scope="module")
def page() -> ReportPage:
    made = paper.report(PEOPLE, columns=30)
    assert made.heatmap
    assert made.table
    # A name that is too long for the map and for its cell, and a head of several lines.
    long = "欧阳修竹 Maximiliana von Hohenzollern-Sigmaringen zu Wittgenstein-Berleburg AVATAR 有限公司"
    rows = [replace(made.heatmap.rows[0], name=long), *made.heatmap.rows[1:]]
    details = [(long, *made.table.rows[0][1:]), *made.table.rows[1:]]
    columns = ("Name", "Team", "Role-plays passed with the help of somebody else", "测验平均")
    table = DetailTable(columns, details, made.table.numeric)
    return replace(made, heatmap=replace(made.heatmap, rows=rows), table=table)


@pytest.fixture(scope="module")
def drawn(printer: Printer, page: ReportPage) -> bytes:
    return printed(printer, page)


@pytest.fixture(scope="module")
def laid_out(printer: Printer, page: ReportPage) -> bytes:
    return printer.render(paper.report_html(page))


def words(pdf: bytes, tmp_path: Path, *options: str) -> str:
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf)
    command = ["pdftotext", *options, str(path), "-"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout


def test_drawn_pages_look_like_those_laid_out(drawn: bytes, laid_out: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as ours, pikepdf.open(io.BytesIO(laid_out)) as theirs:
        count = len(theirs.pages)
        assert len(ours.pages) == count
    assert count == 4
    for number in range(1, count + 1):
        pictures = [
            paper.cut(paper.seen(pdf, number), (0, 0, 297, FOOT)) for pdf in (drawn, laid_out)
        ]
        off = ImageChops.difference(*pictures)
        assert ImageStat.Stat(off).mean[0] < 0.4, f"page {number}"
        assert sum(off.histogram()[140:]) < 250, f"page {number}"


def test_every_person_and_figure_can_be_searched_in_order(
    drawn: bytes, page: ReportPage, tmp_path: Path
) -> None:
    text = "".join(words(drawn, tmp_path, "-raw").split())
    assert page.heatmap
    assert page.table
    place = text.index("每人每单元的进度")
    for row in page.heatmap.rows[1:]:
        place = text.index("".join(f"{row.name}{row.figure}".split()), place)
    place = text.index("明细", place)
    for cells in page.table.rows[1:]:
        place = text.index("".join("".join(cells).split()), place)


def test_the_file_is_sound_and_the_same_each_time(
    printer: Printer, page: ReportPage, drawn: bytes
) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        assert pdf.check_pdf_syntax() == []
    assert printed(printer, page) == drawn


def test_every_page_says_its_number_and_the_moment(
    drawn: bytes, page: ReportPage, tmp_path: Path
) -> None:
    pages = words(drawn, tmp_path).split("\f")[:-1]
    for number, text in enumerate(pages, 1):
        assert f"{number}/{len(pages)}" in text.replace(" ", "")
        assert f"{page.title} · {page.generated_at}" in text


def test_the_head_of_a_table_stands_on_each_of_its_pages(drawn: bytes, tmp_path: Path) -> None:
    pages = words(drawn, tmp_path).split("\f")
    assert ["测验平均" in page for page in pages[:-1]] == [False, False, True, True]


def test_bookmarks_lead_to_map_and_table(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root[0].children]
    assert titles[-2:] == ["每人每单元的进度", "明细"]


def test_every_piece_of_text_is_owned_by_an_element_that_knows_its_page(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        for leaf in list(pdf.pages)[1:]:
            mine = list(owners[int(leaf.obj.StructParents)])
            content = b"".join(part.read_bytes() for part in leaf.Contents)
            assert content.count(b"/MCID") == len(mine)
            assert content.count(b" BDC") + content.count(b" BMC") == content.count(b"EMC")
            for place, element in enumerate(mine):
                assert (element.K, element.Pg) == (place, leaf.obj)
                above = element.P
                assert element.objgen in {one.objgen for one in above.K}
                while above.objgen != root.K[0].objgen:
                    assert above.objgen in {one.objgen for one in above.P.K}
                    above = above.P


def test_rows_are_read_out_as_rows_of_tables(drawn: bytes, page: ReportPage) -> None:
    """Heads of columns and of rows are told as such; cells of the map say their states."""
    assert page.heatmap
    assert page.table
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        heat, details = [one for one in pdf.Root.StructTreeRoot.K[0].K if Name.Table == one.S][-2:]
        assert [kinds(row) for row in heat.K] == [
            "TH Column, TH Column, TH Column",
            *["TH Row, TD, TD"] * PEOPLE,
        ]
        said = [str(row.K[1].Alt) for row in list(heat.K)[1:]]
        assert [kinds(row) for row in details.K] == [
            ", ".join(["TH Column"] * 4),
            *["TH Row, TD, TD, TD"] * PEOPLE,
        ]
    assert all(re.search(r"已通过 \d\d", text) or "未开始 01–" in text for text in said)


def kinds(row: Any) -> str:
    """What the cells of a row are."""
    assert Name.TR == row.S
    return ", ".join(
        str(cell.S)[1:] + (f" {str(cell.A.Scope)[1:]}" if "/A" in cell else "") for cell in row.K
    )


def test_rare_characters_are_drawn_and_found(
    printer: Printer, page: ReportPage, tmp_path: Path
) -> None:
    assert page.heatmap
    rows = [replace(row, name=RARE) for row in page.heatmap.rows[:3]]
    small = replace(page, heatmap=replace(page.heatmap, rows=rows), table=None)
    pdf = printed(printer, small)
    assert words(pdf, tmp_path).count(RARE) == 3
    theirs = printer.render(paper.report_html(small))
    pictures = [paper.cut(paper.seen(made, 2), (0, 0, 297, FOOT)) for made in (pdf, theirs)]
    assert sum(ImageChops.difference(*pictures).histogram()[140:]) < 120


def test_signs_that_cannot_be_drawn_go_the_long_way(printer: Printer, page: ReportPage) -> None:
    assert page.heatmap
    strange = replace(page, table=DetailTable(("Name",), [("A\U0001f9ff",)]), heatmap=None)
    with pytest.raises(MissingGlyph):
        printed(printer, strange)


def test_lines_break_between_characters_and_at_spaces() -> None:
    ink, kind = Ink(paper.STATIC / "fonts"), Type(10, "#000000")
    assert ink.lines("一二三四五六", kind, 30.1) == ["一二三", "四五六"]
    assert ink.lines("一二三，四五", kind, 30.1) == ["一二", "三，四", "五"]
    assert ink.lines("one two three", kind, 40) == ["one two", "three"]
    assert ink.lines("", kind, 40) == [""]


def test_a_section_has_heading_words_bars_and_tables(printer: Printer, tmp_path: Path) -> None:
    long = "、".join(f"学员{number:04}" for number in range(1500))
    rows = [
        ["甲" * 70, "1.5", "S" * 90],
        *[[f"第{n}行", str(n), "–"] for n in range(60)],
        ["名单", "2", long],
    ]
    table = SectionTable("成绩", DetailTable(("名称", "分数", "说明"), rows, frozenset({1})))
    other = SectionTable("其他", DetailTable(("甲", "乙"), [("丙", "丁")]), (3, 1))
    nothing = SectionTable("无", DetailTable(("甲",), []))
    bars = [Bar(f"条{n}", n / 5, f"{n * 20} %") for n in range(5)]
    sections = [
        SectionPart("下周要做的事", empty="没有要做的事。", tables=[nothing], alone=True),
        SectionPart("测验", "说明。" * 90, bars, [table, nothing, other]),
    ]
    page = replace(paper.report(3), heatmap=None, table=None)
    pdf = sheets.print_report(printer, page, html_of, details="明细", sections=sections)
    text = "".join(words(pdf, tmp_path, "-raw").split())
    told = [
        "下周要做的事没有要做的事",
        "测验说明",
        "条00%",
        "成绩",
        "名称分数说明",
        "第59行59–",
        "其他",
        "丙丁",
    ]
    places = [text.index(one) for one in told]
    assert places == sorted(places)
    assert "学员1499" in text.replace("名称分数说明", "")
    with pikepdf.open(io.BytesIO(pdf)) as read:
        assert read.check_pdf_syntax() == []
        found = [str(one.S)[1:] for one in read.Root.StructTreeRoot.K[0].K]
        assert found[-13:] == ["H2", "P", "H2", "P", *["P"] * 5, "H3", "Table", "H3", "Table"]
        last = list(read.Root.StructTreeRoot.K[0].K)[-3].K[-1]
        assert len(last.K[2].K) > 1  # a row that is higher than a page goes on, as one cell
    pages = words(pdf, tmp_path).split("\f")
    assert "测验" not in pages[1]


def test_nothing_runs_over_the_edge_of_its_column() -> None:
    ink = Ink(paper.STATIC / "fonts")
    texts = [["一" * 300, "S" * 300, "12345678", "two words"], ["", "", "", ""]]
    table = DetailTable(("很长很长很长的题目", "Head", "Number", "x"), texts, frozenset({2}))
    columns = fitting_columns(ink, table, (HEADS, WORDS))
    assert abs(sum(one.width for one in columns) - ROOM) < 0.001
    for column, text in zip(columns, texts[0], strict=True):
        assert all(
            ink.width(line, WORDS) <= column.room for line in ink.lines(text, WORDS, column.room)
        )
