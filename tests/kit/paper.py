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
from courseware.kit.documents import (
    Both,
    CertificatePage,
    DetailTable,
    Fact,
    ReportPage,
    Tile,
)

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


LABELS = {
    "zh": ("颁发日期", "证书编号", "任何人均可在此核验本证书的真伪与有效性："),
    "en": ("Issued on", "Serial number", "Anyone can check at this address whether it is genuine:"),
}


def certificate(
    name: str = "王伟", lang: str = "zh", logo: str = "", *, both: bool = False
) -> CertificatePage:
    other = {"zh": "en", "en": "zh"}[lang]

    def two(zh: str, en: str) -> Both:
        pair = (zh, en) if lang == "zh" else (en, zh)
        return pair if both else (pair[0], "")

    return CertificatePage(
        organisation=two("华东锐进科技有限公司", "Huadong Ruijin Technology Ltd"),
        lang=lang,
        other=other if both else "",
        heading=two("结业证书", "Certificate of Completion"),
        name=name,
        statement=two(
            "已完成下列课程的全部学习、测验、角色演练与实战表单，成绩合格，特发此证。",
            "has completed the course with all its lessons, quizzes, role-plays and forms",
        ),
        title=two("销售战略管理", "Sales Strategy Management"),
        issued_on=two("2026年11月23日", "23 November 2026"),
        serial="SSM-2026-000123",
        verify_url="https://training.example.com/verify/SSM-2026-000123",
        labels=tuple(two(zh, en) for zh, en in zip(LABELS["zh"], LABELS["en"], strict=True)),  # type: ignore[arg-type]  # three
        facts=(
            Fact(two("完成单元", "Modules passed"), ("50 / 50", "")),
            Fact(two("结业考试", "Final exam"), two("92 分", "92 points")),
            Fact(two("角色演练", "Role-plays"), ("23", "")),
        ),
        signatory=two("张敏", "Zhang Min"),
        signatory_title=two("销售培训总监", "Head of Sales Training"),
        logo=logo,
    )


def certificate_html(page: CertificatePage) -> tuple[str, str]:
    """The document and its backdrop."""
    document = template("certificate.html", page.lang, page=page)
    # The art knows nothing of the reader: it is the same text for all of them.
    return document, template("certificate_backdrop.html", page.lang, page=page)


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
