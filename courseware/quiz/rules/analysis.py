"""Which questions look bad, by which figures, and what to do about each. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from courseware.content.definitions import QuestionDefinition
from courseware.quiz.rules import statistics
from courseware.quiz.rules.chosen import ACCEPTED, FEWEST, choices_of, empty_among
from courseware.quiz.types.analysis import Analysis, Answers, Choice, Flag, ItemFigures, QuizFigures

#: people who must have met a question before it is judged
ENOUGH = 20
TOO_HARD = 0.3  # facility below
TOO_EASY = 0.95  # facility above
WEAK = 0.15  # discrimination below
UNUSED = 0.02  # share of an option below
SAME_WRONG = 0.5  # share of the wrong answers typed that are one and the same, above
SLOW = 3  # times the quiz's median
#: questions where one option is chosen, so that options compete
ONE_OF = ("single", "true_false")


def analyse(answers: Answers, known: Mapping[tuple[str, str], QuestionDefinition]) -> Analysis:
    """The quiz and each question in its present series; `known` holds the wording of series by id and version."""
    current = dict(known.keys())
    ids = dict.fromkeys([*current, *(id_ for id_, _ in answers.met)])
    usual = usual_seconds(answers)
    items = []
    for id_ in ids:
        versions = answers.series_of(id_)
        version = current.get(id_) or versions[0]
        items.append(item(answers, (id_, version), known.get((id_, version)), usual))
    return Analysis(quiz_figures(answers), tuple(sorted(items, key=lambda found: found.order)))


def quiz_figures(answers: Answers) -> QuizFigures:
    """Spread and reliability of everybody's first papers."""
    figures = QuizFigures(answers.attempts, answers.people)
    first = [t for t in answers.totals.values() if t.is_first and t.questions]
    if answers.people < FEWEST or not first:
        return figures
    shares = [100 * t.earned / t.questions for t in first]
    length = sum(t.questions for t in first) / len(first)
    spread = statistics.deviation(shares)
    # of a handful of people it jumps from −3 to 1 by chance alone
    reliable = alpha_of(answers, length) if answers.people >= ENOUGH else None
    has_error = spread is not None and reliable is not None
    return replace(
        figures,
        length=length,
        mean=statistics.mean(shares),
        deviation=spread,
        passed=sum(t.passed for t in first) / len(first),
        alpha=reliable,
        error=statistics.standard_error(spread or 0, reliable or 0) if has_error else None,
        is_enough=True,
    )


def alpha_of(answers: Answers, length: float) -> float | None:
    """Cronbach's α over the pool: each series of a question is a question of its own."""
    numbers = {paper: number for number, paper in enumerate(answers.totals)}
    columns = []
    for met in answers.met.values():
        marks = {numbers[p]: f for p, f in met.items() if f is not None and p in numbers}
        if marks:
            columns.append(statistics.column(marks, len(numbers)))
    return statistics.alpha(columns, length)


def usual_seconds(answers: Answers) -> float | None:
    """The quiz's median time of one answer."""
    return statistics.median([s for of in answers.seconds.values() for s in of.values()])


def item(
    answers: Answers,
    series: tuple[str, str],
    definition: QuestionDefinition | None,
    usual: float | None,
) -> ItemFigures:
    """One series of a question; without figures while fewer than five people have met it."""
    id_, version = series
    met = answers.met.get(series, {})
    older = tuple((v, len(answers.met[id_, v])) for v in answers.series_of(id_) if v != version)
    figures = ItemFigures(id_, version, definition, n=len(met), older=older)
    if len(met) < FEWEST:
        return figures
    figures = _measured(figures, answers, met)
    if len(met) < ENOUGH:
        return figures
    return replace(figures, flags=tuple(flags(figures, usual)), is_judged=True)


def _measured(
    figures: ItemFigures, answers: Answers, met: Mapping[int, float | None]
) -> ItemFigures:
    totals = {paper: answers.totals[paper] for paper in met if paper in answers.totals}
    marked = {p: f for p, f in met.items() if f is not None and p in totals}
    given = answers.given.get(figures.id, ())
    shares = [totals[p].earned / max(totals[p].questions, 1) for p in totals]
    quarters = dict(zip(totals, statistics.quarters(shares), strict=True))
    # the rest of each paper as a share of it: papers can be of different lengths
    compared = [(f, totals[p]) for p, f in marked.items() if totals[p].questions > 1]
    rest = [round((t.earned - f) / (t.questions - 1), 9) for f, t in compared]
    times = answers.seconds.get(figures.id, {})
    timed = [times[p] for p in met if p in times]
    return replace(
        figures,
        facility=statistics.mean(list(marked.values())),
        discrimination=statistics.correlation([f for f, _ in compared], rest),
        seconds=statistics.median(timed) if len(timed) >= FEWEST else None,
        empty=empty_among(given, met),
        choices=choices_of(figures.definition, given, quarters) if figures.definition else (),
        is_enough=True,
    )


def flags(figures: ItemFigures, usual: float | None) -> Iterator[Flag]:
    """What looks bad about a question that enough people have met; nothing = it looks good."""
    key = _key_flags(figures)
    yield from key
    yield from _discrimination_flags(figures, is_explained=bool(key))
    yield from _facility_flags(figures)
    yield from _option_flags(figures)
    yield from _typed_flags(figures)
    if figures.seconds is not None and usual and figures.seconds > SLOW * usual:
        values = {"n": round(figures.seconds), "m": round(usual)}
        yield Flag("slow", "warn", SLOW_LABEL, SLOW_REASON, SLOW_ADVICE, values)


def _key_flags(figures: ItemFigures) -> list[Flag]:
    """A wrong option that the strongest prefer to the right one."""
    preferred = preferred_wrong(figures)
    if preferred is None:
        return []
    wrong, right = preferred
    values = {
        "option": wrong.text,
        "share": _per_cent(wrong.quarters[-1]),
        "key": right.text,
        "other": _per_cent(right.quarters[-1]),
    }
    return [Flag("key", "bad", KEY_LABEL, KEY_REASON, KEY_ADVICE, values)]


def preferred_wrong(figures: ItemFigures) -> tuple[Choice, Choice] | None:
    """The wrong option that the strongest quarter chose more often than the key, and the key."""
    if figures.definition is None or figures.definition.type not in ONE_OF:
        return None
    right = next(choice for choice in figures.choices if choice.right)
    wrong = max((c for c in figures.choices if not c.right), key=_among_strongest, default=None)
    if wrong is None or _among_strongest(wrong) <= _among_strongest(right):
        return None
    return wrong, right


def _discrimination_flags(figures: ItemFigures, *, is_explained: bool) -> Iterator[Flag]:
    found = figures.discrimination
    if found is None or found >= WEAK:
        return
    values: dict[str, object] = {"r": f"{found:.2f}"}
    if found >= 0:
        yield Flag("weak", "warn", WEAK_LABEL, WEAK_REASON, WEAK_ADVICE, values)
        return
    wrong = [c for c in figures.choices if not c.right and _among_strongest(c) > 0]
    if is_explained or not wrong:
        yield Flag("negative", "bad", NEGATIVE_LABEL, NEGATIVE_REASON, NEGATIVE_ADVICE, values)
        return
    lured = max(wrong, key=_among_strongest)
    values |= {"option": lured.text, "share": _per_cent(lured.quarters[-1])}
    yield Flag("negative", "bad", NEGATIVE_LABEL, LURED_REASON, NEGATIVE_ADVICE, values)


def _facility_flags(figures: ItemFigures) -> Iterator[Flag]:
    facility = figures.facility
    if facility is None:
        return
    values = {"share": _per_cent(facility)}
    if facility < TOO_HARD:
        yield Flag("hard", "bad", HARD_LABEL, HARD_REASON, HARD_ADVICE, values)
    if facility > TOO_EASY:
        yield Flag("easy", "warn", EASY_LABEL, EASY_REASON, EASY_ADVICE, values)


def _option_flags(figures: ItemFigures) -> Iterator[Flag]:
    if figures.definition is None or figures.definition.type not in ("single", "multiple"):
        return
    # where nearly everybody is right no wrong option can be chosen: that is said once
    if figures.facility is not None and figures.facility > TOO_EASY:
        return
    for choice in figures.choices:
        if not choice.right and choice.share < UNUSED:
            values = {"option": choice.text, "share": _per_cent(choice.share)}
            yield Flag("unused", "warn", UNUSED_LABEL, UNUSED_REASON, UNUSED_ADVICE, values)


def _typed_flags(figures: ItemFigures) -> Iterator[Flag]:
    if figures.definition is None or figures.definition.type != "fill_in":
        return
    right = next((c.count for c in figures.choices if c.key == ACCEPTED), 0)
    wrong, typed = figures.n - figures.empty - right, _typed_wrong(figures.choices)
    if typed and typed[0].count > SAME_WRONG * wrong:
        values = {"answer": typed[0].text, "n": typed[0].count, "m": wrong}
        yield Flag("variant", "bad", VARIANT_LABEL, VARIANT_REASON, VARIANT_ADVICE, values)


def _typed_wrong(choices: Sequence[Choice]) -> list[Choice]:
    return [choice for choice in choices if not choice.right]


def _among_strongest(choice: Choice) -> float:
    return (choice.quarters[-1] if choice.quarters else None) or 0.0


def _per_cent(share: float | None) -> int:
    return round(100 * (share or 0))


KEY_LABEL = "Probably a wrong key"
KEY_REASON = (
    "The strongest quarter chose “{option}” ({share}%) more often than the key “{key}” ({other}%)."
)
KEY_ADVICE = (
    "Check which option is right. If the key is wrong, correct it and mark the attempts anew."
)
NEGATIVE_LABEL = "The strong get it wrong"
NEGATIVE_REASON = "Those who do well otherwise do worse here (discrimination {r})."
LURED_REASON = "Those who do well otherwise do worse here (discrimination {r}). Of the wrong options the strongest quarter prefers “{option}” ({share}%)."
NEGATIVE_ADVICE = "Check the key, and whether the wording misleads those who know more."
WEAK_LABEL = "Does not tell strong from weak"
WEAK_REASON = "Strong and weak learners do nearly the same here (discrimination {r})."
WEAK_ADVICE = (
    "Make the wording clear, and wrong options that only those take who have not understood."
)
HARD_LABEL = "Too hard"
HARD_REASON = "On average people earn {share}% of the mark."
HARD_ADVICE = (
    "Check the key and whether the lesson teaches it; then make the question or the lesson clearer."
)
EASY_LABEL = "Too easy"
EASY_REASON = "On average people earn {share}% of the mark."
EASY_ADVICE = "Keep it if it is there to encourage; otherwise make the wrong options more tempting."
UNUSED_LABEL = "An option that nobody chooses"
UNUSED_REASON = "“{option}” was chosen by {share}%."
UNUSED_ADVICE = "Replace it by a mistake that people really make."
VARIANT_LABEL = "Probably a spelling is missing"
VARIANT_REASON = "{n} of {m} wrong answers are “{answer}”."
VARIANT_ADVICE = "If it is right, add it to the accepted answers and mark the attempts anew."
SLOW_LABEL = "Much slower than the others"
SLOW_REASON = "It takes {n} s; a question of this quiz usually takes {m} s."
SLOW_ADVICE = "Shorten the text, or split the question in two."
