"""What a person can rely on about stamped documents: they are those that printing in full would give."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace

import pikepdf
import pypdf
import pytest
import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from courseware.kit.documents import Fact
from courseware.kit.pdf import Printer
from courseware.kit.pdf.moulds import DoesNotFit, Mould, make_mould
from tests.kit import paper

FONTS = paper.STATIC / "fonts"
VERIFY = "https://training.example.com/verify/"
VALUES = {
    "name": "王晓明",
    "serial": "SSM-2026-7Q4K-9F2M-0XT3",
    "day": "2026年11月23日",
    "passed": "50 / 50",
    "final": "92 分",
}
LENGTHS = {name: len(value) for name, value in VALUES.items()}
#: of three dots in a row, at 150 dpi, an edge may fall a quarter of a dot elsewhere
EDGE = 50


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(paper.STATIC)


def full(printer: Printer, values: Mapping[str, str]) -> bytes:
    """The certificate printed in full, the name at one size."""
    page = replace(
        paper.certificate(),
        name=values["name"],
        serial=values["serial"],
        size="name-1 han",
        issued_on=(values["day"], ""),
        verify_url=VERIFY + values["serial"],
        facts=(
            Fact(("完成单元", ""), (values["passed"], "")),
            Fact(("结业考试", ""), (values["final"], "")),
        ),
    )
    html, backdrop = paper.certificate_html(page)
    return printer.render(html, backdrop=backdrop)


@pytest.fixture(scope="module")
def mould(printer: Printer) -> Mould:
    return make_mould(lambda values: full(printer, values), LENGTHS, FONTS, room={"name": 600})


def stamp(mould: Mould, **changes: str) -> bytes:
    values = VALUES | changes
    return mould.stamp(values, qr=VERIFY + values["serial"])


def difference(one: Image.Image, other: Image.Image) -> int:
    """How far the two places that differ most are apart, 0 to 255: seen as an eye does, not dot by dot."""
    seen = [picture.filter(ImageFilter.BoxBlur(1)) for picture in (one, other)]
    _, most = ImageChops.difference(*seen).getextrema()
    return int(most)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"name": "欧阳靐龘", "final": "100 分"},
        {"name": "Ava Tosic", "day": "2027年1月1日", "passed": "7 / 50"},
    ],
)
def test_a_stamped_page_is_the_printed_one_to_the_eye(
    printer: Printer, mould: Mould, changes: dict[str, str]
):
    printed = paper.seen(full(printer, VALUES | changes))
    assert difference(paper.seen(stamp(mould, **changes)), printed) < EDGE


def test_that_look_would_notice_another_name(printer: Printer, mould: Mould):
    assert (
        difference(paper.seen(stamp(mould, name="王晓朋")), paper.seen(full(printer, VALUES)))
        > EDGE
    )


def test_text_title_and_structure_are_the_readers_own(mould: Mould):
    pdf = stamp(mould, name="Lin <Summer> & (Co)")
    read = pypdf.PdfReader(io.BytesIO(pdf))
    text = squeezed(read.pages[0].extract_text())
    for value in (
        "Lin <Summer> & (Co)",
        VALUES["serial"],
        VALUES["day"],
        VERIFY + VALUES["serial"],
    ):
        assert squeezed(value) in text
    assert read.metadata is not None
    assert read.metadata.title == "结业证书 · Lin <Summer> & (Co)"
    assert "Lin <Summer> & (Co)" in str(read.xmp_metadata.dc_title if read.xmp_metadata else "")
    assert b"90077" not in pdf  # no token is left
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        assert document.Root.MarkInfo.Marked
        alternatives = [
            str(found["/Alt"])
            for found in document.objects
            if isinstance(found, pikepdf.Dictionary) and "/Alt" in found
        ]
    assert VERIFY + VALUES["serial"] in alternatives


def test_the_code_on_it_leads_to_the_serial(mould: Mould):
    other = "SSM-2026-AAAA-BBBB-CCC3"
    found = zxingcpp.read_barcodes(paper.seen(stamp(mould, serial=other)))
    assert [code.text for code in found] == [VERIFY + other]


def test_the_same_values_give_the_same_bytes(mould: Mould):
    assert stamp(mould) == stamp(mould)
    assert stamp(mould) != stamp(mould, name="王晓朋")


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "韦" * 40},  # wider than its place
        {"name": "𠮷野"},  # in the second font only
        {"name": "林夏 Summer"},  # two scripts, set wide: to be set by WeasyPrint
        {"serial": "SSM-2026-7Q4K-9F2M-0XT3" * 3},  # takes a larger QR code
    ],
)
def test_what_does_not_fit_is_refused(mould: Mould, changes: dict[str, str]):
    with pytest.raises(DoesNotFit):
        stamp(mould, **changes)


def squeezed(text: str) -> str:
    """Without spaces: wide letter-spacing reads as such."""
    return re.sub(r"\s", "", text)


def line_at(printer: Printer, style: str, word: str) -> bytes:
    return printer.render(
        '<!DOCTYPE html><html lang="en"><head><title>x</title></head>'
        f'<body><p style="{style}">{word}</p></body></html>'
    )


@pytest.mark.parametrize("side", ["left", "center", "right"])
@pytest.mark.parametrize("spacing", ["0", ".2em"])
def test_a_line_keeps_its_side_and_the_space_between_its_letters(
    printer: Printer, side: str, spacing: str
):
    style = f"text-align: {side}; letter-spacing: {spacing}; font-size: 20pt"
    mould = make_mould(
        lambda values: line_at(printer, style, values["word"]), {"word": 8}, FONTS, room={}
    )
    for word in ("Tokyo", "销售战略管理课程"):
        printed = paper.seen(line_at(printer, style, word))
        assert difference(paper.seen(mould.stamp({"word": word})), printed) < EDGE


def test_a_document_of_two_pages_has_no_mould(printer: Printer):
    def two(values: Mapping[str, str]) -> bytes:
        return line_at(printer, "break-after: page", f"{values['word']}</p><p>{values['word']}")

    with pytest.raises(DoesNotFit):
        make_mould(two, {"word": 8}, FONTS, room={})
