"""Reading one file of the course: texts in both languages, resolved; every fault kept with its line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from courseware.content.definitions import Text
from courseware.content.problems import Problem, of_file
from courseware.content.references import Names, References
from courseware.content.typed_figures import TypedFigures
from courseware.kit.fields import Fields
from courseware.kit.yamltree import Fault, Map, read

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


@dataclass(slots=True)
class Load:
    """One load of the course: where it lies, what may be named, and what was found on the way."""

    root: Path
    names: Names = field(default_factory=Names)
    figures: TypedFigures = field(default_factory=lambda: TypedFigures({}))
    problems: list[Problem] = field(default_factory=list)  # a file with an error is left out
    findings: list[Problem] = field(default_factory=list)  # rules of writing, found while reading
    #: (kind, id, …) → (file, line), for the checks that come after.
    places: dict[tuple[str, ...], tuple[str, int]] = field(default_factory=dict)
    #: (slug or "case", language) → the rendered page with its lines (lessons.Page).
    pages: dict[tuple[str, str], Any] = field(default_factory=dict)
    question_ids: dict[str, str] = field(default_factory=dict)  # id → the file that has it

    def files(self, pattern: str) -> list[Path]:
        return sorted(self.root.glob(pattern))

    def problem(self, file: str, line: int, where: str, message: str) -> None:
        self.problems.append(Problem(file, line, where, message))


class Document:
    """One file being read."""

    def __init__(self, course: Load, path: Path, text: str | None = None) -> None:
        """`text` where the words come from elsewhere than the disk; `path` then only names them."""
        self.course = course
        self.path = path
        self.file = path.relative_to(course.root).as_posix()
        self.faults: list[Fault] = []
        self.references = References(course.names, course.figures, faults=self.faults)
        self.text = self._read() if text is None else text

    def yaml(self) -> "Entry":
        """The file's mapping; an unreadable file gives an empty one, so that only its real fault is told."""
        if self.faults:
            return Entry(Map(1), "", [], 1, document=self)
        tree, faults = read(self.text)
        self.faults += faults
        if not faults and not isinstance(tree, Map):
            self.faults.append(Fault(1, "", "must hold keys and values (`key: value`)"))
        usable = isinstance(tree, Map)
        return Entry(
            tree if usable else Map(1), "", self.faults if usable else [], 1, document=self
        )

    def close(self) -> bool:
        """Hands all faults to the course; whether the file may be used."""
        self.course.problems += of_file(self.file, self.faults)
        self.course.findings += of_file(self.file, self.references.findings)
        return not any(fault.level == "error" for fault in self.faults)

    def mark(self, line: int, *place: str) -> None:
        """Remembers where something was written, for checks that need the whole course."""
        self.course.places[place] = (self.file, line)

    def _read(self) -> str:
        try:
            return self.path.read_text("utf-8")
        except UnicodeDecodeError as error:
            self.faults.append(Fault(1, "", f"is not UTF-8 (byte {error.start}): save it as UTF-8"))
        except OSError as error:
            self.faults.append(Fault(1, "", f"cannot be read: {error.strerror}"))
        return ""


class Entry(Fields):
    """A mapping of a document; knows texts in two languages."""

    def __init__(
        self, value: Any, path: str, faults: list[Fault], line: int, *, document: Document
    ) -> None:
        super().__init__(value, path, faults, line)
        self.document = document

    def child(self, value: Any, path: str, line: int) -> Self:
        return type(self)(value, path, self.faults, line, document=self.document)

    def text(self, key: str) -> Text:
        """A required text in both languages."""
        value = self.needed(key, "write {zh: …, en: …}")
        return Text("", "") if value is None else self._text(key, value)

    def optional_text(self, key: str) -> Text | None:
        value = self.raw(key)
        return None if value is None else self._text(key, value)

    def own_text(self) -> Text:
        """This mapping itself, read as a text."""
        return self._both(self)

    def mark(self, *place: str) -> None:
        self.document.mark(self.line, *place)

    def _text(self, key: str, value: Any) -> Text:
        if not isinstance(value, Map):
            self.fault(key, "must be a text in both languages: {zh: …, en: …}")
            return Text("", "")
        return self._both(self.child(value, self.where(key), self.line_of(key)))

    def _both(self, holder: "Entry") -> Text:
        found = {}
        for lang in ("zh", "en"):
            raw = holder.needed(lang, "write the text in this language too")
            raw = None if raw is None else holder.as_string(lang, raw).strip()
            if raw == "":
                holder.fault(lang, "is empty: write the text in this language too")
            raw = raw or ""
            where = holder.where(lang)
            line = holder.line_of(lang)
            found[lang] = self.document.references.plain(raw, lang, line, where)
        if _HAN.search(found["en"]):
            holder.finding("en", "holds Chinese characters; write it in English", "warning")
        holder.done()
        return Text(**found)

    def finding(self, key: str, message: str, level: str = "error") -> None:
        """A rule of writing: told by the check, but the file is still served."""
        fault = Fault(self.line_of(key), self.where(key), message, level)
        self.document.references.findings.append(fault)

    def entries(
        self, key: str, fewest: int = 0, hint: str = "write a list of entries"
    ) -> Iterator[Self]:
        return self.maps(key, fewest, hint)

    def unique(self, seen: set[str], value: str, what: str) -> None:
        """An id may stand once in its list."""
        if value and value in seen:
            self.fault("id", f"the {what} {value!r} stands twice; ids are unique")
        seen.add(value)
