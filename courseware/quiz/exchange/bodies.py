"""What each type of a quiz file needs besides its text, from the neutral values of a question."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from courseware.quiz.exchange import languages
from courseware.quiz.exchange.drafts import Draft
from courseware.quiz.exchange.values import FULL, Option, Range, Words

#: the type that a kind becomes, unless a tag says otherwise
KINDS: Mapping[str, str] = {
    "single": "single",
    "multiple": "multiple",
    "true_false": "true_false",
    "short_answer": "fill_in",
    "numeric": "numeric",
    "matching": "matching",
    "ordering": "ordering",
    "essay": "short_text",
}
GAP = "____"
_CLOSE = Decimal("0.01")


def _choice(draft: Draft) -> dict[str, Any]:
    question, options = draft.question, []
    is_single = question.kind == "single"
    for name, option in zip(draft.ids(len(question.options)), question.options, strict=True):
        entry: dict[str, Any] = {"id": name}
        if option.weight == FULL if is_single else option.weight > 0:
            entry["correct"] = True
        draft.put(entry, "text", option.words, f"option {name}: ")
        draft.put(entry, "feedback", option.feedback, f"option {name}: ")
        options.append(entry)
    if is_single:
        _tell_parts(draft, [o.weight for o in question.options])
    else:
        _tell_shares(draft)
    fewest = 3 if is_single else 4
    if len(options) < fewest:
        draft.missing.append(f"options ({len(options)} of {fewest})")
    return {"options": options}


def _tell_parts(draft: Draft, weights: list[Decimal]) -> None:
    parts = [weight for weight in weights if weight not in (FULL, Decimal(0))]
    if parts:
        draft.find("weights", weights=_percents(parts))


def _tell_shares(draft: Draft) -> None:
    weights = [option.weight for option in draft.question.options]
    rights = sum(weight > 0 for weight in weights)
    share = FULL / rights if rights else FULL
    if any(abs(abs(weight) - share) > _CLOSE for weight in weights):
        draft.find("shares", weights=_percents(weights))


def _percents(weights: list[Decimal]) -> str:
    return ", ".join(f"{weight.normalize():f}%" for weight in weights)


def _truth(draft: Draft) -> dict[str, Any]:
    true, false = draft.question.options
    entry: dict[str, Any] = {"answer": true.weight == FULL}
    draft.put(entry, "if_true", true.feedback)
    draft.put(entry, "if_false", false.feedback)
    return entry


def _fill_in(draft: Draft) -> dict[str, Any]:
    options = [o for o in draft.question.options if not _is_wildcard(draft, o)]
    _tell_parts(draft, [option.weight for option in options])
    right = [_typed(option.words) for option in options if option.weight == FULL]
    wrong = [option for option in options if option.weight != FULL]
    if GAP not in draft.question.text.text:
        draft.missing.append(f"text: {GAP}")
    entries = []
    for options_alike, given in _grouped(draft, wrong):
        entry: dict[str, Any] = {"given": given}
        draft.put(entry, "feedback", options_alike.feedback, "wrong: ")
        entries.append(entry)
    _tell_few(draft, entries)
    counts = (draft.question.tag("answers") or "").split("+")
    return {"answers": _by_language(draft, right, counts), "wrong": entries}


def _grouped(draft: Draft, wrong: list[Option]) -> list[tuple[Option, dict[str, list[str]]]]:
    """Wrong answers with the same feedback are one entry; our own files tell which these are."""
    counts = [part.split("+") for part in (draft.question.tag("wrong") or "").split(";")]
    sizes = [sum(map(int, c)) if all(n.isdecimal() for n in c) else 0 for c in counts]
    if sum(sizes) != len(wrong) or not all(sizes):
        sizes = [len(list(group)) for _, group in groupby(wrong, lambda o: o.feedback)]
        counts = [[] for _ in sizes]
    found, start = [], 0
    for size, parts in zip(sizes, counts, strict=True):
        alike = wrong[start : start + size]
        given = _by_language(draft, [_typed(o.words) for o in alike], parts)
        found.append((alike[0], given))
        start += size
    return found


def _by_language(draft: Draft, answers: list[str], counts: list[str]) -> dict[str, list[str]]:
    langs = draft.langs
    if len(langs) == 1:
        return {langs[0]: answers}
    if len(counts) == 2 and all(c.isdecimal() for c in counts):
        first = int(counts[0])
        if first + int(counts[1]) == len(answers):
            return {"zh": answers[:first], "en": answers[first:]}
    draft.find("split")
    return {lang: [a for a in answers if languages.looks(a) == lang] for lang in langs}


def _is_wildcard(draft: Draft, option: Option) -> bool:
    if "*" in option.words.text.replace("\\*", ""):
        draft.find("wildcard", answer=option.words.text)
        return True
    return False


def _typed(words: Words) -> str:
    return words.text.replace("\\*", "*").strip()


def _numeric(draft: Draft) -> dict[str, Any]:
    ranges = draft.question.ranges
    _tell_parts(draft, [one.weight for one in ranges])
    right = [one for one in ranges if one.weight == FULL]
    if len(right) > 1:
        draft.find("ranges", answers=", ".join(f"{one.value:f}" for one in right))
    entry: dict[str, Any] = {}
    if right:
        entry = {"answer": right[0].value, "tolerance": right[0].tolerance}
    else:
        draft.missing.append("answer")
    if draft.question.units:
        entry["unit"] = _unit(draft)
    entry["wrong"] = [_wrong_number(draft, one) for one in ranges if one.weight != FULL]
    _tell_few(draft, entry["wrong"])
    return entry


def _unit(draft: Draft) -> dict[str, str]:
    units = draft.question.units
    return {lang: units[min(n, len(units) - 1)] for n, lang in enumerate(draft.langs)}


def _wrong_number(draft: Draft, one: Range) -> dict[str, Any]:
    if one.tolerance:
        draft.find("wrong-range", answer=f"{one.value:f} ± {one.tolerance:f}")
    entry: dict[str, Any] = {"given": one.value}
    draft.put(entry, "feedback", one.feedback, "wrong: ")
    return entry


def _matching(draft: Draft) -> dict[str, Any]:
    pairs = [pair for pair in draft.question.pairs if pair.left.text]
    extra = [pair.right for pair in draft.question.pairs if not pair.left.text]
    if extra:
        draft.find("extra-right", answers=", ".join(extra))
    if len(pairs) < 3:
        draft.missing.append(f"pairs ({len(pairs)} of 3)")
    entries = [
        {"id": name, "left": draft.text(pair.left), "right": draft.text(_right(draft, pair.right))}
        for name, pair in zip(draft.ids(len(pairs)), pairs, strict=True)
    ]
    return {"pairs": entries, "wrong": _wrong_maps(draft)}


def _right(draft: Draft, text: str) -> Words:
    """Right sides are written as the question is when it is ours, else plainly."""
    form = draft.question.text.format
    return Words(text, "markdown" if form == "markdown" else "moodle")


def _categorize(draft: Draft) -> dict[str, Any]:
    question = draft.question
    pairs = [pair for pair in question.pairs if pair.left.text]
    rights = list(dict.fromkeys(pair.right for pair in question.pairs))
    cells = (question.tag("cells") or "").split(",")
    if len(cells) != len(question.pairs):
        names = dict(zip(rights, draft.ids(len(rights), ""), strict=True))
        cells = [names[pair.right] for pair in question.pairs]
    words = {cell: pair.right for cell, pair in zip(cells, question.pairs, strict=True)}
    order = (question.tag("categories") or "").split(",")
    order = order if set(order) == set(words) else list(words)
    inside = [c for c, pair in zip(cells, question.pairs, strict=True) if pair.left.text]
    return {
        "categories": [
            {"id": name, "text": draft.text(_right(draft, words[name]))} for name in order
        ],
        "items": [
            {"id": name, "text": draft.text(pair.left), "in": cell}
            for name, pair, cell in zip(draft.ids(len(pairs)), pairs, inside, strict=True)
        ],
        "wrong": _wrong_maps(draft),
    }


def _wrong_maps(draft: Draft) -> list[dict[str, Any]]:
    entries = []
    for note in draft.question.notes:
        if note.name.startswith("wrong ") and "=" in note.name:
            given = dict(part.split("=", 1) for part in note.name[6:].split(",") if "=" in part)
            entries.append({"given": given, "feedback": draft.text(note.words)})
    _tell_few(draft, entries)
    return entries


def _ordering(draft: Draft) -> dict[str, Any]:
    items = draft.question.items
    wrong = [
        {"given": note.name[6:].split(","), "feedback": draft.text(note.words)}
        for note in draft.question.notes
        if note.name.startswith("wrong ")
    ]
    _tell_few(draft, wrong)
    return {
        "items": [
            {"id": name, "text": draft.text(item)}
            for name, item in zip(draft.ids(len(items)), items, strict=True)
        ],
        "wrong": wrong,
    }


def _short_text(draft: Draft) -> dict[str, Any]:
    question = draft.question
    entry: dict[str, Any] = {}
    if rubric := question.tag("rubric"):
        entry["rubric"] = rubric
    else:
        draft.missing.append("rubric")
    if "counts" in question.tags:
        entry["counts"] = True
    notes = [note for note in question.notes if note.name in ("sample", "given", "feedback")]
    samples = [note.words for note in notes if note.name == "sample"]
    draft.put(entry, "sample", samples[0] if samples else None)
    given = [note.words for note in notes if note.name == "given"]
    feedback = [note.words for note in notes if note.name == "feedback"]
    entry["wrong"] = [
        {"given": draft.text(weak), "feedback": draft.text(said)}
        for weak, said in zip(given, feedback, strict=False)
    ]
    _tell_few(draft, entry["wrong"])
    return entry


def _tell_few(draft: Draft, wrong: list[dict[str, Any]]) -> None:
    if len(wrong) < 2:
        draft.missing.append(f"wrong ({len(wrong)} of 2)")


BODIES: Mapping[tuple[str, str], Callable[[Draft], dict[str, Any]]] = {
    ("single", "single"): _choice,
    ("multiple", "multiple"): _choice,
    ("true_false", "true_false"): _truth,
    ("short_answer", "fill_in"): _fill_in,
    ("numeric", "numeric"): _numeric,
    ("matching", "matching"): _matching,
    ("matching", "categorize"): _categorize,
    ("ordering", "ordering"): _ordering,
    ("essay", "short_text"): _short_text,
}
