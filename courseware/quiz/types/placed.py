"""Questions answered by placing things: matching, ordering, categorize. Each gives a part of the mark."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from courseware.content.definitions import QuestionDefinition, Text
from courseware.quiz.types.base import (
    NOTHING,
    Fields,
    Mark,
    Part,
    QuestionType,
    Response,
    in_order,
    one,
    text_of,
)


class Matching(QuestionType):
    """Every left side has one right side: a share for each right pair. The answer is left id → right id."""

    partial = True

    def read(self, question: QuestionDefinition, fields: Fields, name: str) -> Response:
        ids = [pair["id"] for pair in question.body["pairs"]]
        sent = {pair: one(fields, f"{name}-{pair}") for pair in ids}
        return {pair: right for pair, right in sent.items() if right in ids} or None

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        pairs = {pair["id"]: text_of(pair["right"]) for pair in question.body["pairs"]}
        return _mark_places(question, response, pairs)

    def key(self, question: QuestionDefinition) -> Response:
        return {pair["id"]: pair["id"] for pair in question.body["pairs"]}

    def shuffle(self, question: QuestionDefinition, random: Random) -> list[str]:
        return _mixed([pair["id"] for pair in question.body["pairs"]], random)

    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        pairs = question.body["pairs"]
        lefts = tuple(Part(pair["id"], text_of(pair["left"])) for pair in pairs)
        rights = tuple(Part(pair["id"], text_of(pair["right"])) for pair in pairs)
        return {"lefts": lefts, "rights": in_order(rights, order)}


class Categorize(QuestionType):
    """Every item belongs into one category: a share for each right item. The answer is item id → category id."""

    partial = True

    def read(self, question: QuestionDefinition, fields: Fields, name: str) -> Response:
        known = {category["id"] for category in question.body["categories"]}
        sent = {item["id"]: one(fields, f"{name}-{item['id']}") for item in question.body["items"]}
        return {item: category for item, category in sent.items() if category in known} or None

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        homes = {item["id"]: item["in"] for item in question.body["items"]}
        if not isinstance(response, dict) or not homes:
            return NOTHING
        right = sum(response.get(item) == home for item, home in homes.items())
        return Mark(right / len(homes), _wrong_places(question, response, right == len(homes)))

    def key(self, question: QuestionDefinition) -> Response:
        return {item["id"]: item["in"] for item in question.body["items"]}

    def shuffle(self, question: QuestionDefinition, random: Random) -> list[str]:
        ids = [item["id"] for item in question.body["items"]]
        random.shuffle(ids)
        return ids

    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        body = question.body
        items = [Part(i["id"], text_of(i["text"]), home=i["in"]) for i in body["items"]]
        categories = tuple(Part(c["id"], text_of(c["text"])) for c in body["categories"])
        return {"items": in_order(items, order), "categories": categories}


class Ordering(QuestionType):
    """Items into their order. The answer is the ids that got a place; the mark is the longest chain that stands in order.

    With n items and a longest chain of k the share is (k - 1) / (n - 1): one misplaced item costs one share,
    wherever it was put, and the reverse order earns nothing.
    """

    partial = True

    def read(self, question: QuestionDefinition, fields: Fields, name: str) -> Response:
        sent = {i["id"]: one(fields, f"{name}-{i['id']}") for i in question.body["items"]}
        taken = Counter(sent.values())
        # two items in one place are in none: their order would have to be guessed, and might be the right one
        placed = [item for item, place in sent.items() if _is_place(place) and taken[place] == 1]
        return sorted(placed, key=lambda item: int(sent[item])) or None

    def mark(self, question: QuestionDefinition, response: Response) -> Mark:
        ids = [item["id"] for item in question.body["items"]]
        rank = {item: place for place, item in enumerate(ids)}
        given = [i for i in response if isinstance(i, str)] if isinstance(response, list) else []
        places = [rank[item] for item in dict.fromkeys(given) if item in rank]
        if not places or len(ids) < 2:
            return NOTHING
        fraction = (_longest_chain(places) - 1) / (len(ids) - 1)
        return Mark(fraction, self._feedback(question, given) if fraction < 1 else ())

    def key(self, question: QuestionDefinition) -> Response:
        return [item["id"] for item in question.body["items"]]

    def shuffle(self, question: QuestionDefinition, random: Random) -> list[str]:
        return _mixed([item["id"] for item in question.body["items"]], random)

    def parts(self, question: QuestionDefinition, order: Sequence[str]) -> Mapping[str, Any]:
        items = [Part(item["id"], text_of(item["text"])) for item in question.body["items"]]
        shown = in_order(items, order)

        def placed(response: Sequence[str]) -> list[tuple[Part, int | None]]:
            """Each item with its place: those that have one first, in their order."""
            given = [part for place in response for part in shown if part.id == place]
            rest = [part for part in shown if part not in given]
            return [
                *((part, n) for n, part in enumerate(given, 1)),
                *((part, None) for part in rest),
            ]

        return {"items": shown, "right_order": tuple(items), "placed": placed}

    def _feedback(self, question: QuestionDefinition, given: Sequence[str]) -> tuple[Text, ...]:
        """`given: [b, a]` speaks to whoever put b before a."""
        places = {item: place for place, item in enumerate(given)}
        said = []
        for wrong in question.wrong:
            found = [places[item] for item in wrong.given if item in places]
            if len(found) == len(wrong.given) and found == sorted(found):
                said.append(wrong.feedback)
        return tuple(said)


def _mark_places(
    question: QuestionDefinition, response: Response, rights: Mapping[str, Text]
) -> Mark:
    if not isinstance(response, dict) or not rights:
        return NOTHING
    # two right sides with the same words are the same answer
    right = sum(rights.get(str(response.get(left))) == words for left, words in rights.items())
    return Mark(right / len(rights), _wrong_places(question, response, right == len(rights)))


def _wrong_places(
    question: QuestionDefinition, response: Mapping[str, str], all_right: bool
) -> tuple[Text, ...]:
    if all_right:
        return ()
    return tuple(
        wrong.feedback
        for wrong in question.wrong
        if all(response.get(item) == place for item, place in wrong.given.items())
    )


def _mixed(ids: list[str], random: Random) -> list[str]:
    """Shuffled, and never the right order."""
    mixed = list(ids)
    random.shuffle(mixed)
    return mixed if mixed != ids else [*ids[1:], *ids[:1]]


def _is_place(typed: str) -> bool:
    return typed.isascii() and typed.isdigit() and len(typed) < 5


def _longest_chain(places: Sequence[int]) -> int:
    """The length of the longest rising subsequence."""
    ends: list[int] = []
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
