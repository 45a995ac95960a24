"""quizzes/final.yaml: the blueprint of the final exam and of the starting test, over whatever the edition holds."""

from collections.abc import Iterable
from dataclasses import dataclass

from courseware.content import digests
from courseware.content.definitions import (
    FINAL,
    STARTING_TEST,
    ModuleDefinition,
    QuizDefinition,
)
from courseware.content.reading import Document, Load


@dataclass(frozen=True, slots=True)
class Blueprint:
    """How exams are drawn; the questions lie in the files of the modules."""

    draw: int
    per_part: int
    time_limit: int  # minutes
    attempts: int
    cooldown: int  # minutes before the third and later attempts
    starting_test: int  # questions of the starting test


def read_blueprint(load: Load) -> Blueprint | None:
    """The blueprint; none where the course has no final exam."""
    path = load.root / "quizzes" / f"{FINAL}.yaml"
    if not path.is_file():
        return None
    document = Document(load, path)
    top = document.yaml()
    blueprint = Blueprint(
        draw=top.integer("draw", 1, 200, 50),
        per_part=top.integer("per_part", 0, 50, 3),
        time_limit=top.integer("time_limit", 1, 600, 60),
        attempts=top.integer("attempts", 1, 100, 2),
        cooldown=top.integer("cooldown", 0, 10080, 0),
        starting_test=top.integer("starting_test", 1, 200, 30),
    )
    top.done()
    document.mark(1, "quiz", FINAL)
    return blueprint if document.close() else None


def final_exam(
    blueprint: Blueprint | None, modules: Iterable[ModuleDefinition], pass_mark: int
) -> QuizDefinition | None:
    """The final exam; none without a blueprint, or while no ready module keeps a question for it."""
    if blueprint is None:
        return None
    made = _exam(FINAL, blueprint, modules, pass_mark)
    return made if made.drawable else None


def starting_test(
    blueprint: Blueprint | None, modules: Iterable[ModuleDefinition]
) -> QuizDefinition | None:
    """The starting test, drawn from the questions of the quizzes: those of the final exam stay unseen."""
    if blueprint is None:
        return None
    made = _exam(STARTING_TEST, blueprint, modules, 1)
    return made if made.drawable else None


def _exam(
    slug: str, blueprint: Blueprint, modules: Iterable[ModuleDefinition], pass_mark: int
) -> QuizDefinition:
    is_final = slug == FINAL
    use = "final" if is_final else "quiz"
    draw = blueprint.draw if is_final else blueprint.starting_test
    rules = [pass_mark, draw, blueprint.per_part, blueprint.time_limit]
    questions = tuple(
        question
        for module in modules
        if module.is_ready and module.quiz
        for question in module.quiz.questions
        if question.use == use and question.type != "short_text"
    )
    return QuizDefinition(
        slug=slug,
        pass_mark=pass_mark,
        draw=draw,
        time_limit=blueprint.time_limit,
        attempts=blueprint.attempts if is_final else 1,
        cooldown=blueprint.cooldown,
        feedback="never",
        questions=questions,
        digest=digests.pair(
            [rules, [[q.id, q.digest.version] for q in questions]],
            [[q.id, q.digest.text] for q in questions],
        ),
        use=use,
        per_part=blueprint.per_part,
    )
