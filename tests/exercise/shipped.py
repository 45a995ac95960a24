"""The forms as they are shipped, and their answers as a browser sends them."""

import subprocess
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from PIL import Image

from courseware import config
from courseware.content.definitions import Course, ExerciseDefinition
from courseware.content.library import Library


@cache
def shipped() -> Course:
    return Library(config.ROOT).course


def forms() -> list[ExerciseDefinition]:
    return list(shipped().exercises.values())


def ids() -> list[str]:
    return [form.id for form in forms()]


def as_sent(form: ExerciseDefinition, lang: str) -> dict[str, Any]:
    """The form's own example under the names of a plain form, with the learner's own marks."""
    example: Mapping[str, Any] = form.example[lang]
    sent: dict[str, Any] = {}
    for key, value in example.items():
        sent.update(_flat(key, value))
    rubric = shipped().rubrics.get(form.rubric)
    sent |= {f"mark.{criterion.id}": "3" for criterion in (rubric.criteria if rubric else ())}
    return sent


def words_of(form: ExerciseDefinition, lang: str) -> list[str]:
    """What a person typed into the example: the words that a print must show."""
    typed = {"text", "long_text", "list", "person"}
    found: list[str] = []
    for field in form.fields:
        value = form.example[lang].get(field.key)
        if field.type in typed:
            found += _strings(value)
        elif field.type == "table":
            columns = [c.key for c in field.columns if c.type in typed]
            found += [s for row in value or () for c in columns for s in _strings(row.get(c))]
        elif field.type == "graph":
            parts = (("nodes", "name"), ("links", "label"))
            found += [s for p, key in parts for row in value[p] for s in _strings(row.get(key))]
        elif field.type in ("tree", "matrix"):
            found += _strings(value)
    return [text for text in found if text]


def text_of(pdf: bytes) -> str:
    """The words of a PDF without any blanks: lines are broken where the paper ends."""
    run = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return squeezed(run.stdout.decode())


def squeezed(text: str) -> str:
    return "".join(text.replace("\u00ad", "").split())


def pages_of(pdf: bytes) -> list[Image.Image]:
    """The pages as small pictures: PPM after PPM, each a head of three lines and its dots."""
    run = subprocess.run(["pdftoppm", "-r", "36", "-"], input=pdf, capture_output=True, check=True)
    found, rest = [], run.stdout
    while rest:
        _kind, size, _depth, dots = rest.split(b"\n", 3)
        width, height = (int(n) for n in size.split())
        found.append(Image.frombytes("RGB", (width, height), dots[: width * height * 3]))
        rest = dots[width * height * 3 :]
    return found


def darkest(page: Image.Image) -> int:
    """0 is black, 255 is white."""
    extremes: tuple[int, int] = page.convert("L").getextrema()
    return extremes[0]


def coloured(page: Image.Image) -> int:
    """How many dots are neither white, grey nor black."""
    counts = page.getcolors(1 << 24) or []
    return sum(n for n, rgb in counts if isinstance(rgb, tuple) and max(rgb) - min(rgb) > 40)


def runs_off(page: Image.Image) -> bool:
    """Whether there is ink at the very edge of the paper."""
    width, height = page.size
    edges = ((0, 0, 2, height), (width - 2, 0, width, height), (0, height - 2, width, height))
    return any(darkest(page.crop(edge)) < 200 for edge in edges)


def _flat(key: str, value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for part, inner in value.items():
            if isinstance(inner, list | tuple):
                yield from _rows(f"{key}.{part}", inner)
            else:
                yield from ((f"{key}.{part}.{cell}", text) for cell, text in inner.items())
    elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
        yield from _rows(key, value)
    elif isinstance(value, list | tuple):
        yield key, list(value)  # several choices
        yield from ((f"{key}-{n}-text", text) for n, text in enumerate(value))  # or a list
    else:
        yield key, str(value)


def _rows(key: str, rows: Any) -> Iterator[tuple[str, Any]]:
    for n, row in enumerate(rows):
        yield from ((f"{key}-{n}-{cell}", str(value)) for cell, value in row.items())


def _strings(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return [text for inner in value.values() for text in _strings(inner)]
    if isinstance(value, list | tuple):
        return [text for inner in value for text in _strings(inner)]
    return [value] if isinstance(value, str) else []
