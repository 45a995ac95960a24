"""Markdown → cleaned HTML: the author's HTML is cleaned first, then our own pictures are put in."""

from courseware.kit.markdown.cleaning import words
from courseware.kit.markdown.converter import FENCES
from courseware.kit.markdown.inline import plain, render_inline
from courseware.kit.markdown.page import HeadingLine, Note, Rendered, render

__all__ = ["FENCES", "HeadingLine", "Note", "Rendered", "plain", "render", "render_inline", "words"]
