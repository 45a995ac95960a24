"""A question of the course as neutral values: in one language, or in both by multilang spans."""

import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain, groupby
from typing import Any

from courseware.content.definitions import QuestionDefinition, Text, WrongAnswer
from courseware.quiz.exchange import languages
from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.values import (
    FULL,
    ExchangeQuestion,
    Note,
    Option,
    Pair,
    Range,
    Words,
)

BOTH = ("zh", "en")
NOTHING = Decimal(0)
DEFAULT_IDS = tuple(string.ascii_lowercase)
_FIVE_PLACES = Decimal("0.00001")


def exported(
    questions: Iterable[QuestionDefinition], lang: str, category: str
) -> tuple[tuple[ExchangeQuestion, ...], tuple[Finding, ...]]:
    """The questions under a category, and what no format would hold of them."""
    made = [from_definition(question, lang) for question in questions]
    findings = [Finding(category, "figures")]
    if lang != "both":
        findings.append(Finding(category, "one-language", values={"lang": lang}))
    findings += [
        Finding(question.id, "wrong-notes")
        for question in made
        if any(note.name.startswith("wrong ") for note in question.notes)
    ]
    place = f"$course$/top/{category}"
    head = ExchangeQuestion("category", place, Words(""), category=place)
    return (head, *made), tuple(findings)


def from_definition(question: QuestionDefinition, lang: str) -> ExchangeQuestion:
    """`lang` is zh, en or both."""
    parts = MAKERS[question.type](question, lang)
    tags = (*_tags(question), *parts.pop("tags", ()))
    return ExchangeQuestion(
        title=question.id,
        id=question.id,
        text=_words(question.text, lang),
        general=_words(question.explanation, lang),
        tags=tags,
        lang=lang,
        **parts,
    )


def _tags(question: QuestionDefinition) -> Iterator[str]:
    slug, _, anchor = question.link.partition("#")
    yield f"objective:{question.objective}"
    yield f"difficulty:{question.difficulty}"
    yield f"link:{slug.partition('-')[0]}#{anchor}"
    if question.use != "quiz":
        yield f"use:{question.use}"
    if question.situation:
        yield "situation"


def _choice(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    rights = sum(option.correct for option in question.options)
    share = (FULL / rights).quantize(_FIVE_PLACES).normalize() if rights else FULL
    wrong = NOTHING if question.type == "single" else -share
    options = tuple(
        Option(_words(o.text, lang), share if o.correct else wrong, _words(o.feedback, lang))
        for o in question.options
    )
    return {
        "kind": question.type,
        "options": options,
        "tags": _ids(o.id for o in question.options),
    }


def _truth(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    body, holds = question.body, bool(question.body["answer"])
    options = (
        Option(Words("true"), FULL if holds else NOTHING, _words(body["if_true"], lang)),
        Option(Words("false"), NOTHING if holds else FULL, _words(body["if_false"], lang)),
    )
    return {"kind": "true_false", "options": options}


def _fill_in(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    langs = BOTH if lang == "both" else (lang,)
    right = [answer for one in langs for answer in question.body["answers"][one]]
    options = [Option(_answer(answer), FULL) for answer in right]
    feedback = [_words(wrong.feedback, lang) for wrong in question.wrong]
    for wrong, said in zip(question.wrong, feedback, strict=True):
        options += [Option(_answer(g), NOTHING, said) for one in langs for g in wrong.given[one]]
    tags = []
    counts = ";".join(_counts(wrong.given, langs) for wrong in question.wrong)
    if lang == "both":
        tags = [f"answers:{_counts(question.body['answers'], langs)}"]
    if lang == "both" or len(list(groupby(feedback))) < len(feedback):
        tags.append(f"wrong:{counts}")
    return {"kind": "short_answer", "options": tuple(options), "tags": tags}


def _numeric(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    body, unit = question.body, question.body["unit"]
    key = Range(_number(body["answer"]), _number(body["tolerance"]))
    wrong = [
        Range(_number(one.given), NOTHING, NOTHING, _words(one.feedback, lang))
        for one in question.wrong
    ]
    units: tuple[str, ...] = ()
    if unit is not None:
        units = tuple(dict.fromkeys((unit.zh, unit.en))) if lang == "both" else (unit[lang],)
    return {"kind": "numeric", "ranges": (key, *wrong), "units": units}


def _matching(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    pairs = question.body["pairs"]
    return {
        "kind": "matching",
        "pairs": tuple(Pair(_words(p["left"], lang), _words(p["right"], lang).text) for p in pairs),
        "tags": _ids(p["id"] for p in pairs),
        "notes": _wrong_maps(question.wrong, lang),
    }


def _categorize(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    """As a matching question with repeated right sides; a category without items is a right side alone."""
    items, names = question.body["items"], question.body["categories"]
    words = {c["id"]: _words(c["text"], lang).text for c in names}
    empty = [c["id"] for c in names if c["id"] not in {i["in"] for i in items}]
    pairs = [Pair(_words(i["text"], lang), words[i["in"]]) for i in items]
    pairs += [Pair(Words("", "markdown"), words[name]) for name in empty]
    cells = [*(i["in"] for i in items), *empty]
    return {
        "kind": "matching",
        "pairs": tuple(pairs),
        "tags": (
            "type:categorize",
            f"categories:{','.join(words)}",
            f"cells:{','.join(cells)}",
            *_ids(i["id"] for i in items),
        ),
        "notes": _wrong_maps(question.wrong, lang),
    }


def _ordering(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    items = question.body["items"]
    return {
        "kind": "ordering",
        "items": tuple(_words(item["text"], lang) for item in items),
        "tags": _ids(item["id"] for item in items),
        "notes": tuple(
            Note(f"wrong {','.join(w.given)}", _words(w.feedback, lang)) for w in question.wrong
        ),
    }


def _short_text(question: QuestionDefinition, lang: str) -> dict[str, Any]:
    body = question.body
    weak = chain.from_iterable(
        (Note("given", _words(w.given, lang)), Note("feedback", _words(w.feedback, lang)))
        for w in question.wrong
    )
    return {
        "kind": "essay",
        "tags": (f"rubric:{body['rubric']}", *(("counts",) if body["counts"] else ())),
        "notes": (Note("sample", _words(body["sample"], lang)), *weak),
    }


MAKERS: Mapping[str, Callable[[QuestionDefinition, str], dict[str, Any]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _truth,
    "fill_in": _fill_in,
    "numeric": _numeric,
    "matching": _matching,
    "categorize": _categorize,
    "ordering": _ordering,
    "short_text": _short_text,
}


def _words(text: Text, lang: str) -> Words:
    return Words(languages.joined(text.zh, text.en) if lang == "both" else text[lang], "markdown")


def _answer(text: str) -> Words:
    """A typed answer; there a star means any text, unless it is escaped."""
    return Words(text.replace("*", "\\*"), "markdown")


def _number(value: float) -> Decimal:
    return Decimal(repr(value))


def _ids(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids, where they are not simply a, b, c."""
    found = tuple(ids)
    return () if found == DEFAULT_IDS[: len(found)] else (f"ids:{','.join(found)}",)


def _counts(answers: Mapping[str, tuple[str, ...]], langs: Iterable[str]) -> str:
    return "+".join(str(len(answers[lang])) for lang in langs)


def _wrong_maps(wrong: tuple[WrongAnswer, ...], lang: str) -> tuple[Note, ...]:
    return tuple(
        Note(
            f"wrong {','.join(f'{left}={right}' for left, right in one.given.items())}",
            _words(one.feedback, lang),
        )
        for one in wrong
    )
