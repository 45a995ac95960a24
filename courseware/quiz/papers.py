"""Papers for people: the questions of an attempt with words, answers, marks and the way back into the lesson."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from markupsafe import Markup

from courseware.content.definitions import Course, QuestionDefinition, Text
from courseware.kit.markdown import render_inline
from courseware.quiz import queries
from courseware.quiz.queries.attempts import standing_marks
from courseware.quiz.queries.feedback import revealed
from courseware.quiz.queries.regrades import as_marked
from courseware.quiz.types import counts, type_of
from courseware.quiz.types.base import Fields, one
from courseware.quiz.types.missed import Again
from courseware.quiz.types.values import Given, Paper, Question, StepRow


@dataclass(frozen=True, slots=True)
class ObjectiveResult:
    """How the questions on one objective went."""

    text: str
    right: int
    of: int
    link: str  # of the first question that went wrong; empty when all went right


def to_take(course: Course, paper: Paper) -> list[Question]:
    """The questions of an open attempt, with the answers saved so far; those that were checked are marked."""
    answers = queries.answers_of(paper.attempt.id)
    checked = revealed(paper.attempt.id)
    shown = []
    for number, definition in enumerate(queries.questions_of(course, paper), 1):
        plain = _question(paper, number, definition, answers.get(definition.id))
        if definition.id in checked:
            earned = type_of(definition).mark(definition, plain.response).fraction
            fraction = earned if type_of(definition).marked_here else None
            plain = _marked(course, plain, fraction)
        shown.append(plain)
    return shown


def marked(course: Course, paper: Paper) -> list[Question]:
    """The questions of a submitted attempt, with answers and what they earned."""
    answers = queries.answers_of(paper.attempt.id)
    marks = standing_marks(paper.attempt.id)
    shown = []
    for number, definition in enumerate(as_marked(course, paper, marks), 1):
        plain = _question(paper, number, definition, answers.get(definition.id))
        mark = marks[definition.id]
        # What a regrade took out of the score counts no more, whatever its type.
        plain = replace(plain, counts=mark.counts, is_anew=mark.is_anew)
        shown.append(_marked(course, plain, mark.fraction))
    return shown


def to_practise(definition: QuestionDefinition, person_id: int, before: int) -> Question:
    """One question on a page of its own; each time that it comes again its parts stand in another order."""
    kind = type_of(definition)
    mix = Random(f"{person_id} {definition.id} {before}")  # noqa: S311 - to mix, not to keep a secret
    parts = kind.parts(definition, kind.shuffle(definition, mix))
    return Question(1, definition, parts, kind.partial)


def practised(
    course: Course, definition: QuestionDefinition, person_id: int, again: Again
) -> Question:
    """The same page after the answer."""
    plain = replace(to_practise(definition, person_id, again.before), response=again.response)
    return _marked(course, plain, again.fraction)


def given_on(
    course: Course, paper: Paper, fields: Fields, *, client_id: str, only: str = ""
) -> list[Given]:
    """The answers in a page's form; with `only`, that one question's."""
    found = []
    for number, question in enumerate(queries.questions_of(course, paper), 1):
        if only in ("", question.id):
            name = f"q{number}"
            response = type_of(question).read(question, fields, name)
            seen = (fields.get(f"seen-{name}") or ("",))[-1]
            known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 16 else None
            step = client_id if only else f"{client_id}-{number}"
            found.append(Given(question.id, response, step, known))
    return found


def levels_on(course: Course, paper: Paper, fields: Fields) -> dict[str, dict[str, int]]:
    """A trainer's levels in a form, by question and criterion: fields such as q3-evidence."""
    levels: dict[str, dict[str, int]] = {}
    for question in queries.awaited(course, paper):
        name, rubric = (
            f"q{paper.position(question.id)}",
            course.rubrics[str(question.body["rubric"])],
        )
        sent = {c.id: one(fields, f"{name}-{c.id}") for c in rubric.criteria}
        levels[question.id] = {c: int(level) for c, level in sent.items() if level in set("0123")}
    return levels


def objective_results(
    questions: list[Question], objectives: Mapping[str, str]
) -> list[ObjectiveResult]:
    """How each objective went, in the lesson's order; what is outside the mark is left out."""
    results = []
    for objective, text in objectives.items():
        asked = [q for q in questions if q.definition.objective == objective and q.counts]
        missed = [q for q in asked if q.state != "right"]
        if asked:
            link = missed[0].definition.link if missed else ""
            results.append(ObjectiveResult(text, len(asked) - len(missed), len(asked), link))
    return results


def heading_of(course: Course, link: str) -> Text | None:
    """The title of a lesson's heading, NN-slug#anchor; none when the lesson no longer has it."""
    slug, _, anchor = link.partition("#")
    module = course.by_slug.get(slug)
    found = {
        lang: heading.title
        for lang, lesson in (module.lessons.items() if module else ())
        for heading in lesson.headings
        if heading.id == anchor
    }
    return Text(**found) if len(found) == 2 else None


def words(text: Text, lang: str) -> Markup:
    """A text of a question as cleaned HTML."""
    return _words(text[lang])


@lru_cache(maxsize=4096)  # the same for everybody who reads the same characters
def _words(source: str) -> Markup:
    return render_inline(source)


def _question(
    paper: Paper, number: int, definition: QuestionDefinition, answer: StepRow | None
) -> Question:
    kind = type_of(definition)
    return Question(
        number=number,
        definition=definition,
        parts=kind.parts(definition, paper.pinned[number - 1].order),
        partial=kind.partial,
        response=answer.response if answer else None,
        seen=answer.id if answer else 0,
        counts=counts(definition),
    )


def _marked(course: Course, plain: Question, fraction: float | None) -> Question:
    definition = plain.definition
    mark = type_of(definition).mark(definition, plain.response)
    heading = heading_of(course, definition.link)
    return replace(plain, mark=mark, fraction=fraction, heading=heading)
