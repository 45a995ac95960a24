"""What an answer holds, counted: options, right places, typed words. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from courseware.content.definitions import QuestionDefinition, Text
from courseware.kit.answers import normalise
from courseware.quiz.rules.statistics import QUARTERS
from courseware.quiz.types import type_of
from courseware.quiz.types.analysis import Choice
from courseware.quiz.types.base import Response, text_of, variants

#: answers of fewer people are not shown: a typed one could tell who wrote it
FEWEST = 5
#: typed answers that are shown
MOST_TYPED = 6

TRUE, FALSE = Text(zh="对", en="True"), Text(zh="错", en="False")
ACCEPTED = "accepted"

#: an answer and its papers
Given = Sequence[tuple[Response, Sequence[int]]]


def choices_of(
    question: QuestionDefinition, given: Given, quarters: Mapping[int, int]
) -> tuple[Choice, ...]:
    """How often each was chosen, overall and in each quarter; `quarters` names the papers that are looked at."""
    sizes = Counter(quarters.values())
    counted: dict[str, Counter[int]] = {}
    for response, papers in given:
        within = Counter(quarters[paper] for paper in papers if paper in quarters)
        if within:
            for key in _held(question, response):
                counted.setdefault(key, Counter()).update(within)
    return tuple(
        _with_counts(choice, counted, sizes) for choice in _possible(question, given, counted)
    )


def _with_counts(
    choice: Choice, counted: Mapping[str, Counter[int]], sizes: Counter[int]
) -> Choice:
    within, everybody = counted.get(choice.key, Counter()), sizes.total()
    count = within.total()
    return replace(
        choice,
        count=count,
        share=count / everybody if everybody else 0.0,
        quarters=tuple(
            within[quarter] / sizes[quarter] if sizes[quarter] else None
            for quarter in range(QUARTERS)
        ),
    )


def empty_among(given: Given, papers: Mapping[int, object]) -> int:
    """How many of the papers left the question empty: never answered, or taken back."""
    answered = {
        paper for response, of in given if response is not None for paper in of if paper in papers
    }
    return len(papers) - len(answered)


def _held(question: QuestionDefinition, response: Response) -> list[str]:
    """The keys of what an answer holds."""
    if response is None or question.type == "short_text":
        return []
    if question.type == "multiple":
        return list(dict.fromkeys(map(str, response))) if isinstance(response, list) else []
    if question.type in ("matching", "categorize", "ordering"):
        return _right_places(question, response)
    if question.type in ("fill_in", "numeric"):
        is_right = type_of(question).mark(question, response).right
        return [ACCEPTED if is_right else _typed(response)]
    return [str(response)]


def _right_places(question: QuestionDefinition, response: Response) -> list[str]:
    if question.type == "ordering":
        key = type_of(question).key(question)
        given = response if isinstance(response, list) else []
        return [item for item, placed in zip(key, given, strict=False) if item == placed]
    if not isinstance(response, dict):
        return []
    rights = _rights(question)
    return [item for item, place in response.items() if rights.get(item) == _place(question, place)]


def _rights(question: QuestionDefinition) -> dict[str, object]:
    if question.type == "categorize":
        return {item["id"]: item["in"] for item in question.body["items"]}
    return {pair["id"]: text_of(pair["right"]) for pair in question.body["pairs"]}


def _place(question: QuestionDefinition, place: str) -> object:
    # two right sides with the same words are the same answer
    return place if question.type == "categorize" else _rights(question).get(place)


def _typed(response: Response) -> str:
    return "=" + normalise(str(response))


def _possible(
    question: QuestionDefinition, given: Given, counted: Mapping[str, Counter[int]]
) -> list[Choice]:
    """What can be chosen, in the author's order; of typed answers what many gave, the most frequent first."""
    if question.type in ("single", "multiple"):
        return [Choice(o.id, o.text, o.correct) for o in question.options]
    if question.type == "true_false":
        holds = type_of(question).key(question)
        return [Choice("true", TRUE, holds == "true"), Choice("false", FALSE, holds == "false")]
    if question.type == "matching":
        return [Choice(p["id"], _pair(p), right=True) for p in question.body["pairs"]]
    if question.type in ("categorize", "ordering"):
        return [Choice(i["id"], text_of(i["text"]), right=True) for i in question.body["items"]]
    if question.type in ("fill_in", "numeric"):
        return _often_typed(question, given, counted)
    return []


def _pair(pair: Mapping[str, object]) -> Text:
    left, right = text_of(pair["left"]), text_of(pair["right"])
    return Text(zh=f"{left.zh} → {right.zh}", en=f"{left.en} → {right.en}")


def _often_typed(
    question: QuestionDefinition, given: Given, counted: Mapping[str, Counter[int]]
) -> list[Choice]:
    wrong = Counter({k: c.total() for k, c in counted.items() if k != ACCEPTED})
    shown = [key for key, count in wrong.most_common(MOST_TYPED) if count >= FEWEST]
    spelled: dict[str, Counter[str]] = {key: Counter() for key in shown}
    for response, papers in given:
        key = _typed(response) if isinstance(response, str) else ""
        if key in spelled:
            spelled[key][response] += len(papers)
    typed = [Choice(key, spelled[key].most_common(1)[0][0], right=False) for key in shown]
    return [Choice(ACCEPTED, _accepted(question), right=True), *typed]


def _accepted(question: QuestionDefinition) -> Text | str:
    if question.type == "numeric":
        return str(question.body["answer"])
    answers = question.body["answers"]
    if isinstance(answers, Text):
        return answers
    return Text(
        zh=" / ".join(variants(answers.get("zh", ()))),
        en=" / ".join(variants(answers.get("en", ()))),
    )
