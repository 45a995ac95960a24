"""Advice on goals that quotes the words: no measure, no date, a vague verb. It never blocks."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.exercise.rules.answers import NUMBERS, is_empty
from courseware.exercise.types import Answers, Hint

VAGUE = re.compile(
    r"尽量|尽快|争取|努力|加强|提高|提升|改善|优化|推进|推动|做好|做大|加大|深化|完善|重视"
    r"|\b(?:improve|enhance|strengthen|boost|try to|aim to|focus on|work on|optimi[sz]e|do better|grow|more)\b",
    re.IGNORECASE,
)
MEASURE = re.compile(r"[0-9０-９]|[一二三四五六七八九十百千两]+(?:家|个|次|份|单|万|%|倍|成)")
WHEN = re.compile(
    r"\d{4}-\d{2}|\d{1,2}\s*[月日号]|Q[1-4]|季度末|年底|月底|上半年|下半年|[一二三四]季度|第\d周"
    r"|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\b|\bby the end of\b",
    re.IGNORECASE,
)
WORDS = frozenset({"text", "long_text"})
DATES = frozenset({"date", "period"})


def hints(definition: ExerciseDefinition, answers: Answers) -> list[Hint]:
    """Advice on the goals of a form that is drawn as goals; other forms get none."""
    if definition.layout != "goals":
        return []
    found: list[Hint] = []
    for table in (f for f in definition.fields if _holds_goals(f)):
        for place, row in enumerate(answers.get(table.key) or ()):
            found.extend(_row_hints(table, row, f"{table.key}-{place}"))
    return found


def _holds_goals(field: FieldDefinition) -> bool:
    kinds = {c.type for c in field.columns}
    return field.type == "table" and bool(kinds & WORDS) and bool(kinds & (NUMBERS | DATES))


def _row_hints(table: FieldDefinition, row: Mapping[str, Any], place: str) -> Iterator[Hint]:
    words = [c for c in table.columns if c.type in WORDS]
    goal = str(row.get(words[0].key) or "").strip()
    if not goal:
        return
    quoted = goal if len(goal) <= 40 else goal[:39] + "…"
    where = f"{place}-{words[0].key}"
    told = " ".join(str(row.get(c.key) or "") for c in words)
    has_number = bool(MEASURE.search(goal)) or _filled(table, row, NUMBERS)
    if not has_number:
        yield Hint(
            where,
            "“{words}”: no measure found. How many, how much, or how often?",
            {"words": quoted},
        )
    if not WHEN.search(told) and not _filled(table, row, DATES):
        yield Hint(where, "“{words}”: no date found. By when?", {"words": quoted})
    vague = VAGUE.search(goal)
    if vague and not MEASURE.search(goal[vague.start() : vague.end() + 30]):
        yield Hint(
            where, "“{words}” is vague. What will a colleague see you do?", {"words": vague[0]}
        )


def _filled(table: FieldDefinition, row: Mapping[str, Any], kinds: frozenset[str]) -> bool:
    return any(c.type in kinds and not is_empty(row.get(c.key)) for c in table.columns)
