"""A right answer is right however it is typed, and another answer stays another."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.kit.answers import normalise, number, same

TYPED = st.text(
    st.sampled_from("一二两十百千万亿零点分之负 ,.，。%％/-２5aB権权權衡the"), max_size=20
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ＳＷＯＴ", "swot"),
        ("權衡", "权衡"),
        ("权衡。", "权 衡"),
        ("两个", "二个"),
        ("二", "2"),
        ("２", "2"),
        ("百分之二十五", "25%"),
        ("百分之25", "25 ％"),
        ("25 per cent", "25%"),
        ("二十五", "25"),
        ("一亿二千万", "1.2亿"),
        ("一万亿", "10000亿"),
        ("6000万元", "60,000,000元"),
        ("三点五", "3.50"),
        ("十分之三", "3/10"),
        ("二〇二六年", "2026年"),
        ("Trade-off", "trade off"),
        ("the market", "Market"),
        ("负五", "-5"),
        ("“交付快”", "交付快"),
        ("二百五十", "２５０"),
        ("兩", "2"),
        ("兩百", "两百"),
        ("２５％", "百分之二十五"),
        ("百分之百", "100%"),
        ("零点五", "0.5"),
        ("銷售　管理", "销售管理"),
        ("臺灣市場", "台湾市场"),
        ("客户（大）", "客户(大)"),
        ("ＳＷＯＴ　分析！", "swot分析"),
        ("先问、再答", "先问，再答"),
        ("\u00a0权衡\u200b", "权衡"),
    ],
)
def test_the_same_answer_typed_in_two_ways_is_one(one: str, other: str):
    assert normalise(one) == normalise(other)
    assert same(one, ["something else", other])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2.5", "25"),
        ("25", "25%"),
        ("-5", "5"),
        ("1/2", "12"),
        ("优势", "劣势"),
        ("一亿二千万", "一亿二千"),
    ],
)
def test_another_answer_stays_another(one: str, other: str):
    assert not same(one, [other])


@pytest.mark.parametrize("typed", ["价值", "價值", " 价 值 。", "Value", "the value", "ＶＡＬＵＥ"])
def test_each_variant_that_the_author_lists_is_right(typed: str):
    assert same(typed, ["价值", "value"])


def test_a_word_more_is_another_answer():
    assert not same("价值链", ["价值", "value"])
    assert not same("不是价值", ["价值", "value"])


def test_an_empty_answer_is_never_right():
    assert not same("", [""])
    assert not same("。。", ["！"])


@given(TYPED)
def test_normalising_twice_changes_nothing(text: str):
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(max_size=60))
def test_anything_can_be_normalised(text: str):
    normalise(text)
    number(text, ["%", "万元"])


@pytest.mark.parametrize(
    ("text", "units", "value"),
    [
        ("25%", ["%"], 25),
        ("百分之二十五", ["%"], 25),
        ("6000 万元", ["万元"], 6000),
        ("六千万", ["万元"], 6000),
        ("CNY 60 million", ["百万元", "CNY million"], 60),
        ("十二天", ["天", "days"], 12),
        ("12 days", ["天", "days"], 12),
        ("1,200.50", [], Decimal("1200.5")),
        ("−３", [], -3),
        ("+4", [], 4),
    ],
)
def test_a_number_is_read_with_its_unit_or_without(text: str, units: list[str], value: object):
    assert number(text, units) == value


@pytest.mark.parametrize("text", ["", "abc", "元", "nan", "1e9", "25%", "12 apples", "1-2"])
def test_what_is_no_number_is_none(text: str):
    assert number(text, ["万元"]) is None
