"""What a person can rely on about reports and certified forms, judged by their pixels and text."""

import io
from dataclasses import replace

import pypdf
import pytest
from PIL import Image

from courseware.kit.pdf import Printer
from tests.kit import paper


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(paper.STATIC)


def test_a_certified_form_follows_its_cover(printer: Printer) -> None:
    form = "<h2>SWOT</h2>" + "<p>先从两个标杆客户做起。</p>" * 80
    page = replace(paper.certificate("欧阳明"), form=form, orientation="portrait")
    html, backdrop = paper.certificate_html(page)
    reader = pypdf.PdfReader(io.BytesIO(printer.render(html, backdrop=backdrop)))
    cover, first, *_ = reader.pages
    assert "欧阳明" in cover.extract_text()
    assert "标杆" not in cover.extract_text()
    assert first.extract_text().startswith("SWOT")
    assert "SSM-2026-000123" in first.extract_text()
    assert cover.mediabox.height > cover.mediabox.width


def test_a_report_shows_everyone_and_repeats_the_heads(printer: Printer) -> None:
    page = paper.report(80)
    pdf = printer.render(paper.report_html(page))
    pages = [one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert "华东销售一部 学习报告" in pages[0]
    assert "100 %" not in pages[0].split("各部分完成率")[0]
    heat_pages = [text for text in pages if "已逾期" in text]
    assert len(heat_pages) == 3
    assert all("01" in text and "50" in text for text in heat_pages)
    assert page.heatmap is not None
    for row in page.heatmap.rows:
        assert "\n".join(heat_pages).count(row.name) >= 1
        assert "\n".join(pages).count(row.name) == 2


def test_each_cell_of_a_report_has_its_states_colour(printer: Printer) -> None:
    """Looked at in the corners of the cells, where no mark is."""
    page = paper.report(20)
    heat = page.heatmap
    assert heat is not None
    picture = paper.seen(printer.render(paper.report_html(page)), page=2, dpi=300)
    pitch = min((269 - heat.room_for_names() - 15) / 50, 9)
    top = first_cell_top(picture, heat.room_for_names() + 14)
    greys = {
        state.key: Image.new("RGB", (1, 1), state.ground).convert("L").getpixel((0, 0))
        for state in heat.states
    }
    for line, row in enumerate(heat.rows):
        for column, key in enumerate(row.cells):
            x = 14 + heat.room_for_names() + pitch * column + 0.55
            y = top + 3.9 * line + 0.5
            pixel = picture.getpixel((round(x / 25.4 * 300), round(y / 25.4 * 300)))
            assert abs(int(pixel) - int(greys[key])) <= 3, (line, column, key)


def first_cell_top(picture: Image.Image, left: float) -> float:
    """Where the first cell begins, in mm: the first of ten fields of equal height below each other."""
    x, row = round((left + 0.6) / 25.4 * 300), 3.9 / 25.4 * 300
    column = [int(picture.getpixel((x, y))) for y in range(picture.height)]
    for y in range(picture.height - round(10 * row)):
        fields = (column[y + round(n * row) : y + round(n * row) + 35] for n in range(10))
        if all(grey < 252 for field in fields for grey in field):
            return y / 300 * 25.4
    raise AssertionError("no cell found")
