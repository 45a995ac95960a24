"""Everything a machine can say about the course's files: what keeps a file out, and every rule of writing."""

from pathlib import Path

from courseware.content import catalogue
from courseware.content.checks import CHECKS, View
from courseware.content.problems import Problem


def run(root: Path) -> list[Problem]:
    """Every problem of the course below `root`, sorted by file and line; errors fail the check, warnings do not."""
    loaded = catalogue.load(root)
    problems = {*loaded.problems, *loaded.load.findings}
    if loaded.draft is not None:
        view = View(loaded.draft, loaded.load, loaded.must_hold)
        for check in CHECKS:
            problems.update(check(view))
    return sorted(problems)
