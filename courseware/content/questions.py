"""One question of a quiz: what is common to all types, and what each type brings."""

from collections.abc import Callable
from typing import Any

from courseware.content import digests
from courseware.content.definitions import (
    LANGUAGES,
    OptionDefinition,
    QuestionDefinition,
    WrongAnswer,
)
from courseware.content.reading import Entry
from courseware.kit.yamltree import Map, Seq, scalar

USES = ("quiz", "final", "withdrawn")


def read_question(
    entry: Entry, link: Callable[[Entry, str], str], module: str
) -> QuestionDefinition:
    """The question; `link` resolves the heading it came from to NN-slug#anchor."""
    kind = entry.one_of("type", tuple(TYPES))
    text, explanation = entry.text("text"), entry.text("explanation")
    options = _options(entry, kind) if kind in ("single", "multiple") else ()
    body, decides = TYPES[kind](entry)
    wrong = () if kind in ("single", "multiple", "true_false") else _wrong(entry, kind, body)
    question = QuestionDefinition(
        id=entry.identifier("id"),
        type=kind,
        use=entry.one_of("use", USES, "quiz"),
        situation=entry.boolean("situation", False),
        objective=entry.identifier("objective"),
        difficulty=entry.integer("difficulty", 1, 3),
        text=text,
        explanation=explanation,
        link=link(entry, entry.string("link")),
        options=options,
        wrong=wrong,
        body=body,
        digest=digests.pair(
            [kind, [[o.id, o.correct] for o in options], decides],
            [
                text,
                explanation,
                [[o.id, o.text, o.feedback] for o in options],
                body,
                [[w.given, w.feedback] for w in wrong],
            ],
        ),
        module=module,
    )
    entry.done()
    return question


def _options(entry: Entry, kind: str) -> tuple[OptionDefinition, ...]:
    options, seen = [], set[str]()
    for item in entry.entries(
        "options", 3 if kind == "single" else 4, "the answers to choose from"
    ):
        option = OptionDefinition(
            item.identifier("id"),
            item.text("text"),
            item.text("feedback"),
            item.boolean("correct", False),
        )
        item.unique(seen, option.id, "option")
        item.done()
        options.append(option)
    correct = sum(option.correct for option in options)
    if kind == "single" and correct != 1:
        entry.fault(
            "options", f"{correct} options are correct; a single question has one `correct: true`"
        )
    if kind == "multiple" and not 2 <= correct < len(options):
        entry.fault(
            "options",
            f"{correct} of {len(options)} are correct; a multiple question has two or more, and one wrong",
        )
    return tuple(options)


# Each maker returns the body, and the part of it that decides a result (without wording).
def _choice(_entry: Entry) -> tuple[dict[str, Any], Any]:
    return {}, None


def _true_false(entry: Entry) -> tuple[dict[str, Any], Any]:
    answer = entry.boolean("answer")
    return {
        "answer": answer,
        "if_true": entry.text("if_true"),
        "if_false": entry.text("if_false"),
    }, answer


def _fill_in(entry: Entry) -> tuple[dict[str, Any], Any]:
    holder = entry.inner("answers", "write {zh: [answers], en: [answers]}")
    answers = {
        lang: holder.strings(lang, 1, "the answers that count as right") for lang in LANGUAGES
    }
    holder.done()
    for lang in LANGUAGES:
        text = entry.map.get("text")
        if isinstance(text, Map) and "____" not in str(text.get(lang) or "____"):
            entry.fault("text", f"shows no gap in {lang}: write ____ where the answer goes")
    return {"answers": answers}, answers


def _numeric(entry: Entry) -> tuple[dict[str, Any], Any]:
    answer, tolerance = _figure(entry, "answer"), entry.number("tolerance", 0)
    if tolerance < 0:
        entry.fault("tolerance", "must be 0 or more")
    return {"answer": answer, "tolerance": tolerance, "unit": entry.optional_text("unit")}, [
        answer,
        tolerance,
    ]


def _matching(entry: Entry) -> tuple[dict[str, Any], Any]:
    pairs = [
        {
            "id": item.identifier("id"),
            "left": item.text("left"),
            "right": item.text("right"),
            **_end(item),
        }
        for item in entry.entries("pairs", 3, "at least three pairs {id, left, right}")
    ]
    return {"pairs": tuple(pairs)}, _ids(entry, "pairs", pairs)


def _ordering(entry: Entry) -> tuple[dict[str, Any], Any]:
    items = _named(entry, "items", 3)
    return {"items": tuple(items)}, _ids(entry, "items", items)


def _categorize(entry: Entry) -> tuple[dict[str, Any], Any]:
    categories = _named(entry, "categories", 2)
    ids = _ids(entry, "categories", categories)
    items = []
    for item in entry.entries("items", 4, "at least four items {id, text, in: category}"):
        category = item.string("in")
        if category not in ids:
            item.fault("in", f"there is no category {category!r}; categories are {', '.join(ids)}")
        items.append(
            {"id": item.identifier("id"), "text": item.text("text"), "in": category, **_end(item)}
        )
    _ids(entry, "items", items)
    return {"categories": tuple(categories), "items": tuple(items)}, [
        ids,
        [[i["id"], i["in"]] for i in items],
    ]


def _short_text(entry: Entry) -> tuple[dict[str, Any], Any]:
    rubric, counts = entry.identifier("rubric"), entry.boolean("counts", False)
    return {"rubric": rubric, "sample": entry.text("sample"), "counts": counts}, [rubric, counts]


TYPES: dict[str, Callable[[Entry], tuple[dict[str, Any], Any]]] = {
    "single": _choice,
    "multiple": _choice,
    "true_false": _true_false,
    "fill_in": _fill_in,
    "numeric": _numeric,
    "matching": _matching,
    "ordering": _ordering,
    "categorize": _categorize,
    "short_text": _short_text,
}


def _named(entry: Entry, key: str, fewest: int) -> list[dict[str, Any]]:
    return [
        {"id": item.identifier("id"), "text": item.text("text"), **_end(item)}
        for item in entry.entries(key, fewest, f"at least {fewest} entries {{id, text}}")
    ]


def _end(item: Entry) -> dict[str, Any]:
    item.done()
    return {}


def _ids(entry: Entry, key: str, items: list[dict[str, Any]]) -> list[str]:
    ids = [str(item["id"]) for item in items]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        entry.fault(key, f"the id {twice!r} stands twice")
    return ids


def _figure(entry: Entry, key: str) -> float:
    """A number, which may be written as [[case:id|number]]."""
    raw = entry.map.get(key)
    if isinstance(raw, str) and "[[" in raw:
        entry.raw(key)
        resolved = scalar(
            entry.document.references.plain(raw, "zh", entry.line_of(key), entry.where(key))
        )
        if isinstance(resolved, int | float):
            return resolved
        entry.fault(key, "is no number; a figure of the case is written [[case:id|number]]")
        return 0
    return entry.number(key)


def _wrong(entry: Entry, kind: str, body: dict[str, Any]) -> tuple[WrongAnswer, ...]:
    answers = []
    for item in entry.entries(
        "wrong", 2, "at least two wrong answers that people really give, each with feedback"
    ):
        answers.append(WrongAnswer(_given(item, kind, body), item.text("feedback")))
        item.done()
    return tuple(answers)


def _given(item: Entry, kind: str, body: dict[str, Any]) -> Any:
    """A wrong answer in the shape of the type's answer."""
    if kind == "numeric":
        return _figure(item, "given")
    if kind == "short_text":
        return item.text("given")
    if kind == "ordering":
        return _known_list(item, {str(i["id"]) for i in body["items"]})
    holder = item.inner("given", "write the wrong answer")
    if kind == "fill_in":
        given = {lang: _one_or_more(holder, lang) for lang in LANGUAGES}
        holder.done()
        return given
    keys = body["pairs"] if kind == "matching" else body["items"]
    values = body["pairs"] if kind == "matching" else body["categories"]
    return _known_map(holder, {str(k["id"]) for k in keys}, {str(v["id"]) for v in values})


def _one_or_more(holder: Entry, lang: str) -> tuple[str, ...]:
    if isinstance(holder.map.get(lang), Seq):
        return holder.strings(lang, 1)
    return (holder.string(lang),)


def _known_list(item: Entry, known: set[str]) -> tuple[str, ...]:
    given = item.strings("given", 2, "ids in the wrong order")
    for name in given:
        if name not in known:
            item.fault("given", f"there is no item {name!r}; items are {', '.join(sorted(known))}")
    return given


def _known_map(holder: Entry, keys: set[str], values: set[str]) -> dict[str, str]:
    given = {}
    for key in holder.map:
        value = holder.string(key)
        if key not in keys or value not in values:
            holder.fault(key, f"{key}: {value} names an id that this question does not have")
        given[key] = value
    if not given:
        holder.fault("", "is empty: name what people mistake for what")
    return given
