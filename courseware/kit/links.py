"""Addresses in plain text become links, also where Chinese leaves no space before or after them."""

import re

from markupsafe import Markup, escape

#: up to a space, a quote, or a mark that ends a sentence
ADDRESS = re.compile(r"https?://[^\s<>\"'“”‘’，。；：、！？（）【】《》]+")
CLOSING = ".,;:!?)"


def linked(text: str) -> Markup:
    """The text, harmless, with its addresses as links."""
    found, at = Markup(), 0
    for match in ADDRESS.finditer(text):
        address = match[0].rstrip(CLOSING)
        found += escape(text[at : match.start()])
        found += Markup('<a href="{0}" rel="nofollow noopener">{0}</a>').format(address)
        at = match.start() + len(address)
    return found + escape(text[at:])
