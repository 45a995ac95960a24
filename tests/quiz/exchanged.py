"""What the tests of import and export share: reading a quiz file that an import made."""

from dataclasses import replace
from pathlib import Path

import yaml

from courseware import config
from courseware.content import catalogue
from courseware.content.definitions import Course, Digest, QuestionDefinition
from courseware.content.questions import read_question
from courseware.content.quizzes import link_target
from courseware.content.reading import Document, Load
from courseware.quiz.exchange.from_definition import from_definition
from courseware.quiz.exchange.to_yaml import to_yaml
from courseware.quiz.exchange.values import ExchangeQuestion

SLUG = "01-first-talk"


def read_back(
    questions: tuple[ExchangeQuestion, ...], folder: Path, numbers: dict[str, str] | None = None
) -> tuple[list[QuestionDefinition], list[str]]:
    """The questions as the course would load them, and the faults that its check would print."""
    text, _ = to_yaml(questions)
    assert yaml.safe_load(text)["questions"]
    (folder / "quiz.yaml").write_text(text, "utf-8")
    document = Document(Load(folder), folder / "quiz.yaml")
    top = document.yaml()
    known = numbers or {"1": SLUG}
    found = [
        read_question(entry, lambda e, link: link_target(e, link, SLUG, known), SLUG)
        for entry in top.entries("questions")
    ]
    return found, [fault.message for fault in document.faults]


def plain(question: QuestionDefinition) -> QuestionDefinition:
    """Without what a question made by hand does not have; its id as files have it."""
    return replace(question, id=question.id.replace("_", "-"), digest=Digest("", ""), module="")


def shipped() -> Course:
    loaded = catalogue.load(config.ROOT)
    assert loaded.draft is not None
    return loaded.draft


__all__ = ["SLUG", "from_definition", "plain", "read_back", "shipped"]
