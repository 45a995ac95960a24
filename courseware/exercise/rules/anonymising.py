"""A copy of somebody's answers without what betrays them: names, addresses, numbers to call. Pure.

It finds what a list and a pattern can find; what only a person sees (a customer's name, a well-known deal) is left to
the trainer who checks the copy and to the author who agrees to it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition
from courseware.exercise.rules.answers import columns_of, is_empty
from courseware.exercise.types.examples import Known

PLACEHOLDERS = {
    "zh": {"name": "【姓名】", "company": "【公司】", "mail": "【邮箱】", "phone": "【电话】", "account": "【账号】"},
    "en": {"name": "[name]", "company": "[company]", "mail": "[e-mail]", "phone": "[phone]", "account": "[account]"},
}  # fmt: skip
#: nothing but these types holds words of the writer's own
WORDS = frozenset({"text", "long_text", "list", "table", "tree", "matrix", "graph", "person"})
DROPPED = frozenset({"file", "period"})

_MAIL = re.compile(r"[\w.+-]+[@＠][\w-]+(?:\.[\w-]+)+")
_ACCOUNT = re.compile(
    r"((?:微信|QQ|WeChat|WhatsApp)(?:号|\s*ID)?\s*[:：]?\s*)[A-Za-z0-9_-]{5,}", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<!\d)(?:(?:\+|00)\d{1,3}[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)"
    r"|(?<!\d)\(?0\d{2,3}\)?[ -]?\d{7,8}(?:[ -]\d{1,5})?(?!\d)"
    r"|(?<!\d)400[ -]?\d{3}[ -]?\d{4}(?!\d)"
    r"|\+\d{1,3}(?:[ -]?\(?\d{1,4}\)?){2,5}(?!\d)"
)
_TITLES = "总监|总经理|经理|主任|老师|工程师|总|工|姐|哥"


def anonymise(
    definition: ExerciseDefinition, answers: Mapping[str, Any], known: Known, lang: str
) -> dict[str, Any]:
    """The answers with placeholders; files and periods are left out, figures, dates and choices stay."""
    cleaner = _Cleaner(known, PLACEHOLDERS[lang])
    return {
        f.key: cleaner.value(f, answers.get(f.key))
        for f in definition.fields
        if f.type not in DROPPED and not is_empty(answers.get(f.key))
    }


def words_in(answers: Mapping[str, Any]) -> str:
    """All words of a form in one text, to look for names in."""
    return "\n".join(_strings(answers))


def left_over(answers: Mapping[str, Any], known: Known) -> list[str]:
    """What still betrays somebody, to be shown to the trainer before the author is asked."""
    text = words_in(answers)
    names = _names(known) + list(known.companies)
    found = [name for name in names if name and _pattern([name]).search(text)]
    found += [match[0] for pattern in (_MAIL, _PHONE) for match in pattern.finditer(text)]
    return list(dict.fromkeys(found))


class _Cleaner:
    def __init__(self, known: Known, marks: Mapping[str, str]) -> None:
        self._marks = marks
        self._names = _pattern(_names(known))
        self._companies = _pattern(known.companies)

    def value(self, field: FieldDefinition, value: Any) -> Any:
        if field.type not in WORDS or is_empty(value):
            return value
        if field.type == "person":
            return self._marks["name"]
        if field.type in ("table", "tree"):
            columns = {c.key: c for c in columns_of(field)}
            return [self._row(columns, row) for row in value]
        return self._inside(value)

    def _row(
        self, columns: Mapping[str, FieldDefinition], row: Mapping[str, Any]
    ) -> dict[str, Any]:
        found = {}
        for key, value in row.items():
            column = columns.get(key)
            if column is not None and column.type not in DROPPED:
                found[key] = self.value(column, value)
        return found

    def _inside(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return {key: self._inside(inner) for key, inner in value.items()}
        if isinstance(value, list | tuple):
            return [self._inside(inner) for inner in value]
        return self._text(value) if isinstance(value, str) else value

    def _text(self, text: str) -> str:
        marks = self._marks
        text = _MAIL.sub(marks["mail"], text)
        text = _ACCOUNT.sub(lambda m: m[1] + marks["account"], text)
        text = _PHONE.sub(marks["phone"], text)
        text = self._companies.sub(marks["company"], text)
        return self._names.sub(marks["name"], text)


def _names(known: Known) -> list[str]:
    """Names as people write them: whole, the author's also by given name and with a title; the longest first."""
    found = {name.strip() for name in (*known.people, known.author) if name.strip()}
    for name in list(found):
        found.update(part for part in name.split() if len(part) > 2 or _is_chinese(part))
    found.update(_short_forms(known.author))
    return sorted((n for n in found if len(n) > 1), key=len, reverse=True)


def _short_forms(name: str) -> list[str]:
    """What colleagues call somebody: 小明 for 王小明."""
    chinese = next((part for part in name.split() if _is_chinese(part)), "")
    return [chinese[-2:]] if len(chinese) in (3, 4) else []


def _is_chinese(text: str) -> bool:
    return len(text) > 1 and all("\u3400" <= sign <= "\u9fff" for sign in text)


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Any of the names: a Latin one as a whole word, a Chinese one wherever it stands, with the title after it."""
    choices = []
    for name in names:
        bare = re.escape(name.strip())
        if not bare:
            continue
        latin = name.strip()[0].isascii()
        choices.append(rf"(?<![A-Za-z]){bare}(?![A-Za-z])" if latin else rf"{bare}(?:{_TITLES})?")
    return re.compile("|".join(choices) or r"(?!)", re.IGNORECASE)


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value
