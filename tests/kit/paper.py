"""Documents to print in tests, and the eyes that look at them."""

import io
import random
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from babel.messages.pofile import read_po
from PIL import Image

from courseware.config import ROOT
from courseware.kit.charts import Bar, HeatMap, HeatRow, State, bar_chart, heat_map, state_sample
from courseware.kit.documents import CertificatePage, DetailTable, FormCover, ReportPage, Tile

STATIC = ROOT / "static"
WORDS = ROOT / "courseware" / "translations" / "zh" / "pdf.po"
MM_AN_INCH = 25.4

STATES = (
    State("passed", "已通过", "tick", "#2f6f5e", "#ffffff"),
    State("started", "进行中", "half", "#e3edf5", "#1d4e79"),
    State("waiting", "待审阅", "ring", "#f6ead0", "#7a5a10"),
    State("overdue", "已逾期", "bang", "#f3d5cf", "#9c2b1c"),
    State("none", "未开始", "none", "#eef1f4", "#9aa7b4"),
)


def template(name: str, language: str, **values: Any) -> str:
    """A template of templates/pdf/ as the site would fill it in."""
    return _environment(language).get_template(f"pdf/{name}").render(**values)


@cache
def _environment(language: str) -> jinja2.Environment:
    with WORDS.open("rb") as file:
        chinese = {str(message.id): str(message.string) for message in read_po(file) if message.id}
    loader = jinja2.FileSystemLoader(ROOT / "templates")
    environment = jinja2.Environment(
        loader=loader, autoescape=True, undefined=jinja2.StrictUndefined
    )
    environment.filters["t"] = lambda text: chinese[text] if language == "zh" else text
    return environment


def certificate(name: str = "王伟", lang: str = "zh", logo: str | None = None) -> CertificatePage:
    return CertificatePage(
        organisation="华东锐进科技有限公司",
        lang=lang,
        heading="结业证书" if lang == "zh" else "Certificate of Completion",
        heading_other="CERTIFICATE OF COMPLETION" if lang == "zh" else "结业证书",
        name=name,
        statement="已完成下列课程的全部学习、测验、角色演练与实战表单，成绩合格，特发此证。",
        title="销售战略管理",
        title_other="Sales Strategy Management",
        issued_on="2026年11月23日",
        serial="SSM-2026-000123",
        verify_url="https://training.example.com/verify/SSM-2026-000123",
        facts=[("完成单元", "50 / 50"), ("结业考试", "92 分"), ("角色演练", "23 场")],
        signature_lines=[("张敏", "销售培训总监"), ("李建国", "总经理")],
        logo=logo,
    )


def certificate_html(page: CertificatePage) -> tuple[str, str]:
    """The document and its backdrop."""
    document = template("certificate.html", page.lang, page=page)
    return document, template("certificate_backdrop.html", page.lang, page=page)


def form_cover(form: str) -> FormCover:
    page = certificate("欧阳明")
    shared = {
        name: getattr(page, name) for name in FormCover.__dataclass_fields__ if name != "form"
    }
    return FormCover(**shared, form=form)


def report(people: int, columns: int = 50) -> ReportPage:
    """A report with made-up people; the same one each time."""
    chance = random.Random(7)
    rows = [_heat_row(f"学员{number:03}", columns, chance) for number in range(people)]
    details = [(row.name, "华东一部", row.figure, f"{chance.randint(60, 99)} %") for row in rows]
    return ReportPage(
        title="华东销售一部 学习报告",
        subtitle="课程进度、测验与实战表单",
        period="2026-Q4",
        organisation="华东锐进科技有限公司",
        generated_at="2026年11月23日 09:00",
        lang="zh",
        tiles=[Tile("在学人数", str(people)), Tile("通过单元", "62 %", "比上季度多 9 个百分点")],
        bars_title="各部分完成率",
        bars=[Bar(f"第{number}部分", number / 8, f"{number * 12} %") for number in range(1, 9)],
        heatmap=HeatMap(
            "每人每单元的进度", [f"{n:02}" for n in range(1, columns + 1)], rows, STATES
        ),
        table=DetailTable(("姓名", "团队", "通过", "测验平均"), details, frozenset({2, 3})),
        notes=["比例按报告时点的在册成员计算。"],
    )


def _heat_row(name: str, columns: int, chance: random.Random) -> HeatRow:
    done = chance.randint(0, columns)
    cells = ["passed"] * done + ["none"] * (columns - done)
    for _ in range(columns // 10):
        cells[chance.randrange(columns)] = chance.choice(["started", "waiting", "overdue"])
    return HeatRow(name, cells, f"{cells.count('passed')} / {columns}")


def report_html(page: ReportPage) -> str:
    tools = {"bar_chart": bar_chart, "heat_map": heat_map, "state_sample": state_sample}
    return template("report.html", page.lang, page=page, **tools)


def seen(pdf: bytes, page: int = 1, dpi: int = 150) -> Image.Image:
    """The page as a grey picture, drawn by another program than ours."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "document.pdf"
        path.write_bytes(pdf)
        numbers = ["-f", str(page), "-l", str(page), "-r", str(dpi)]
        command = ["pdftoppm", "-gray", "-singlefile", *numbers, str(path)]
        drawn = subprocess.run(command, capture_output=True, check=True).stdout
    return Image.open(io.BytesIO(drawn)).convert("L")


def cut(
    picture: Image.Image, box: tuple[float, float, float, float], dpi: int = 150
) -> Image.Image:
    """A part of a page by its left, top, right and bottom in mm."""
    left, top, right, bottom = (round(mm / MM_AN_INCH * dpi) for mm in box)
    return picture.crop((left, top, right, bottom))


def ink(picture: Image.Image, darker_than: int = 110) -> Image.Image:
    """White where the text is dark, black elsewhere; pale ornaments vanish."""
    return picture.point(lambda grey: 255 if grey < darker_than else 0)
