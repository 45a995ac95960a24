"""What a person can rely on about printed documents, judged by their pixels and their text."""

import gc
import io
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pypdf
import pytest
import weasyprint
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFont

from courseware.config import ROOT
from courseware.kit.pdf import (
    ForbiddenAddress,
    MissingGlyph,
    PdfSystemError,
    Printer,
    check_system,
    system,
)
from tests.kit import paper

BOLD = paper.STATIC / "fonts" / "NotoSansSC-Bold.ttf"
RARE = paper.STATIC / "fonts" / "CoursewareRareHan-Bold.ttf"
#: characters that Noto Sans SC lacks
RARE_SIGNS = "𠮷𨋢𠝹"
# Between the second heading and the ornament under the name.
NAME_BAND = (25.0, 67.5, 272.0, 92.5)
LONG_LATIN = "Maximiliane-Theodora Konstantinopoulou von Hohenzollern-Berg"
LONG_CHINESE = "阿卜杜热合曼·买买提艾力" * 5


@pytest.fixture(scope="module")
def printer() -> Printer:
    return Printer(paper.STATIC)


def print_certificate(printer: Printer, name: str) -> bytes:
    document, backdrop = paper.certificate_html(paper.certificate(name))
    return printer.render(document, backdrop=backdrop)


def page_of(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="zh"><head><title>试</title>{head}</head><body>{body}</body></html>'


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def same_share(one: Image.Image, other: Image.Image) -> float:
    """How much of the ink of two pictures lies at the same places, 1 being all of it."""
    size = (300, 100)
    shapes = [shape.crop(shape.getbbox()).resize(size) for shape in (one, other)]
    shared = ImageChops.darker(*shapes).histogram()
    joined = ImageChops.lighter(*shapes).histogram()
    return sum(map(int.__mul__, shared, range(256))) / sum(map(int.__mul__, joined, range(256)))


def drawn_elsewhere(text: str) -> Image.Image:
    """The text as Pillow draws it with the fonts, spaced like the name of a certificate."""
    size = 40 * 150 / 72
    usual, rare = (ImageFont.truetype(font, size) for font in (BOLD, RARE))
    picture = Image.new("L", (round(size * 1.2 * len(text)) + 40, 160), 255)
    draw = ImageDraw.Draw(picture)
    for number, sign in enumerate(text):
        font = rare if sign in RARE_SIGNS else usual
        draw.text((20 + number * size * 1.12, 20), sign, font=font, fill=0)
    return picture


@pytest.mark.parametrize("name", ["王伟", "㛃䶮", "㛃䶮明", "𫖯𬱖", "欧阳靐龘", "𠮷野", "𨋢𠝹"])
def test_a_rare_name_is_printed_with_its_own_characters(printer: Printer, name: str) -> None:
    band = paper.cut(paper.seen(print_certificate(printer, name)), NAME_BAND)
    assert same_share(paper.ink(band), paper.ink(drawn_elsewhere(name))) > 0.85


def test_that_look_would_notice_a_wrong_character(printer: Printer) -> None:
    band = paper.ink(paper.cut(paper.seen(print_certificate(printer, "㛃䶮")), NAME_BAND))
    for other in ("赵艳", "㛃䶯", "□□"):
        assert same_share(band, paper.ink(drawn_elsewhere(other))) < 0.7


def test_the_second_font_stands_in_both_weights_and_only_where_the_first_has_nothing(
    printer: Printer,
) -> None:
    plain, bold = (paper.seen(printer.render(page_of(f"<p>{t}</p>"))) for t in ("𠮷", "<b>𠮷</b>"))
    assert sum(paper.ink(bold).histogram()[255:]) > 1.2 * sum(paper.ink(plain).histogram()[255:])
    fonts = [
        str(font["/FontDescriptor"]["/FontName"])
        for page in pypdf.PdfReader(io.BytesIO(printer.render(page_of("<p>王伟𠮷</p>")))).pages
        for entry in page["/Resources"]["/Font"].values()
        for font in entry.get_object()["/DescendantFonts"]
    ]
    assert sorted(name.partition("+")[2] for name in fonts) == [
        "Courseware-Rare-Han",
        "Noto-Sans-SC",
    ]


@pytest.mark.parametrize("name", [LONG_LATIN, LONG_CHINESE, "W" * 60, "韦" * 60, "A"])
def test_a_name_of_sixty_letters_stays_in_its_place(printer: Printer, name: str) -> None:
    picture = paper.ink(paper.seen(print_certificate(printer, name)))
    band = paper.cut(picture, NAME_BAND)
    left, top, right, bottom = band.getbbox() or (0, 0, 0, 0)
    assert left > 10
    assert right < band.width - 10
    assert top > 3
    assert bottom < band.height - 3
    assert rows_of_text(band) <= 2
    assert name in text_of(print_certificate(printer, name)).replace("\n", "") or " " in name


def rows_of_text(band: Image.Image) -> int:
    """Runs of pixel rows with ink that are higher than an accent."""
    filled = [bool(band.crop((0, y, band.width, y + 1)).getbbox()) for y in range(band.height)]
    runs = "".join("#" if one else " " for one in filled).split()
    return sum(len(run) > 12 for run in runs)


def test_the_code_leads_to_the_verify_page(printer: Printer) -> None:
    """A reader of codes that is not ours finds the address."""
    printed = paper.seen(print_certificate(printer, "王伟"))
    found = zxingcpp.read_barcodes(paper.cut(printed, (236, 149, 264, 177)))
    assert [code.text for code in found] == [paper.certificate().verify_url]


def test_the_frame_and_seal_lie_under_the_text_as_one_page(printer: Printer) -> None:
    """The backdrop laid under gives the very page that one document with both gives."""
    page = paper.certificate("王伟")
    whole = printer.render(paper.template("certificate.html", "zh", page=page, with_art=True))
    apart = print_certificate(printer, "王伟")
    difference = ImageChops.difference(paper.seen(whole), paper.seen(apart))
    assert difference.point(lambda grey: 255 if grey > 40 else 0).getbbox() is None


def test_the_quick_way_to_the_fonts_draws_what_the_long_one_draws(printer: Printer) -> None:
    html = page_of("<p>王伟 㛃䶮 Sales, <b>强 2026</b></p>")
    quick = printer.render(html)
    usual = weasyprint.HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    assert quick != usual
    assert ImageChops.difference(paper.seen(quick), paper.seen(usual)).getbbox() is None
    assert text_of(quick) == text_of(usual)


def test_a_logo_from_the_storage_is_printed() -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 100), "black").save(out, "PNG")
    printer = Printer(paper.STATIC, stored={"the-key": out.getvalue()}.__getitem__)
    document, backdrop = paper.certificate_html(paper.certificate(logo="the-key"))
    picture = paper.ink(paper.seen(printer.render(document, backdrop=backdrop)))
    middle = paper.cut(picture, (140, 26, 157, 31))
    assert middle.getextrema() == (255, 255)


def test_the_same_document_gives_the_same_bytes(printer: Printer) -> None:
    again = Printer(paper.STATIC)
    assert print_certificate(printer, "王伟") == print_certificate(again, "王伟")
    html = paper.report_html(paper.report(12, 10))
    assert printer.render(html) == again.render(html)


def test_another_process_prints_the_same_bytes(printer: Printer, tmp_path: Path) -> None:
    script = (
        "import pathlib, sys; from tests.kit import paper, test_pdf;"
        "from courseware.kit.pdf import Printer;"
        "pdf = test_pdf.print_certificate(Printer(paper.STATIC), '王伟');"
        "pathlib.Path(sys.argv[1]).write_bytes(pdf)"
    )
    path = tmp_path / "other.pdf"
    environment = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "America/Lima", "LANG": "C.UTF-8"}
    subprocess.run([sys.executable, "-c", script, str(path)], check=True, cwd=ROOT, env=environment)
    assert path.read_bytes() == print_certificate(printer, "王伟")


def test_threads_may_share_a_printer(printer: Printer) -> None:
    names = ["王伟", "李娜", "张敏", "陈静"] * 2
    with ThreadPoolExecutor(8) as pool:
        printed = list(pool.map(lambda name: print_certificate(printer, name), names))
    assert printed == [print_certificate(printer, name) for name in names]
    assert gc.isenabled()


@pytest.mark.parametrize("text", ["𠀁", "&#131073;", "&#x20001;", "😀", "\ue000"])
def test_a_character_that_no_font_has_is_an_error(printer: Printer, text: str) -> None:
    with pytest.raises(MissingGlyph, match=r"U\+") as missing:
        printer.render(page_of(f"<p>王{text}</p>"))
    assert len(missing.value.characters) == 1


@pytest.mark.parametrize("text", ["𠀁", "&#131073;", "&#x20001;"])
def test_the_caller_may_have_the_printers_mark_for_it(printer: Printer, text: str) -> None:
    printed = printer.render(page_of(f"<p>王{text}野</p>"), replace_missing=True)
    assert "王〓野" in text_of(printed)


@pytest.mark.parametrize(
    "text", ["e\u0301", "王\ufe00", "a\u200bb", "tab\tline\n", "soft\u00adhyphen"]
)
def test_marks_that_need_no_type_of_their_own_are_no_error(printer: Printer, text: str) -> None:
    assert printer.render(page_of(f"<p>{text}</p>")).startswith(b"%PDF")


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://example.com/x.png",
        "ftp://example.com/x.png",
        "//example.com/x.png",
        "data:image/png;base64,AAAA",
        "static:../requirements.txt",
        "static:%2e%2e/pyproject.toml",
        "static:/etc/passwd",
        "static:fonts/fonts.conf",
        "../../etc/passwd",
        "storage:any",
    ],
)
def test_a_document_reaches_nothing_beyond_the_fence(printer: Printer, address: str) -> None:
    for html in (
        page_of(f'<img src="{address}" alt="x">'),
        page_of("<p>x</p>", f'<style>body {{ background: url("{address}") }}</style>'),
        page_of("<p>x</p>", f'<link rel="stylesheet" href="{address}">'),
        page_of(
            f'<svg xmlns="http://www.w3.org/2000/svg"><title>x</title><image href="{address}"/></svg>'
        ),
    ):
        with pytest.raises(ForbiddenAddress):
            printer.render(html)


def test_a_stored_file_is_printed_only_when_it_is_a_picture() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'
    printer = Printer(paper.STATIC, stored=lambda _key: svg)
    with pytest.raises(ForbiddenAddress, match="not a picture"):
        printer.render(page_of('<img src="storage:key" alt="x">'))


def test_a_document_can_be_read_to_its_reader(printer: Printer) -> None:
    reader = pypdf.PdfReader(io.BytesIO(print_certificate(printer, "王伟")))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean
    assert catalog["/Lang"] == "zh"
    assert reader.metadata is not None
    assert reader.metadata.title == "结业证书 · 王伟"
    assert reader.metadata.author == "华东锐进科技有限公司"
    assert [entry.title for entry in outline(reader)] == ["结业证书", "王伟", "销售战略管理"]


def outline(reader: pypdf.PdfReader) -> Iterator[pypdf.generic.Destination]:
    waiting = list(reader.outline)
    while waiting:
        entry = waiting.pop(0)
        if isinstance(entry, list):
            waiting = entry + waiting
        else:
            yield entry


@pytest.mark.parametrize("languages", ["zh", "en", "both"])
def test_a_certificate_speaks_its_languages_and_no_other(printer: Printer, languages: str) -> None:
    lang, both = ("en" if languages == "en" else "zh"), languages == "both"
    document, backdrop = paper.certificate_html(paper.certificate("王伟", lang, both=both))
    text = re.sub(r"\s", "", text_of(printer.render(document, backdrop=backdrop)))
    assert "SSM-2026-000123" in text
    for part in ("结业证书", "92分", "颁发日期", "销售战略管理"):
        assert (part in text) == (languages != "en"), part
    for part in ("CERTIFICATEOFCOMPLETION", "92POINTS", "ISSUEDON", "SALESSTRATEGYMANAGEMENT"):
        assert (part in text.upper()) == (languages != "zh"), part


def test_a_machine_without_the_libraries_is_told_which_package(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def no_pango(_name: str) -> None:
        raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(system, "import_module", no_pango)
    with pytest.raises(PdfSystemError, match=r"apt-get install libpango-1\.0-0 libpangoft2-1\.0-0"):
        check_system()
    monkeypatch.setattr(
        system, "import_module", lambda _name: SimpleNamespace(harfbuzz_subset=None)
    )
    with pytest.raises(PdfSystemError, match="apt-get install libharfbuzz-subset0"):
        check_system()


def test_a_machine_without_the_fonts_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(PdfSystemError, match=r"fonts\.conf is missing"):
        check_system(tmp_path)


def test_fontconfig_gets_a_place_to_write_where_the_home_has_none(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("a home that is no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file" / "cache"))
    system.use_only_own_fonts()
    assert os.access(os.environ["XDG_CACHE_HOME"], os.W_OK)
    assert Path(os.environ["FONTCONFIG_FILE"]).is_absolute()
