"""Questions of a quiz on the wall: first the question, with the next press its answer. Pure."""

from collections.abc import Iterator

from markupsafe import Markup

from courseware.content.definitions import Lang, QuestionDefinition, QuizDefinition, Text
from courseware.kit.markdown import render_inline
from courseware.publishing.rules.fitting import (
    GRACE,
    LINE,
    LINES,
    lines,
    marked,
    plain,
    shortened,
    written,
)
from courseware.publishing.types.slides import Slide

#: a class answers so many; the rest of the quiz stays unseen
MOST = 3
_TRUE, _FALSE = Text(zh="对", en="True"), Text(zh="不对", en="False")
#: an answer that was cut would be another answer: only the question and the reason are shortened
_TEXT, _GAP, _BOX = LINE * 3, 0.3, 1.5


def questions(quiz: QuizDefinition, lang: Lang) -> Iterator[Slide]:
    """A few questions, each of another objective as far as there are, each followed by its answer."""
    for number, question in enumerate(_chosen(quiz), 1):
        title = f"{number} / {min(MOST, len(quiz.for_a_class))}"
        asked = _asked(question, lang)
        why = render_inline(question.explanation[lang])
        notes = Markup("<p>{}</p>").format(why)
        yield Slide(f"question-{question.id}", "question", title, asked + _options(question, lang))
        answer = _options(question, lang, shows=True) + _reason(why, _room(question, lang))
        yield Slide(f"answer-{question.id}", "answer", title, asked + answer, notes)


def _chosen(quiz: QuizDefinition) -> list[QuestionDefinition]:
    """The first of each objective, then the others, in the order of the file."""
    objectives: set[str] = set()
    first: list[QuestionDefinition] = []
    others: list[QuestionDefinition] = []
    for question in quiz.for_a_class:
        (others if question.objective in objectives else first).append(question)
        objectives.add(question.objective)
    return [*first, *others][:MOST]


def _asked(question: QuestionDefinition, lang: Lang) -> Markup:
    words = shortened(marked(str(render_inline(question.text[lang]))), _TEXT)
    return Markup('<p class="slide-asked">{}</p>').format(Markup(written(words)))  # noqa: S704 - escaped


def _room(question: QuestionDefinition, lang: Lang) -> float:
    """Lines that the question and its options leave for the reason."""
    used = lines(plain(str(_asked(question, lang))), LINE - 3) + _GAP
    for text, _ in _all_options(question):
        used += lines(plain(str(render_inline(text[lang]))), LINE - 6) + _GAP
    return LINES - used - _BOX


def _reason(why: Markup, room: float) -> Markup:
    """Why, in so many lines; with no room for it only the trainer reads it."""
    if room < 1:
        return Markup()
    short = written(shortened(marked(str(why)), room * LINE / GRACE))
    return Markup('<p class="slide-why">{}</p>').format(Markup(short))  # noqa: S704 - escaped


def _options(question: QuestionDefinition, lang: Lang, *, shows: bool = False) -> Markup:
    lines = []
    for text, right in _all_options(question):
        words = Markup(written(marked(str(render_inline(text[lang])))))  # noqa: S704 - escaped
        state = "right" if shows and right else "other" if shows else "open"
        tick = Markup('<span aria-hidden="true">✓ </span>') if shows and right else ""
        lines.append(Markup('<li class="slide-{}">{}{}</li>').format(state, tick, words))
    return Markup('<ol class="slide-options">{}</ol>').format(Markup("").join(lines))


def _all_options(question: QuestionDefinition) -> tuple[tuple[Text, bool], ...]:
    if question.type == "true_false":
        holds = str(question.body["answer"]).lower() == "true"
        return (_TRUE, holds), (_FALSE, not holds)
    return tuple((option.text, option.correct) for option in question.options)
