"""quizzes/NN-slug.yaml."""

from courseware.content import digests
from courseware.content.definitions import FEEDBACK, ModuleDefinition, QuizDefinition
from courseware.content.outline import Outline
from courseware.content.questions import read_question
from courseware.content.reading import Document, Entry, Load


def read_quiz(load: Load, outline: Outline, module: ModuleDefinition) -> QuizDefinition | None:
    path = load.root / "quizzes" / f"{module.slug}.yaml"
    if not path.is_file():
        return None
    document = Document(load, path)
    top = document.yaml()
    quiz = _quiz(top, outline, module)
    document.mark(1, "quiz", module.slug)
    return quiz if document.close() else None


def _quiz(top: Entry, outline: Outline, module: ModuleDefinition) -> QuizDefinition:
    defaults = outline.quiz_defaults
    pass_mark = top.integer("pass_mark", 1, 100, defaults.pass_mark)
    draw = top.integer("draw", 1, 100, defaults.draw)
    time_limit = top.integer("time_limit", 1, 600) if top.has("time_limit") else None
    attempts = top.integer("attempts", 1, 100) if top.has("attempts") else None
    cooldown = top.integer("cooldown", 0, 10080, defaults.cooldown)
    feedback = top.one_of("feedback", FEEDBACK[:-1], "chosen")
    numbers = {str(m.number): m.slug for m in outline.modules}
    questions, seen = [], set[str]()
    for entry in top.entries("questions", 1, "the questions of the module"):
        question = read_question(
            entry, lambda e, link: link_target(e, link, module.slug, numbers), module.slug
        )
        entry.unique(seen, question.id, "question")
        entry.mark("question", module.slug, question.id)
        _unique_in_course(top, entry, question.id)
        questions.append(question)
    top.done()
    settings = [pass_mark, draw, time_limit, attempts, cooldown]
    return QuizDefinition(
        slug=module.slug,
        pass_mark=pass_mark,
        draw=draw,
        time_limit=time_limit,
        attempts=attempts,
        cooldown=cooldown,
        feedback=feedback,
        questions=tuple(questions),
        digest=digests.pair(
            [settings, [[q.id, q.use, q.digest.version] for q in questions]],
            [[q.id, q.digest.text] for q in questions],
        ),
    )


def _unique_in_course(top: Entry, entry: Entry, question_id: str) -> None:
    """Exams draw from all modules, and figures follow a question for years: its id is its own."""
    known = top.document.course.question_ids.setdefault(question_id, top.document.file)
    if known != top.document.file:
        entry.fault("id", f"{question_id!r} is also in {known}; ids are unique in the course")


def link_target(
    entry: Entry, link: str, slug: str, numbers: dict[str, str], *, key: str = "link"
) -> str:
    """`strengths` or `10#smart` → NN-slug#anchor; whether the heading exists is checked with all lessons read."""
    number, hash_, anchor = link.rpartition("#")
    if not hash_:
        return f"{slug}#{link}"
    target = numbers.get(number.lstrip("0"))
    if target is None:
        entry.fault(key, f"there is no module {number!r}; write NN#heading, such as 10#smart")
        return f"{slug}#{anchor}"
    return f"{target}#{anchor}"
