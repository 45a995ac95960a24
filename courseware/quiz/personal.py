"""What this room keeps about a person."""

from courseware.kit.personal import Held, no_free_words
from courseware.quiz.models import (
    AnswerStep,
    Attempt,
    ExamPaper,
    MissedAnswer,
    MissedQuestion,
    QuestionMark,
    Regrade,
    RegradedAttempt,
    Release,
    Reveal,
)
from courseware.review.models import Review

ATTEMPTS = Held(Attempt, Attempt.person_id)
HELD = (
    ATTEMPTS,
    Held(AnswerStep, AnswerStep.attempt_id, within=ATTEMPTS, words={"response": no_free_words}),
    Held(Reveal, Reveal.attempt_id, within=ATTEMPTS),
    Held(QuestionMark, QuestionMark.attempt_id, within=ATTEMPTS),
    Held(RegradedAttempt, RegradedAttempt.attempt_id, within=ATTEMPTS),
    Held(MissedQuestion, MissedQuestion.person_id),
    Held(MissedAnswer, MissedAnswer.person_id, words={"response": no_free_words}),
    Held(Release, Release.person_id),
    Held(
        Review,
        Review.object_id,
        within=ATTEMPTS,
        only=Review.object_kind == "attempt",
        words={"comments": no_free_words, "summary": no_free_words},
    ),
    Held(Attempt, Attempt.entered_by_id, copied=False),  # other people's answers
    Held(QuestionMark, QuestionMark.marked_by_id, copied=False),
    Held(Release, Release.released_by_id, copied=False),
    Held(Regrade, Regrade.actor_id),
    Held(ExamPaper, ExamPaper.created_by_id),
)
