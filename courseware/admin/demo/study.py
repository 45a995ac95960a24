"""Studying as a person does: reading, answering, talking, filling in, each by the action behind its page."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import chain, islice

from courseware.accounts.queries import me_by_id
from courseware.accounts.types import Me
from courseware.content.definitions import (
    Course,
    ExerciseDefinition,
    ModuleDefinition,
    Node,
    QuizDefinition,
    RoleplayDefinition,
)
from courseware.errors import NotFound
from courseware.exercise import actions as exercises
from courseware.exercise.queries import submissions_of
from courseware.exercise.rules.repeating import periods
from courseware.kit import clock
from courseware.learning.actions import open_module, record_step
from courseware.learning.types import Done
from courseware.quiz import actions as quizzes
from courseware.quiz import queries as papers
from courseware.quiz.types import type_of
from courseware.quiz.types.values import Given
from courseware.review.queries import waiting_for
from courseware.review.types import Verdict
from courseware.roleplay import actions as roleplays
from courseware.roleplay.actions.drills import answer_card
from courseware.roleplay.types import Sent
from courseware.roleplay.types.drills import DrillSent, Shown
from courseware.web import zone

LANG = "zh"
PAUSE = timedelta(hours=20)
ACCEPTED_AFTER = timedelta(days=1)

#: one thing to do, begun at the time of the frozen clock
Deed = Callable[[], object]


def me(person_id: int) -> Me:
    found = me_by_id(person_id)
    if found is None:
        raise NotFound
    return found


def whole_course(course: Course, learner: Me, trainer: Me, start: datetime) -> None:
    """What the certificates of course, portfolio and one industry ask for: accepted forms, talks, the final exam."""
    deeds = chain(
        _all(course, learner, trainer),
        _portfolio(course, learner, trainer),
        _industry(course, learner),
        _final(course, learner),
    )
    done = list(deeds)
    # So that the last form is accepted by today.
    pause = min(PAUSE, (clock.now() - start - ACCEPTED_AFTER) / len(done))
    _do(iter(done), start, pause)


def starting_test(course: Course, learner: Me, at: datetime) -> None:
    """Take the starting test of one's class; before the course people know a part of it."""
    if course.starting_test is not None:
        _do(iter([partial(take_quiz, course, learner, course.starting_test, knows=4)]), at)


def final_exam(course: Course, learner: Me, at: datetime) -> None:
    """Take the final exam, and pass."""
    _do(_final(course, learner), at)


def some_of(course: Course, learner: Me, trainer: Me | None, plan: tuple[int, datetime]) -> None:
    """The first so many things of the course from a time on; without a trainer, forms wait for their reviewer."""
    deeds, start = plan
    _do(islice(_mixed(course, learner, trainer), deeds), start)


def _do(deeds: Iterator[Deed], start: datetime, pause: timedelta = PAUSE) -> None:
    at, now = start, clock.now()
    for deed in deeds:
        with clock.frozen(min(at, now)):
            deed()
        at += pause


def _all(course: Course, learner: Me, trainer: Me | None) -> Iterator[Deed]:
    for module in course.ready_modules:
        yield from _studying(course, learner, module)
        yield from _practising(course, learner, module, trainer)


def _mixed(course: Course, learner: Me, trainer: Me | None) -> Iterator[Deed]:
    """Lessons in their order and practice all along, as a class does it; forms that somebody asks for do not wait."""
    modules = course.ready_modules
    practice = (d for m in modules for d in _practising(course, learner, m, trainer))
    for number, deed in enumerate(d for m in modules for d in _studying(course, learner, m)):
        yield deed
        if number % 2:
            yield from islice(practice, 1)
    yield from practice


def _studying(course: Course, learner: Me, module: ModuleDefinition) -> Iterator[Deed]:
    yield partial(read, course, learner, module)
    if module.quiz is not None:
        yield partial(take_quiz, course, learner, module.quiz)


def _practising(
    course: Course, learner: Me, module: ModuleDefinition, trainer: Me | None
) -> Iterator[Deed]:
    for talk in _talks(course, module):
        yield partial(play, course, learner, talk)
    for form in _forms(course, module):
        yield partial(fill_in, course, learner, form, trainer)


def _portfolio(course: Course, learner: Me, trainer: Me) -> Iterator[Deed]:
    """The forms of the portfolio that the modules do not ask for."""
    filled = {form.id for module in course.ready_modules for form in _forms(course, module)}
    for key in course.certificates.portfolio:
        if key in course.exercises and key not in filled:
            yield partial(fill_in, course, learner, course.exercises[key], trainer)


def _industry(course: Course, learner: Me) -> Iterator[Deed]:
    """The talks and the drill of one industry."""
    for lot, (industry, library) in enumerate(course.objections.items()):
        talks = [talk for talk in course.roleplays.values() if talk.industry == industry]
        if talks:
            for talk in talks[: course.certificates.scenarios]:
                yield partial(play, course, learner, talk)
            yield partial(_whole_drill, course, learner, (len(library.objections), lot))
            return


def _whole_drill(course: Course, learner: Me, plan: tuple[int, int]) -> None:
    drill(course, learner, clock.now(), plan)


def _final(course: Course, learner: Me) -> Iterator[Deed]:
    if course.final is not None:
        yield partial(take_quiz, course, learner, course.final, knows=9)


def _talks(course: Course, module: ModuleDefinition) -> list[RoleplayDefinition]:
    """The role-plays the module asks for, and as many of any industry as it wants."""
    named = [course.roleplays[key] for key in module.required.roleplays]
    free = [talk for talk in module.roleplays if talk.industry != "any" and talk not in named]
    return named + free[: max(module.required.any_roleplays, 1)]


def _forms(course: Course, module: ModuleDefinition) -> list[ExerciseDefinition]:
    wanted = (*module.required.exercises, *course.completion.exercises)
    return [form for form in module.exercises if form.id in wanted]


def read(course: Course, learner: Me, module: ModuleDefinition) -> None:
    open_module(learner.id, module.slug)
    record_step(course, Done(learner.id, "lesson", module.slug, module.slug, passed=True))


def take_quiz(course: Course, learner: Me, quiz: QuizDefinition, *, knows: int = 0) -> None:
    """Answer with the keys: of ten questions so many as one knows, else all but one for most, which is still a pass."""
    attempt = quizzes.start_attempt(learner, course, quiz)
    paper = papers.own_paper(learner, attempt)
    for number, question in enumerate(papers.questions_of(course, paper)):
        if (number * 7 % 10 >= knows) if knows else (number == 5 and learner.id % 3):
            continue
        key = type_of(question).key(question)
        quizzes.save_answer(paper, Given(question.id, key, f"demo-{attempt}-{number}"))
    quizzes.submit_attempt(course, attempt)


def play(course: Course, learner: Me, talk: RoleplayDefinition) -> None:
    """Take the reply that earns most at every turn; where words are asked for, the model's."""
    session = roleplays.start_session(learner, talk, lang=LANG)
    node, number = _reached(talk, talk.start), 1
    while node.kind != "end":
        if node.kind == "speak" and node.model is not None:
            sent = Sent(number, f"demo-{number}", line=node.model[LANG])
            roleplays.say_line(learner, course, session, sent)
            node = _reached(talk, node.next or "")
        else:
            choice = max(node.choices, key=lambda c: sum(c.marks.values()) + c.trust + c.mood)
            sent = Sent(number, f"demo-{number}", choice=choice.id)
            roleplays.take_choice(learner, course, session, sent)
            node = _reached(talk, choice.next)
        number += 1
    roleplays.hand_in(learner, session)


def fill_in(course: Course, learner: Me, form: ExerciseDefinition, trainer: Me | None) -> None:
    """Hand in the filled example; with a trainer, it is accepted a day later."""
    period = periods(form.repeats, zone.today(), 1)[0]
    submission = exercises.open_submission(learner, form, period)
    rubric = course.rubrics[form.rubric]
    marks = {criterion.id: 2 for criterion in rubric.criteria}
    exercises.submit(learner, course, submission, form.example[LANG], marks=marks, counter=0)
    if trainer is None or form.done_when != "accepted":
        return
    with clock.frozen(clock.now() + ACCEPTED_AFTER):
        verdict = Verdict(
            "accepted",
            marks={criterion.id: 3 for criterion in rubric.criteria},
            summary="数字和依据都齐了，可以拿去用。",
            rubric=rubric.id,
            rubric_version=rubric.digest.version,
        )
        # Whoever assigned the form accepts it; course work goes to the trainer.
        waiting = waiting_for(("submission", submission))
        named = waiting.reviewer_id if waiting else None
        exercises.accept(me(named) if named else trainer, course, submission, verdict)


def drill(course: Course, learner: Me, at: datetime, plan: tuple[int, int]) -> None:
    """Answer so many objections of one library, well, partly or not."""
    count, lot = plan
    industry, library = list(course.objections.items())[lot % len(course.objections)]
    for number, objection in enumerate(library.objections[:count]):
        with clock.frozen(min(at + timedelta(minutes=number), clock.now())):
            shown = Shown(
                learner.id, industry, objection.id, library.digest.version, LANG,
                token=f"demo-{number}", at=clock.now().timestamp(), seconds=12 + (lot + number) % 40,
            )  # fmt: skip
            outcome = ("well", "partly", "well", "missed")[(lot + number) % 4]
            sent = DrillSent(objection.good.line[LANG] if outcome == "well" else "", outcome)
            answer_card(learner, shown, sent, today=zone.today())


def send_back(course: Course, learner: Me, trainer: Me, at: datetime) -> None:
    """Hand in a form that a reviewer accepts and that is not begun yet, and get it back with words on one field."""
    begun = {row.exercise for row in submissions_of(learner.id)}
    free = (
        form
        for form in course.exercises.values()
        if form.done_when == "accepted" and form.filled_by == "learner" and form.id not in begun
    )
    form = next(free, None)
    if form is None:
        return
    with clock.frozen(at):
        fill_in(course, learner, form, None)
    number = submissions_of(learner.id, form.id)[0].id
    field = next(f.key for f in form.fields if f.type != "computed")
    words = "这里还看不出依据：请写出一个数字和它的来源。"
    verdict = Verdict("returned", comments={field: words}, mend=(field,), rubric=form.rubric)
    waiting = waiting_for(("submission", number))
    named = waiting.reviewer_id if waiting else None
    with clock.frozen(min(at + timedelta(days=1), clock.now())):
        exercises.return_fields(me(named) if named else trainer, course, number, verdict)


def _reached(talk: RoleplayDefinition, node_id: str) -> Node:
    """Where the learner has a say: customers' lines lead on by themselves."""
    node = talk.nodes[node_id]
    while node.kind == "customer":
        node = talk.nodes[node.next or ""]
    return node
