"""Pictures: each kind draws, fits a phone, needs no style or script, and says what is wrong with its body."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.kit.figures import draw
from courseware.kit.figures.figure import PAINT, text_width, wrap

MATRIX = """alt: 四格：内部有利为优势，外部有利为机会。
columns: [有利, 不利]
rows: [内部, 外部]
cells:
  - - {title: 优势, items: [交付快]}
    - {title: 劣势}
  - - {title: 机会}
    - {title: 威胁, items: ["降价 <5%"]}
"""
PROCESS = """alt: 三步循环：计划、执行、检查。
loop: true
steps:
  - {title: 计划, text: 写下要做的事}
  - {title: Do it and write down what really happened}
  - {title: 检查}
"""
FUNNEL = """alt: 漏斗由线索到成交收窄。
unit: 家
stages:
  - {label: 线索, value: 400, note: 来自展会}
  - {label: 成交, value: "20"}
"""
CHART = """alt: 计划与实际的对比图。
kind: {kind}
unit: 百万元
labels: [Q1, Q2, Q3]
series:
  - {{name: 计划, values: [16, 18, 19]}}
  - {{name: 实际, values: ["15", 18.5, -2]}}
"""
COMPARE = """alt: 差写法与好写法的对照。
columns: ["", 差的写法, 好的写法]
rows:
  - [目标, No, "大客户 25%"]
tones: [plain, bad, good]
"""
BODIES = [
    ("matrix", MATRIX),
    ("process", PROCESS),
    ("funnel", FUNNEL),
    ("compare", COMPARE),
    *(("chart", CHART.format(kind=kind)) for kind in ("bar", "column", "line")),
]


@pytest.mark.parametrize(("kind", "body"), BODIES)
def test_every_kind_draws_without_style_or_script(kind: str, body: str) -> None:
    figure, faults = draw(kind, body, 1)
    assert figure is not None
    assert not faults
    assert not re.search(r"<script|style=|<style|url\(|gradient|\son\w+=", figure.html)
    assert figure.alt in figure.html


@pytest.mark.parametrize(
    ("kind", "body"), [pair for pair in BODIES if pair[0] in ("process", "funnel", "chart")]
)
def test_every_text_stays_on_the_canvas(kind: str, body: str) -> None:
    figure, _ = draw(kind, body, 1)
    assert figure is not None
    texts = re.findall(
        r'<text [^>]*x="([-.\d]+)"[^>]*font-size="([.\d]+)" text-anchor="(\w+)"[^>]*>([^<]*)<',
        figure.html,
    )
    assert texts
    for x, size, anchor, words in texts:
        width = text_width(words, float(size))
        left = float(x) - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
        assert left >= -1, words
        assert left + width <= 321, words


def test_words_are_escaped_and_read_in_order() -> None:
    figure, _ = draw("matrix", MATRIX, 1)
    assert figure is not None
    assert "降价 &lt;5%" in figure.html
    assert figure.words == "有利 不利 内部 优势 交付快 劣势 外部 机会 威胁 降价 <5%"


def test_unquoted_no_stays_a_word() -> None:
    figure, _ = draw("compare", COMPARE, 1)
    assert figure is not None
    assert ">No<" in figure.html


@pytest.mark.parametrize(
    ("kind", "body", "line", "advice"),
    [
        ("matrix", MATRIX.replace("    - {title: 劣势}\n", ""), 14, "list of 2 cells"),
        ("matrix", MATRIX.replace("rows: [内部, 外部]", "rows: [内部]"), 14, "`rows` names 1"),
        (
            "process",
            "alt: 只有一步的流程，不成流程。\nsteps:\n  - {title: 一}\n",
            12,
            "at least two steps",
        ),
        ("process", PROCESS + "colour: red\n", 17, "not a key"),
        ("funnel", FUNNEL.replace("400", "many"), 14, "must be a number"),
        ("chart", CHART.format(kind="pie"), 12, "not one of bar, column, line"),
        (
            "chart",
            CHART.format(kind="bar").replace("16, 18, 19", "16, 18"),
            16,
            "there are 3 labels",
        ),
        ("chart", CHART.format(kind="bar").replace("16, 18", "16, about"), 16, "is no number"),
        ("compare", COMPARE.replace("plain, bad", "bad"), 15, "for each of the 3 columns"),
        ("compare", COMPARE.replace("alt: 差写法与好写法的对照。", "alt: 对照"), 11, "too short"),
    ],
)
def test_a_wrong_body_says_line_and_remedy(kind: str, body: str, line: int, advice: str) -> None:
    figure, faults = draw(kind, body, 11)
    assert figure is None
    assert advice in " ".join(fault.message for fault in faults if fault.line == line), faults


@given(st.text(alphabet="ab 中文，。15%()-", max_size=60), st.integers(60, 300))
def test_wrapping_loses_nothing_and_stays_within_a_character(text: str, width: int) -> None:
    lines = wrap(text, width, 14)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 14) <= width + 14 * 20 for line in lines)


def test_long_words_and_chinese_wrap_by_width() -> None:
    assert wrap("让客户把话说完", 56, 14) == ["让客户把", "话说完"]
    assert wrap("ask an open question", 70, 14) == ["ask an", "open", "question"]
    assert wrap("他说完了。", 56, 14) == ["他说完了。"]


def test_a_table_too_wide_for_a_phone_names_the_column_in_each_cell() -> None:
    body = COMPARE.replace("[plain, bad, good]", "[plain, bad, good, plain]")
    wide = body.replace("好的写法]", "好的写法, 理由]").replace(
        '"大客户 25%"]', '"大客户 25%", 可量]'
    )
    figure, faults = draw("compare", wide, 1)
    assert figure is not None, faults
    assert 'class="fig-compare fig-wide"' in figure.html
    assert 'data-label="理由" role="cell">可量</td>' in figure.html


def test_print_and_screen_use_the_same_colours() -> None:
    tokens = Path(__file__).parents[2] / "static" / "css" / "tokens.css"
    light = tokens.read_text("utf-8").split("}")[0]
    named = {
        css.replace("fig-c", "--fig-")
        if css[-1].isdigit()
        else css.replace("fig-", "--color-"): paint
        for css, paint in PAINT.items()
    }
    for token, paint in named.items():
        assert f"{token}: {paint};" in light, token
