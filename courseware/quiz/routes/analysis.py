"""What everybody's answers say about the questions of a quiz: pages and files for trainers and authors."""

from collections.abc import Mapping
from typing import Any

from flask import Response, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import FINAL, Text
from courseware.errors import NotFound
from courseware.kit.tables import Cell, Sheet, write_csv, write_xlsx
from courseware.quiz import papers
from courseware.quiz.queries import analysis as queries
from courseware.quiz.routes.base import bp
from courseware.quiz.rules import analysis as rules
from courseware.quiz.rules.chosen import FEWEST
from courseware.quiz.types.analysis import Analysis, Flag, ItemFigures
from courseware.web.access import signed_in
from courseware.web.downloads import download
from courseware.web.locale import lang, t
from courseware.web.render import render


@bp.get("/quizzes/<slug>/analysis")
@signed_in
def analysis(slug: str) -> Response:
    """The quiz and its questions, those that look bad first; who may is decided by the loader."""
    found = _analysis(slug)
    return _render("quiz/analysis.html", slug, found=found, enough=rules.ENOUGH)


@bp.get("/quizzes/<slug>/analysis/<question_id>")
@signed_in
def analysis_question(slug: str, question_id: str) -> Response:
    """One question: what was chosen by whom, in quarters; `?series=` opens an older wording."""
    quiz = queries.quiz_for(current_user, current.course(), slug)
    answers = queries.answers_to(slug)
    wanted = request.args.get("series", "")
    known = queries.wordings(quiz, answers, [(question_id, wanted)] if wanted else ())
    versions = [version for id_, version in known if id_ == question_id]
    if not versions or (wanted and wanted not in versions):
        raise NotFound
    series = (question_id, wanted or versions[0])
    item = rules.item(answers, series, known[series], rules.usual_seconds(answers))
    return _render(
        "quiz/analysis_question.html", slug, item=item, newest=versions[0], enough=rules.ENOUGH
    )


@bp.get("/quizzes/<slug>/analysis.<any(csv, xlsx):ending>")
@signed_in
def analysis_file(slug: str, ending: str) -> Response:
    """The same figures as a table."""
    found = _analysis(slug)
    sheets = [_questions(found), _answers(found), _quiz(found)]
    content = write_csv(sheets[0]) if ending == "csv" else write_xlsx(sheets)
    return download(content, f"{t('Item analysis')} {slug}.{ending}")


def _analysis(slug: str) -> Analysis:
    quiz = queries.quiz_for(current_user, current.course(), slug)
    answers = queries.answers_to(slug)
    return rules.analyse(answers, queries.wordings(quiz, answers))


def _render(template: str, slug: str, **context: Any) -> Response:
    module = current.course().by_slug.get(slug)
    return render(
        template,
        slug=slug,
        module=module,
        name=module.title[lang()] if module else t("Final exam") if slug == FINAL else slug,
        plain=plain,
        reason=lambda flag: t(flag.reason, **_said(flag.values)),
        words=lambda text: papers.words(text, lang()),
        fewest=FEWEST,
        **context,
    )


def plain(words: Text | str) -> str:
    """Words without their marks, for charts, titles and tables."""
    return papers.words(words, lang()).striptags() if isinstance(words, Text) else words


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: plain(v) if isinstance(v, Text) else v for name, v in values.items()}


def _text_of(item: ItemFigures) -> str:
    return plain(item.definition.text) if item.definition else item.id


def _verdict(flags: tuple[Flag, ...]) -> str:
    return " ".join(f"{t(f.label)}: {t(f.reason, **_said(f.values))}" for f in flags)


def _questions(found: Analysis) -> Sheet:
    columns = (
        t("Id"),
        t("Question"),
        t("Wording"),
        t("Number of people"),
        t("Facility"),
        t("Discrimination"),
        t("Median time, s"),
        t("Left empty"),
        t("What looks bad"),
        t("What to do"),
    )
    return Sheet(t("All questions"), columns, [_line(item) for item in found.items])


def _line(item: ItemFigures) -> tuple[Cell, ...]:
    return (
        item.id,
        _text_of(item),
        item.version,
        item.n if item.is_enough else None,
        _rounded(item.facility),
        _rounded(item.discrimination),
        item.seconds,
        item.empty if item.is_enough else None,
        _verdict(item.flags) or (t("looks good") if item.is_judged else t("too few yet")),
        " ".join(dict.fromkeys(t(flag.advice) for flag in item.flags)),
    )


def _answers(found: Analysis) -> Sheet:
    columns = (
        t("Id"),
        t("Answer"),
        t("Right"),
        t("Number of people"),
        t("Share"),
        t("Weakest quarter"),
        t("Second quarter"),
        t("Third quarter"),
        t("Strongest quarter"),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            item.id,
            plain(choice.text),
            choice.right,
            choice.count,
            _rounded(choice.share),
            *map(_rounded, choice.quarters),
        )
        for item in found.items
        for choice in item.choices
    ]
    return Sheet(t("Answers"), columns, rows)


def _quiz(found: Analysis) -> Sheet:
    quiz = found.quiz
    rows: list[tuple[Cell, ...]] = [
        (t("Attempts"), quiz.attempts if quiz.is_enough else None),
        (t("Number of people"), quiz.people if quiz.is_enough else None),
        (t("Mean, %"), _rounded(quiz.mean)),
        (t("Standard deviation, %"), _rounded(quiz.deviation)),
        (t("Passed at the first attempt"), _rounded(quiz.passed)),
        (t("Reliability (Cronbach’s α)"), _rounded(quiz.alpha)),
        (t("Standard error of measurement, %"), _rounded(quiz.error)),
        (t("Questions on a paper"), _rounded(quiz.length)),
    ]
    return Sheet(t("Quiz"), (t("Figure"), t("Value")), rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 3)
