"""Traditional characters are the ones that people write, also where a sign stands for two."""

import pytest

from courseware.kit import chinese


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("市场营销", "市場行銷"),
        ("经营销售公司", "經營銷售公司"),
        ("平台与台风", "平台與颱風"),
        ("大家的士气", "大家的士氣"),
        ("三项目标", "三項目標"),
        ("新签的客户，抽签决定", "新簽的客戶，抽籤決定"),
        ("不是只有一只手", "不是只有一隻手"),
        ("打了对折", "打了對折"),
        ("三天后，皇后", "三天後，皇后"),
        ("回头发您，剪头发", "回頭發您，剪頭髮"),
        ("表格里，五公里，里程碑", "表格裡，五公里，里程碑"),
        ("合作伙伴白干了", "合作夥伴白幹了"),
        ("领导出面导出数据", "領導出面匯出數據"),
        ("渠道冲突", "渠道衝突"),
        ("账号", "帳號"),
        ("No Chinese at all", "No Chinese at all"),
    ],
)
def test_a_sentence_is_turned_as_it_is_written_where_it_is_read(written: str, read: str):
    assert chinese.traditional(written) == read


def test_each_exception_is_what_comes_out():
    wrong = {
        word: form
        for word, form in chinese.exceptions().items()
        if chinese.traditional(word) != form
    }
    assert wrong == {}


def test_addresses_and_names_of_parts_stay_as_they_are():
    html = '<p id="客户"><a href="/q?词=网络" title="网络 > 信息" data-key="网络">网络</a><img alt="图表"></p><!-- 网络 -->'
    assert chinese.traditional_html(html) == (
        '<p id="客户"><a href="/q?词=网络" title="網路 > 資訊" data-key="网络">網路</a><img alt="圖表"></p><!-- 网络 -->'
    )


def test_what_is_stored_is_as_it_was_written_while_somebody_reads():
    with chinese.showing(is_traditional=True):
        assert chinese.as_read("客户") == "客戶"
        with chinese.showing(is_traditional=False):
            assert chinese.as_read("客户") == "客户"
        assert chinese.is_shown()
    assert chinese.as_read("客户") == "客户"


def test_words_of_a_structure_are_turned_and_its_keys_are_not():
    found = {"客户": ["网络", ("信息", 3)], "n": None}
    assert chinese.traditional_in(found) == {"客户": ["網路", ("資訊", 3)], "n": None}


@pytest.mark.parametrize(
    "written", ["销售战略管理", "营销", "软件里的三项目标", "签约", "Only words"]
)
def test_what_is_read_leads_back_to_what_is_written(written: str):
    assert chinese.as_written(chinese.traditional(written)) == written
