"""What is kept about a person: a room says it table by table, and the copy and the forgetting follow from that."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, delete, inspect, select
from sqlalchemy.orm import InstrumentedAttribute

from courseware import db

#: numbers, dates, times and signs: figures that stay under a number
FIGURE = re.compile(r"[-+0-9.,:/% TZQ]{0,40}")
#: what a program chose: ids of options, keys
IDENTIFIER = re.compile(r"[a-z0-9._-]{0,100}")

Blank = Callable[[Any], Any]
Keys = Callable[[Any], Iterable[str]]


def no_words(value: Any) -> Any:
    """A value with every text in it emptied that is not a figure."""
    return _each_text(value, lambda text: text if FIGURE.fullmatch(text) else "")


def no_free_words(value: Any) -> Any:
    """A value with every text in it emptied that is neither a figure nor the id of something."""
    stays = (FIGURE, IDENTIFIER)
    return _each_text(value, lambda text: text if any(s.fullmatch(text) for s in stays) else "")


def nothing(value: Any) -> None:
    """Nothing at all."""


def itself(value: Any) -> Iterable[str]:
    """The value as the one key of the storage that it is."""
    return [value] if value else []


@dataclass(frozen=True)
class Held:
    """The rows of one table that are about a person, or that the person made."""

    model: type[db.Base]
    #: holds the person's number; or, with `within`, the key of a row of that table
    column: InstrumentedAttribute[Any]
    within: "Held | None" = None
    #: the column of `within` that `column` repeats; its primary key when left out
    key: InstrumentedAttribute[Any] | None = None
    #: only the rows for which this holds
    only: ColumnElement[bool] | None = None
    #: column → what becomes of its value when the person is forgotten; the others stay as they are
    words: Mapping[str, Blank] = field(default_factory=dict)
    #: the whole row goes when the person is forgotten
    goes: bool = False
    #: column → how the keys of stored files are read from its value
    files: Mapping[str, Keys] = field(default_factory=dict)
    #: columns that a copy leaves out: secrets
    hidden: tuple[str, ...] = ()
    #: the person gets it in their copy; False where it would betray others
    copied: bool = True

    def rows_of(self, person_id: int) -> ColumnElement[bool]:
        """The condition on this table's rows."""
        if self.within is None:
            found = self.column == person_id
        else:
            key = self.key if self.key is not None else _primary_key(self.within.model)
            found = self.column.in_(select(key).where(self.within.rows_of(person_id)))
        return found if self.only is None else found & self.only


def copy(held: Iterable[Held], person_id: int) -> Iterator[dict[str, Any]]:
    """Every table with rows of this person: its name, why they are theirs, and the rows."""
    for each in held:
        if not each.copied:
            continue
        names = [
            column.key for column in inspect(each.model).columns if column.key not in each.hidden
        ]
        wanted = [getattr(each.model, name) for name in names]
        query = select(*wanted).where(each.rows_of(person_id)).order_by(_primary_key(each.model))
        rows = [dict(zip(names, row, strict=True)) for row in db.read().execute(query)]
        if rows:
            yield {"table": each.model.__tablename__, "by": each.column.key, "rows": rows}


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a document, its keys left out."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)


def files_of(held: Iterable[Held], person_id: int) -> list[str]:
    """Keys of the stored files in the rows of this person, each once."""
    keys: dict[str, None] = {}
    for each in held:
        for name, read in each.files.items():
            query = select(getattr(each.model, name)).where(each.rows_of(person_id))
            for value in db.read().scalars(query):
                keys |= dict.fromkeys(read(value))
    return list(keys)


def forget(held: Iterable[Held], person_id: int) -> None:
    """Empty the words, delete the rows that go. The files are the caller's: they go after the commit."""
    for each in held:
        condition = each.rows_of(person_id)
        if each.goes:
            db.write().execute(delete(each.model).where(condition))
            continue
        if not each.words:
            continue
        for row in db.write().scalars(select(each.model).where(condition)):
            for name, blank in each.words.items():
                setattr(row, name, blank(getattr(row, name)))
    db.write().flush()


def _primary_key(model: type[db.Base]) -> InstrumentedAttribute[Any]:
    key: InstrumentedAttribute[Any] = getattr(model, inspect(model).primary_key[0].key or "")
    return key


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _each_text(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_each_text(inner, change) for inner in value]
    return value
