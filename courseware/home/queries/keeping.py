"""Which pages a device keeps so that a module can be worked through without a line."""

from courseware.accounts.types import Me
from courseware.content.definitions import Course, ModuleDefinition
from courseware.exercise import queries as forms
from courseware.home.types.keeping import Keeping, KeptQuiz
from courseware.kit import clock
from courseware.quiz import queries as quizzes
from courseware.quiz.queries import exams
from courseware.quiz.rules import may_start

SHARED = ["/modules", "/exercises", "/roleplays", "/case", "/glossary", "/drills", "/drills/deck"]


def pages_to_keep(me: Me, course: Course, module: ModuleDefinition) -> Keeping:
    """The lesson, its quiz, its forms with the reader's open drafts, its role-plays."""
    ids = {exercise.id for exercise in module.exercises}
    drafts = [s.id for s in forms.submissions_of(me.id) if s.exercise in ids and s.is_editable]
    pages = [f"/modules/{module.slug}"]
    pages += [f"/exercises/{exercise.id}" for exercise in module.exercises]
    pages += [f"/submissions/{number}" for number in drafts]
    pages += [f"/roleplays/{roleplay.id}" for roleplay in module.roleplays]
    # The start page of those who lead shows other people: it stays with the server.
    leads = me.is_trainer or me.is_manager or me.is_administrator
    return Keeping(pages, SHARED if leads else ["/", *SHARED], _quiz(me, course, module))


def _quiz(me: Me, course: Course, module: ModuleDefinition) -> KeptQuiz:
    quiz = course.quizzes.get(module.slug)
    if quiz is None:
        return KeptQuiz(None)
    page = f"/quizzes/{module.slug}"
    past = quizzes.attempts_of(me.id, module.slug)
    going = next((a for a in past if a.submitted_at is None), None)
    if quiz.time_limit or (going is not None and going.deadline_at is not None):
        return KeptQuiz(page, sentence="The quiz runs against the server's clock and needs a line.")
    if going is not None:
        return KeptQuiz(page, open=f"/attempts/{going.id}")
    if any(a.passed for a in past):
        return KeptQuiz(
            page, sentence="You have passed the quiz; to practise it again you need a line."
        )
    released = exams.released(me.id, quiz)
    if not may_start(quiz, past, clock.now(), released=released).allowed:
        return KeptQuiz(page, sentence="No new attempt at the quiz may be begun now.")
    return KeptQuiz(page, start=f"{page}/attempts")
