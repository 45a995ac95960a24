"""The state of a cell, and which rows of the matrix somebody sees in which order. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from courseware.reports.rules.needs import SMALLEST, fence_of
from courseware.reports.types import Column, Need
from courseware.reports.types.matrix import (
    LETTERS,
    Matrix,
    MatrixRow,
    ModuleStatistics,
    Standing,
    Wish,
)

ORDERS = ("name", "progress", "state", "flags")
FLAGS = ("help", "overdue")
#: in this order rows stand that are sorted by the state of a module: what needs a hand comes first
BY_STATE = "wgnpx"


def one_sign(state: str, *, is_late: bool) -> str:
    """The one sign of a cell on paper, where no flag stands beside it: a passed module is not late."""
    return "late" if is_late and state not in ("passed", "earlier", "preparation") else state


def letters_of(columns: Sequence[Column], standing: Standing) -> str:
    """One letter a column: the furthest that somebody has come there. Written for fifty thousand cells."""
    passed, waiting, begun = standing.passed, standing.waiting, standing.begun
    return "".join(
        [
            "x"
            if not column.is_ready
            else "p"
            if column.slug in passed
            else "w"
            if column.slug in waiting
            else "g"
            if column.slug in begun
            else "n"
            for column in columns
        ]
    )


def arranged(matrix: Matrix, wish: Wish) -> list[MatrixRow]:
    """The rows somebody wants; the rows of the matrix stand in the order of their names."""
    slugs = [column.slug for column in matrix.columns]
    place = slugs.index(wish.module) if wish.module in slugs else None
    found = [row for row in matrix.rows if _is_wanted(row, wish, place)]
    if wish.order == "progress":
        return sorted(found, key=lambda row: -row.passed)
    if wish.order == "flags":
        return sorted(found, key=lambda row: (-len(row.needs), -row.late))
    if wish.order == "state" and place is not None:
        return sorted(found, key=lambda row: _urgency(row, place))
    return found


def statistics_of(matrix: Matrix, place: int) -> ModuleStatistics:
    """How everybody stands in the module of a column."""
    by_letter: dict[str, list[MatrixRow]] = {letter: [] for letter in LETTERS.values()}
    for row in matrix.rows:
        by_letter[row.states[place]].append(row)
    people = {state: tuple(by_letter[letter]) for state, letter in LETTERS.items()}
    late = sum(place in row.late_in for row in matrix.rows)
    return ModuleStatistics(matrix.columns[place], people, late)


def with_far_below(rows: Sequence[MatrixRow]) -> list[MatrixRow]:
    """The rows of a class without a schedule: who has passed far fewer modules than the others needs help."""
    if len(rows) < SMALLEST:
        return list(rows)
    fence = fence_of([row.passed for row in rows])
    return [
        replace(row, needs=(Need("below", "", row.passed), *row.needs))
        if row.passed < fence
        else row
        for row in rows
    ]


def _is_wanted(row: MatrixRow, wish: Wish, place: int | None) -> bool:
    if wish.group and wish.group not in row.groups:
        return False
    if wish.flag == "help" and not row.needs:
        return False
    if wish.flag == "overdue" and not (row.late if place is None else place in row.late_in):
        return False
    letter = LETTERS.get(wish.state, "")
    if letter and letter not in (row.states if place is None else row.states[place]):
        return False
    return all(_holds(row, word) for word in wish.words.lower().split())


def _holds(row: MatrixRow, word: str) -> bool:
    texts: Iterable[str] = (row.name, row.number, row.place, row.spelling.letters)
    return any(word in text.lower() for text in texts) or row.spelling.initials.startswith(word)


def _urgency(row: MatrixRow, place: int) -> tuple[int, bool]:
    return BY_STATE.index(row.states[place]), place not in row.late_in
