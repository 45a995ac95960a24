"""What HTML an author may write, and the words of cleaned HTML."""

import re
from html import unescape

import nh3

_TAGS = {
    *(
        "p",
        "br",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "code",
        "pre",
    ),
    *("blockquote", "table", "thead", "tbody", "tr", "th", "td", "a", "hr", "del", "sup", "sub"),
}
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "th": {"align"},
    "td": {"align"},
    **{f"h{level}": {"id"} for level in range(1, 7)},
}
_INLINE_TAGS = {"strong", "em", "code", "a", "del", "sup", "sub", "br"}


def clean(html: str) -> str:
    return nh3.clean(
        html, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"}
    )


def clean_inline(html: str) -> str:
    return nh3.clean(html, tags=_INLINE_TAGS, attributes=_ATTRIBUTES)


def words(html: str) -> str:
    """The text of cleaned HTML; the end of a block parts words, the end of an inline tag does not."""
    spaced = re.sub(r"</(?:p|li|td|th|tr|h\d)>|<br[^>]*>", " ", html)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", spaced)).split())
