"""`make bench`: every figure from one run, printed and kept in benchmarks/results.json."""

import json
import sys
from pathlib import Path
from typing import Any

from benchmarks import (
    answer_saves,
    certificates,
    first_paint,
    lesson_page,
    matrix,
    reports,
    search,
    signing,
)

RESULTS = Path(__file__).parent / "results.json"


def main() -> int:
    results: list[dict[str, Any]] = [
        *lesson_page.measure(),
        *answer_saves.measure(),
        *certificates.measure(),
        *signing.measure(),
        *reports.measure(),
        *matrix.measure(),
        *first_paint.measure(),
        *search.measure(),
    ]
    RESULTS.write_text(json.dumps(results, ensure_ascii=False, indent=2) + "\n")
    for result in results:
        verdict = "ok" if result["ratio"] >= result["goal"] else "MISSED"
        line = "{name}: {value} {unit} (against {against}), ratio {ratio}, goal {goal}"
        print(line.format(**result), verdict)
    return 0 if all(result["ratio"] >= result["goal"] for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
