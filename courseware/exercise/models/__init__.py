"""What people fill in: submissions, their authors, rounds about a person, model examples."""

from courseware.exercise.models.about import FeedbackAsked, FeedbackRound
from courseware.exercise.models.examples import ModelExample, Star
from courseware.exercise.models.submissions import Draft, Revision, Submission
from courseware.exercise.models.together import Author

__all__ = [
    "Author",
    "Draft",
    "FeedbackAsked",
    "FeedbackRound",
    "ModelExample",
    "Revision",
    "Star",
    "Submission",
]
