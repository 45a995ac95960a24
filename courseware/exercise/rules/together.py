"""Several authors of one form: what each changed since the version they saw, merged field by field. Pure."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from courseware.exercise.rules.answers import MOST_ROWS, is_empty
from courseware.exercise.types.together import Base, Content, Merge

MARK = "mark."


def joined(answers: Mapping[str, Any], marks: Mapping[str, Any]) -> dict[str, Any]:
    """Answers and own rubric marks as one: marks are merged like fields."""
    return {**answers, **{f"{MARK}{key}": mark for key, mark in marks.items()}}


def parted(content: Content) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answers and the marks in it again."""
    answers = {key: value for key, value in content.items() if not key.startswith(MARK)}
    marks = {k.removeprefix(MARK): v for k, v in content.items() if k.startswith(MARK)}
    return answers, marks


def open_keys(mend: Iterable[str], content: Content) -> frozenset[str]:
    """What may change in a form that was returned: the fields to mend, and the authors' own marks."""
    return frozenset(mend) | {key for key in content if key.startswith(MARK)}


def digests(content: Content) -> dict[str, Any]:
    """A digest of each field that is filled in, of rows one each: the page sends them back with what was typed."""
    found = {key: _digest(value) for key, value in content.items()}
    return {key: digest for key, digest in found.items() if digest}


def merge(
    newest: Content, sent: Content, base: Base, versions: Mapping[str, Any], *, only: Any = None
) -> Merge:
    """`sent` into `newest`: what the sender left alone is the newest, what nobody else touched is the sender's.

    Rows that both added at the end are all kept. `only` are the fields that may change at all.
    """
    content = dict(newest)
    changed, taken, conflicts = [], [], []
    for key, mine in sent.items():
        theirs = newest.get(key)
        if _same(mine, theirs):
            continue
        if not _changed_by_sender(key, mine, base) or not (only is None or key in only):
            taken.append(key)
        elif not _changed_by_others(key, theirs, base, versions):
            content[key] = mine
            changed.append(key)
        elif (rows := _rows_of_both(key, mine, theirs, base)) is not None:
            content[key] = rows
            changed.append(key)
            taken.append(key)
        else:
            conflicts.append(key)
    return Merge(content, changed, taken, conflicts)


def stamped(versions: Mapping[str, Any], keys: Any, counter: int, by_id: int) -> dict[str, Any]:
    """The versions after a save: counter and author of each field's last change."""
    return {**versions, **{key: [counter, by_id] for key in keys}}


def changed_since(versions: Mapping[str, Any], counter: int) -> dict[str, int]:
    """Fields changed after a version, with who changed them last."""
    return {key: by for key, (at, by) in versions.items() if at > counter}


def _changed_by_sender(key: str, mine: Any, base: Base) -> bool:
    return base.digests is None or _digest(mine) != (base.digests.get(key) or "")


def _changed_by_others(key: str, theirs: Any, base: Base, versions: Mapping[str, Any]) -> bool:
    if base.digests is not None:
        return bool(_digest(theirs) != (base.digests.get(key) or ""))
    return bool(versions.get(key, (0, 0))[0] > base.counter)


def _rows_of_both(key: str, mine: Any, theirs: Any, base: Base) -> list[Any] | None:
    """Both begin with the rows of the base and only added: theirs, then mine that are not there yet."""
    if base.digests is None or not isinstance(mine, list) or not isinstance(theirs, list):
        return None
    before = base.digests.get(key) or []
    if not isinstance(before, list):
        return None
    kept = len(before)
    if _rows(mine)[:kept] != before or _rows(theirs)[:kept] != before:
        return None
    added = [row for row in mine[kept:] if row not in theirs[kept:]]
    rows = [*theirs, *added]
    return rows if len(rows) <= MOST_ROWS else None


def _same(one: Any, other: Any) -> bool:
    return one == other or (is_empty(one) and is_empty(other))


def _digest(value: Any) -> Any:
    if is_empty(value):
        return ""
    return _rows(value) if isinstance(value, list) else _short(value)


def _rows(value: list[Any]) -> list[str]:
    return [_short(row) for row in value]


def _short(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
