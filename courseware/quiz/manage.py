"""What commands ask of quizzes: questions out to other platforms, and in from them."""

import sys
from pathlib import Path

import click

from courseware.content import current
from courseware.quiz.exchange import files
from courseware.quiz.exchange.report import Finding
from courseware.quiz.exchange.to_yaml import to_yaml
from courseware.quiz.exchange.values import NotReadable


def export_questions(slug: str, form: str, lang: str, target: Path | None) -> None:
    """Write the questions of a quiz to a file or the screen, and the report beside it."""
    quiz = current.course().quizzes.get(slug)
    if quiz is None:
        raise click.ClickException(f"There is no quiz {slug}.")
    text, findings = files.write(quiz.questions, form, lang, slug)
    _write(files.commented(text, form, [str(one) for one in findings]), target)
    _report(findings)


def import_questions(source: Path, lang: str | None, target: Path | None) -> None:
    """Write the YAML of a file's questions to a file or the screen, and the report beside it."""
    try:
        reading = files.read(source.read_bytes())
    except NotReadable as error:
        raise click.ClickException(str(error)) from error
    text, findings = to_yaml(reading.questions, lang)
    _write(text, target)
    _report((*reading.findings, *findings))


def _write(text: str, target: Path | None) -> None:
    if target is None:
        sys.stdout.write(text)
    else:
        target.write_text(text, "utf-8")


def _report(findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        print(finding, file=sys.stderr)
