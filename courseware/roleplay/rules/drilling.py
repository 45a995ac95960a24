"""Which objection comes next, and when it comes again: values in, values out; days are the organisation's."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from courseware.content.definitions import ObjectionLibrary
from courseware.roleplay.types.drills import (
    OUTCOMES,
    AnswerRow,
    CardKey,
    Filters,
    Item,
    Outlook,
    RunSummary,
    Shown,
    Spacing,
)

ANSWER_SECONDS = 30  # what an answer may take; later ones are taken too
CARDS_A_RUN = 6
LONGEST_SECONDS = 3600  # a page that lay open over lunch
NEVER = datetime.min.replace(tzinfo=UTC)  # of an answer that is only thought of
#: days until a card comes again after it went well for the first, second, … time in a row
DAYS_WELL = (7, 14, 30, 60, 90)
DAYS_PARTLY = 3
DAYS_MISSED = 1
HIGHEST_STAGE = 9


def items_of(libraries: Mapping[str, ObjectionLibrary], filters: Filters) -> tuple[Item, ...]:
    """The objections of the libraries that somebody wants to drill, in the order of the files."""
    return tuple(
        Item(industry, customer, objection)
        for industry, library in libraries.items()
        for customer in library.customers
        for objection in library.objections
        if objection.customer == customer.id
        and filters.industry in ("", industry)
        and filters.customer in ("", customer.id)
        and filters.type in ("", objection.type)
    )


def respace(before: Spacing | None, outcome: str, *, today: date) -> Spacing:
    """Where a card stands after an answer; `before` is None for its first.

    An answer before the card's day proves less: a good one changes nothing, a worse one brings the card nearer.
    So the same card answered in two windows ends at the worse answer, whichever came first.
    """
    stage = before.stage if before else 0
    is_early = before is not None and before.due_on > today
    if outcome == "well":
        if before is not None and is_early:
            return before
        stage = min(stage + 1, HIGHEST_STAGE)
        return Spacing(stage, today + timedelta(days=DAYS_WELL[min(stage, len(DAYS_WELL)) - 1]))
    due_on = today + timedelta(days=DAYS_PARTLY if outcome == "partly" else DAYS_MISSED)
    return Spacing(0, min(due_on, before.due_on) if before and is_early else due_on)


def days_until_next(before: Spacing | None, *, today: date) -> dict[str, int]:
    """Outcome → in how many days the card comes again, to be said beside its button."""
    return {name: (respace(before, name, today=today).due_on - today).days for name in OUTCOMES}


def outlook(items: Iterable[Item], cards: Mapping[CardKey, Spacing], today: date) -> Outlook:
    """What is due (the longest waiting first), what is new, what comes later; a card without an item is left out."""
    listed = tuple(items)
    seen = [(cards[item.key].due_on, item) for item in listed if item.key in cards]
    due = sorted((pair for pair in seen if pair[0] <= today), key=lambda pair: pair[0])
    later = Counter(day for day, _item in seen if day > today)
    return Outlook(
        due=tuple(item for _day, item in due),
        new=tuple(item for item in listed if item.key not in cards),
        coming=dict(sorted(later.items())),
    )


def pick(
    ahead: Outlook, answers: Sequence[AnswerRow], known: Iterable[Item], *, seed: str
) -> Item | None:
    """The next card of a run after its `answers`: due ones, then new ones of the types not yet asked.

    Within each of the two it is another customer than the last one's wherever there is one. The same seed gives
    the same card, so that a page that is loaded again shows no other.
    """
    done = {answer.key for answer in answers}
    by_key = {item.key: item for item in known}
    asked = [by_key[answer.key] for answer in answers if answer.key in by_key]
    last = by_key[answers[-1].key].who if answers and answers[-1].key in by_key else None
    types = Counter(item.objection.type for item in asked)

    def mixed(item: Item) -> tuple[int, str]:
        chance = sha256("/".join((seed, *item.key)).encode()).hexdigest()
        return types[item.objection.type], chance

    for group in (ahead.due, sorted(ahead.new, key=mixed)):
        left = [item for item in group if item.key not in done]
        if left:
            return next((item for item in left if item.who != last), left[0])
    return None


def deal(ahead: Outlook, known: Iterable[Item], *, seed: str) -> tuple[Item, ...]:
    """The cards of a whole run at once, in the order in which they would come one by one."""
    listed, dealt = tuple(known), list[Item]()
    while len(dealt) < CARDS_A_RUN:
        before = [AnswerRow(*item.key, OUTCOMES[-1], 0, NEVER) for item in dealt]
        item = pick(ahead, before, listed, seed=seed)
        if item is None:
            break
        dealt.append(item)
    return tuple(dealt)


def run_length(ahead: Outlook, answers: Sequence[AnswerRow]) -> int:
    """How many cards a run has: those answered and those left, at most CARDS_A_RUN."""
    done = {answer.key for answer in answers}
    left = sum(item.key not in done for item in (*ahead.due, *ahead.new))
    return max(len(answers), min(CARDS_A_RUN, len(answers) + left))


def sum_up(answers: Sequence[AnswerRow], known: Iterable[Item]) -> RunSummary:
    """What a run of at least one answer came to. A type is weak where not every answer went well."""
    by_key = {item.key: item for item in known}
    reached: dict[str, list[int]] = {}
    for answer in answers:
        if answer.key in by_key:
            points = reached.setdefault(by_key[answer.key].objection.type, [])
            points.append(OUTCOMES.index(answer.outcome))
    means = {kind: sum(points) / len(points) for kind, points in reached.items()}
    best = len(OUTCOMES) - 1
    return RunSummary(
        answers=tuple((answer, by_key.get(answer.key)) for answer in answers),
        counts={name: sum(a.outcome == name for a in answers) for name in OUTCOMES},
        seconds=round(sum(a.seconds for a in answers) / len(answers)),
        weak=tuple(sorted((k for k in means if means[k] < best), key=lambda k: (means[k], k))),
    )


def seconds_between(shown_at: float, answered_at: float) -> int:
    """Whole seconds from showing to answering, within what can be kept."""
    return min(max(round(answered_at - shown_at), 0), LONGEST_SECONDS)


def answered_without_line(
    shown: Shown, told: int | None, made_at: datetime
) -> tuple[int, datetime]:
    """Seconds and moment of an answer to a kept card, by the device's word: never before the card was dealt."""
    at = max(made_at, datetime.fromtimestamp(shown.at, UTC))
    since_dealt = seconds_between(shown.at, at.timestamp())
    return (since_dealt if told is None else min(max(told, 0), since_dealt)), at
