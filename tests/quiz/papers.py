"""Taking a quiz as a browser would: begin, answer with the key or without, hand in."""

from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select

from courseware import db
from courseware.content.definitions import Course, QuestionDefinition
from courseware.quiz import rules
from courseware.quiz.models import AnswerStep, Attempt
from courseware.quiz.types import type_of

SLUG = "01-first-talk"
STEP = "0123456789abcdef"


_WANTED = {"which-open", "listen-more", "gap", "count", "pairs", "order", "own-words"}


def seed_for(course: Course) -> int:
    """A seed whose paper holds every type of the sample: seven questions that count and a text that does not."""
    for seed in range(10_000):
        drawn = {q.id for q, _ in rules.paper(course.quizzes[SLUG], seen={}, seed=seed)}
        if drawn >= _WANTED:
            return seed
    raise LookupError


@dataclass
class Taking:
    """An attempt and the browser that takes it."""

    id: int
    client: FlaskClient
    course: Course
    database: db.Database

    @property
    def url(self) -> str:
        return f"/attempts/{self.id}"

    @property
    def questions(self) -> list[QuestionDefinition]:
        with db.reading(self.database) as rows:
            drawn = rows.scalar(select(Attempt.questions).where(Attempt.id == self.id))
        return [self.course.quizzes[SLUG].question(q["id"]) for q in drawn]

    def put(self, number: int, response: Any, *, step: str = STEP, **more: Any) -> Any:
        question = self.questions[number - 1]
        fields = fields_of(question, response, number) | more.pop("fields", {})
        url = f"{self.url}/answers/{question.id}"
        return self.client.put(url, json={"step": step, "fields": fields}, **more)

    def page(self, responses: dict[int, Any], **seen: str) -> dict[str, Any]:
        fields: dict[str, Any] = {"step": STEP, **seen}
        for number, response in responses.items():
            fields |= fields_of(self.questions[number - 1], response, number)
        return fields

    def key(self, number: int) -> Any:
        question = self.questions[number - 1]
        return type_of(question).key(question)

    def keys(self) -> dict[int, Any]:
        return {n: self.key(n) for n in range(1, len(self.questions) + 1)}

    def hand_in(self, responses: dict[int, Any] | None = None) -> Any:
        return self.client.post(f"{self.url}/submission", data=self.page(responses or {}))

    def number_of(self, question_id: str) -> int:
        return [q.id for q in self.questions].index(question_id) + 1

    def row(self) -> Any:
        with db.reading(self.database) as rows:
            return rows.execute(select(Attempt.__table__).where(Attempt.id == self.id)).one()

    def steps(self) -> list[Any]:
        with db.reading(self.database) as rows:
            query = select(AnswerStep.__table__).where(AnswerStep.attempt_id == self.id)
            return list(rows.execute(query.order_by(AnswerStep.id)))


def fields_of(question: QuestionDefinition, response: Any, number: int) -> dict[str, list[str]]:
    """The form fields that say this answer."""
    name = f"q{number}"
    if response is None:
        return {}
    if question.type == "ordering":
        return {f"{name}-{item}": [str(place)] for place, item in enumerate(response, 1)}
    if isinstance(response, dict):
        return {f"{name}-{item}": [value] for item, value in response.items()}
    return {name: response if isinstance(response, list) else [response]}
