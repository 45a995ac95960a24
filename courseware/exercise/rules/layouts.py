"""How a layout places the fields of a form: the four cells of a SWOT, planned beside actual, a cascade."""

from collections.abc import Sequence
from dataclasses import dataclass

from courseware.exercise.types import CellView, FieldView, SectionView, Sheet
from courseware.kit.charts import text_width

QUADRANTS = (
    ("strength", ("strengths", "strength", "s")),
    ("weakness", ("weaknesses", "weakness", "w")),
    ("opportunity", ("opportunities", "opportunity", "o")),
    ("threat", ("threats", "threat", "t")),
)
PLANNED = ("planned", "plan", "target", "goal", "budget", "planned_value")
ACTUAL = ("actual", "result", "achieved", "actual_value", "done")
TONES = {"met": "good", "near": "warn", "missed": "bad"}
GAP = ("gap", "difference", "deviation")
ABOVE = ("parent", "above", "aim", "purpose", "vision")
WORDS = ("text", "long_text")
GLANCE = (
    "date",
    "person",
    "percent",
    "choice",
)  # what a card says beside its figure, in this order
SHORT = frozenset({*GLANCE, "period", "number", "money", "rating", "computed"})
BRIEF = 26  # halves of a Chinese character
CARDS_A_ROW = 4
NARROW = {"number": 10, "money": 12, "percent": 8, "computed": 10, "date": 13, "rating": 8}
MOST_CARDS = 12  # the rest stands in the table below
FIGURES = frozenset({"number", "money", "percent", "computed"})


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a review: what was planned, what came, and how much of it, in per cent."""

    label: str
    planned: str
    actual: str
    gap: str
    share: int | None
    #: lengths of the two bars, per cent of the longest
    planned_length: float
    actual_length: float

    #: the owner's own judgement: only they know whether more is better
    verdict: str
    tone: str  # good, warn, bad; none without a judgement


def quadrants(sheet: Sheet) -> list[tuple[str, FieldView]]:
    """The four lists of a SWOT by key, else the first four lists of the form; empty when there are fewer."""
    by_key = {f.key: f for f in sheet.fields}
    named = [
        (name, next((by_key[k] for k in keys if k in by_key), None)) for name, keys in QUADRANTS
    ]
    found = [(name, field) for name, field in named if field is not None]
    if len(found) == len(QUADRANTS):
        return found
    lists = [f for f in sheet.fields if f.type in ("list", "table", "long_text")]
    if len(lists) < len(QUADRANTS):
        return []
    return [(name, field) for (name, _), field in zip(QUADRANTS, lists, strict=False)]


def without(sheet: Sheet, keys: Sequence[str]) -> list[SectionView]:
    """The sections without some fields, and without sections that are empty then."""
    left = [
        SectionView(s.id, s.title, s.guidance, tuple(f for f in s.fields if f.key not in keys))
        for s in sheet.sections
    ]
    return [s for s in left if s.fields]


def compared(field: FieldView) -> list[Compared]:
    """The rows of a table that has planned and actual figures; empty for any other."""
    planned, actual = _pair(field.columns)
    if planned is None or actual is None:
        return []
    places = [c.key for c in field.columns]
    gap = next((c.key for c in field.columns if c.key.endswith(GAP)), None)
    found = []
    for row in field.rows:
        cells = dict(zip(places, row, strict=True))
        found.append(_compare(row, cells[planned], cells[actual], cells[gap] if gap else None))
    return found


def _pair(columns: Sequence[CellView]) -> tuple[str | None, str | None]:
    figures = [c.key for c in columns if c.type in FIGURES]
    planned = next((k for k in figures if k in PLANNED or k.startswith(("plan", "target"))), None)
    actual = next((k for k in figures if k in ACTUAL or k.startswith(("actual", "result"))), None)
    return planned, actual


def _compare(
    row: Sequence[CellView], planned: CellView, actual: CellView, gap: CellView | None
) -> Compared:
    label = next((c.text for c in row if c.type not in FIGURES and c.text), "")
    judged = next((c for c in row if c.type == "choice" and c.raw in TONES), None)
    plan, got = planned.number, actual.number
    longest = max(abs(plan or 0), abs(got or 0)) or 1
    return Compared(
        label=label, planned=planned.text, actual=actual.text, gap=gap.text if gap else "",
        share=round(got / plan * 100) if plan and got is not None else None,
        planned_length=round(max(plan or 0, 0) / longest * 100, 1),
        actual_length=round(max(got or 0, 0) / longest * 100, 1),
        verdict=judged.text if judged else "", tone=TONES[judged.raw] if judged else "none",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """One goal at a glance."""

    title: str
    figure: str
    facts: Sequence[tuple[str, str]]


def cards(field: FieldView) -> list[list[Card]]:
    """The rows of a table as cards, in rows of even length: first words, first figure, short facts."""
    found = [_card(row) for row in field.rows[:MOST_CARDS]]
    rows = -(-len(found) // CARDS_A_ROW)
    width = -(-len(found) // rows) if rows else 1
    return [found[i : i + width] for i in range(0, len(found), width)]


def root(sheet: Sheet) -> str:
    """What the goals serve: the goal above them, else the first words of the form outside its tables."""
    texts = [(f.key, f.cell.text) for f in sheet.fields if f.cell and f.type in WORDS]
    above = [text for key, text in texts if key.startswith(ABOVE) and text]
    first = next((text for text in above or [t for _, t in texts] if text), "")
    return shortened(first, 200)


def _card(row: Sequence[CellView]) -> Card:
    title = next((c for c in row if c.type in WORDS and c.text), None)
    figures = [c for c in row if c.type in FIGURES and c.type != "computed" and c.text]
    target = next((c for c in figures if c.key in PLANNED), figures[0] if figures else None)
    unit = next((c for c in row if c.key.startswith("unit") and c.text), None)
    rest = sorted(
        (c for c in row if c.type in GLANCE and c.text), key=lambda c: GLANCE.index(c.type)
    )
    said = [(c.label, c.text) for c in rest if c is not target and len(c.text) <= 40]
    parts = [target.text, unit.text if unit else target.unit.strip("%")] if target else []
    return Card(
        shortened(title.text, 100) if title else "", " ".join(p for p in parts if p), said[:4]
    )


def runs(fields: Sequence[FieldView]) -> list[tuple[bool, list[FieldView]]]:
    """The fields in their order: neighbours with short answers together, to stand side by side."""
    found: list[tuple[bool, list[FieldView]]] = []
    for field in fields:
        short = field.type in SHORT
        if found and short and found[-1][0]:
            found[-1][1].append(field)
        else:
            found.append((short, [field]))
    return found


def goal_table(sheet: Sheet) -> FieldView | None:
    """The table whose rows are goals: the first with a planned figure, else the first with any row."""
    tables = [f for f in sheet.fields if f.type == "table" and f.rows]
    planned = (f for f in tables if any(c.key in PLANNED for c in f.columns))
    return next(planned, tables[0] if tables else None)


def brief(row: Sequence[CellView]) -> list[CellView]:
    """The cells of a wide row that fit side by side."""
    return [c for c in row[1:] if c.text and text_width(c.text) <= BRIEF]


def wordy(row: Sequence[CellView]) -> list[CellView]:
    """The cells of a wide row that need a line of their own."""
    return [c for c in row[1:] if text_width(c.text) > BRIEF]


def shortened(text: str, most: int) -> str:
    """At most so wide, in halves of a Chinese character; what is cut ends in an ellipsis."""
    if text_width(text) <= most:
        return text
    kept = ""
    for sign in text:
        if text_width(kept + sign) > most - 2:
            break
        kept += sign
    return kept + "…"


def widths(field: FieldView) -> list[int]:
    """Per cent of the table's width by column: figures narrow, words by what they hold.

    The printer is not left to find them out: for long words that takes it minutes.
    """
    wanted = []
    for place, column in enumerate(field.columns):
        least = NARROW.get(column.type, 16)
        longest = max((text_width(row[place].text) for row in field.rows), default=0)
        wanted.append(max(least, min(longest, 42), min(text_width(column.label), 24)))
    wanted = [20, *wanted] if field.row_labels else wanted
    return [round(w / sum(wanted) * 100) for w in wanted]
