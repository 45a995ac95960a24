"""Addresses in what people write can be pressed, and nothing they write becomes markup."""

import pytest

from courseware.kit.links import linked


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("资料：https://example.com/plan。请看", "https://example.com/plan"),
        ("see http://a.example/x?y=1&z=2, then", "http://a.example/x?y=1&z=2"),
        ("(https://a.example/b)", "https://a.example/b"),
    ],
)
def test_an_address_becomes_a_link(text: str, address: str):
    shown = address.replace("&", "&amp;")
    assert f'<a href="{shown}" rel="nofollow noopener">{shown}</a>' in linked(text)
    assert linked(text).striptags() == text


@pytest.mark.parametrize(
    "text",
    ["<script>x</script>", 'https://a.example/"onclick="x', "javascript:alert(1)", "<a href=x>"],
)
def test_nothing_else_becomes_markup(text: str):
    shown = linked(text)
    assert "<script" not in shown
    assert "javascript" not in shown or "href" not in shown
    assert 'onclick="' not in shown
    assert shown.count("<") in (0, 2)
