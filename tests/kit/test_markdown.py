"""Markdown: what an author writes is cleaned, what we draw is not, and every fault names its line."""

import pytest

from courseware.kit.markdown import plain, render, render_inline


@pytest.mark.parametrize(
    ("source", "forbidden"),
    [
        ("<script>alert(1)</script>", "<script"),
        ('<b onclick="x()">b</b>', "onclick"),
        ("[x](javascript:alert(1))", "javascript:"),
        ('<p style="color:red">x</p>', "style"),
        ("<svg><a xlink:href='javascript:x'></a></svg>", "svg"),
        ("![x](https://example.org/x.png)", "<img"),
    ],
)
def test_hostile_html_is_taken_out(source: str, forbidden: str) -> None:
    assert forbidden not in render(source).html
    assert forbidden not in render_inline(source)


def test_the_mark_of_our_own_pictures_cannot_be_typed() -> None:
    assert render("a \ue0000\ue001 b").html == "<p>a 0 b</p>"


def test_headings_keep_their_ids_and_lines() -> None:
    page = render(
        "## 优势 {#strengths}\n\n文\n\n```text\n## no heading\n```\n\n### 做法\n", first_line=10
    )
    assert [(h.id, h.title, h.level, h.line) for h in page.headings] == [
        ("strengths", "优势", 2, 10),
        ("", "做法", 3, 18),
    ]
    assert '<h2 id="strengths">优势</h2>' in page.html


def test_tables_align_without_inline_styles() -> None:
    html = render("| a | b |\n|---|--:|\n| 1 | 2 |\n").html
    assert 'align="right"' in html
    assert "style" not in html


def test_a_picture_survives_the_cleaning() -> None:
    page = render(
        "```process\nalt: 先倾听，再提问，最后确认。\nsteps:\n  - {title: 倾听}\n  - {title: 提问}\n```\n"
    )
    assert '<svg class="fig-svg"' in page.html
    assert 'aria-label="先倾听，再提问，最后确认。"' in page.html
    assert page.figures == ["process"]
    assert not page.faults


def test_trainers_notes_never_reach_the_page() -> None:
    page = render('前\n\n```trainer minutes="10" title="开场"\n问：**为什么**\n```\n\n后')
    assert "为什么" not in page.html
    assert "为什么" not in str(page.passages)
    assert [(n.title, n.minutes, n.line) for n in page.notes] == [("开场", 10, 3)]
    assert "<strong>为什么</strong>" in page.notes[0].html


@pytest.mark.parametrize(
    "opening", ["```trainer", '```trainer minutes="ten" title="x"', '```trainer minutes="10"']
)
def test_a_trainer_fence_needs_minutes_and_title(opening: str) -> None:
    page = render(f"前\n\n{opening}\n问\n```\n")
    assert [(f.line, f.field) for f in page.faults] == [(3, "trainer")]
    assert "问" not in page.html


def test_a_callout_holds_markdown_and_pictures() -> None:
    page = render(
        '````callout kind="tip" title="一句话"\n先**问**。\n\n```say\n你：请讲。\n```\n````\n'
    )
    assert '<aside class="callout callout-tip"><p class="callout-title">一句话</p>' in page.html
    assert "<strong>问</strong>" in page.html
    assert 'class="say"' in page.html
    assert page.figures == ["callout", "say"]


def test_say_gives_each_speaker_a_side_and_keeps_the_remark_apart() -> None:
    html = render("```say\n客户：你们贵。\n你：跟谁比？（先问，再答）\n```\n").html
    assert (
        '<div class="say-turn say-2"><dt class="say-who">你</dt><dd class="say-words">跟谁比？</dd>'
        in html
    )
    assert '<dd class="say-note">先问，再答</dd>' in html


def test_the_reader_speaks_from_the_same_side_whoever_begins() -> None:
    html = render("```say\n你：请讲。\n客户：贵。\n同事：不贵。\n```\n").html
    sides = [html.index(f"say-{side}") for side in (2, 1, 3)]
    assert sides == sorted(sides)


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        ("x\n\n```say\n没有冒号\n```\n", 4, "who：words"),
        ("```matrix\ncolumns: [a]\n```\n", 2, "alt"),
        ("```chart\nalt: [[\n```\n", 3, "cannot be read"),
        ('```callout kind="shout"\nx\n```\n', 1, "note, tip"),
        ('```say size="9"\n你：x\n```\n', 1, "takes none"),
        ("```funnel\njust text\n```\n", 2, "no YAML mapping"),
    ],
)
def test_a_fault_in_a_fence_names_its_line(source: str, line: int, words: str) -> None:
    fault = render(source).faults[0]
    assert fault.line == line
    assert words in f"{fault.field} {fault.message}"


def test_passages_part_the_words_by_heading() -> None:
    page = render(
        "引\n\n## 甲 {#one}\n\n文**字**\n\n- 一\n- 二\n\n## 乙 {#two}\n\n```say\n你：好。\n```\n"
    )
    assert page.passages == (("", "引"), ("one", "甲 文字 一 二"), ("two", "乙 你 好。"))


def test_inline_text_has_no_paragraph() -> None:
    assert render_inline("**强** 3 < 4 & 5") == "<strong>强</strong> 3 &lt; 4 &amp; 5"
    assert render_inline("3 < 4") == "3 &lt; 4"
    assert plain("**强** [链](/a) `码`") == "强 链 码"
