"""The sample course in a folder of the test's own, where one thing at a time is broken."""

import shutil
from functools import cache
from pathlib import Path

from courseware.content import check
from courseware.content.problems import Problem

COURSE = Path(__file__).parent.parent / "data" / "course"


class Sample:
    """A copy of the sample course. `change` edits one file; `problems` is what the check then says anew."""

    def __init__(self, root: Path) -> None:
        self.root = root
        shutil.copytree(COURSE, root, dirs_exist_ok=True)

    def path(self, file: str) -> Path:
        return self.root / file

    def change(self, file: str, old: str, new: str, count: int = -1) -> None:
        text = self.path(file).read_text("utf-8")
        assert old in text, f"{old!r} is not in {file}"
        self.path(file).write_text(text.replace(old, new, count), "utf-8")

    def write(self, file: str, text: str) -> None:
        self.path(file).parent.mkdir(parents=True, exist_ok=True)
        self.path(file).write_text(text, "utf-8")

    def problems(self) -> list[Problem]:
        return [p for p in check.run(self.root) if _fact(p) not in known()]

    def line_of(self, file: str, words: str) -> int:
        lines = self.path(file).read_text("utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if words in line)


@cache
def known() -> frozenset[tuple[str, str, str]]:
    """What the check says of the sample as it is: that its lessons are short."""
    return frozenset(_fact(problem) for problem in check.run(COURSE))


def _fact(problem: Problem) -> tuple[str, str, str]:
    """A problem without its line, which moves with every edit above it."""
    return problem.file, problem.field, problem.message
