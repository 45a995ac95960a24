"""Python-Markdown with our extensions: collects the fences it meets, each with its line."""

import re
import threading
from dataclasses import dataclass
from typing import Any

from markdown import Markdown

from courseware.kit.figures import DRAWN

FENCES = DRAWN | {"say", "callout", "trainer"}
#: A fence's place in the HTML; authors cannot type these characters, they are taken out before.
OPEN, CLOSE = "\ue000", "\ue001"
_FENCE_LINE = re.compile(r"^([ \t>]*)(`{3,}|~{3,})[ \t]*([a-z][a-z0-9-]*)(.*)$")


@dataclass(slots=True)
class Fence:
    kind: str
    options: dict[str, str]
    body: str
    line: int


def convert(source: str, first_line: int) -> tuple[list[Fence], str]:
    page = converter()
    page.reset()
    page.fences = []
    html = page.convert(_number_fences(source, first_line))
    return page.fences, html


class Converter(Markdown):
    """Python-Markdown with our extensions; collects the fences it meets."""

    fences: list[Fence]

    def __init__(self) -> None:
        fences = [
            {"name": name, "class": name, "format": _keep_fence, "validator": _keep_options}
            for name in sorted(FENCES)
        ]
        super().__init__(
            extensions=["tables", "attr_list", "sane_lists", "pymdownx.superfences"],
            extension_configs={
                "tables": {"use_align_attribute": True},
                "pymdownx.superfences": {
                    "custom_fences": fences,
                    "disable_indented_code_blocks": True,
                },
            },
        )
        self.fences = []


_local = threading.local()


def converter() -> Converter:
    """One converter a thread: making it costs more than a lesson does."""
    if not hasattr(_local, "page"):
        _local.page = Converter()
    page: Converter = _local.page
    return page


def _number_fences(source: str, first_line: int) -> str:
    """Gives each fence of ours its line as an option: superfences tells its makers no line."""
    lines = source.split("\n")
    closing = ""
    for index, line in enumerate(lines):
        match = _FENCE_LINE.match(line)
        if closing:
            bare = line.strip(" \t>")
            if set(bare) == {closing[0]} and len(bare) >= len(closing):
                closing = ""
        elif match:
            closing = match[2]
            if match[3] in FENCES:
                lines[index] = f'{line.rstrip()} fenceline="{index + first_line}"'
    return "\n".join(lines)


# superfences calls both with its own list of arguments: (language, inputs, options, attrs, md)
# and (source, language, class, options, md).
def _keep_options(*given: Any) -> bool:
    given[2].update(given[1])
    return True


def _keep_fence(*given: Any, **_rest: Any) -> str:
    source, language, _, options, md = given
    line = int(options.pop("fenceline", "0"))
    md.fences.append(Fence(language, options, source, line))
    return f"<p>{OPEN}{len(md.fences) - 1}{CLOSE}</p>"
