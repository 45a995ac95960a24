"""Pages of the survey at the end: answering it once, and what many said together."""

from typing import Any

from flask import Response, flash, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.content.definitions import TrackDefinition
from courseware.errors import NotFound
from courseware.feedback.actions import survey as actions
from courseware.feedback.forms.survey import QUESTIONS, STATEMENTS, SurveyForm
from courseware.feedback.queries import survey as queries
from courseware.feedback.routes.base import bp
from courseware.feedback.types.survey import Group, Results
from courseware.kit.tables import Cell, Sheet, write_csv
from courseware.web.access import signed_in, trainers_and_authors
from courseware.web.downloads import download
from courseware.web.locale import lang, t
from courseware.web.render import render
from courseware.web.zone import today


@bp.route("/surveys/<track>/answers", methods=["GET", "POST"])
@signed_in
def give_survey(track: str) -> Any:
    """The nine questions, for who has finished the track or whose class has ended."""
    found = _track(track)
    if queries.has_given(current_user.id, track):
        return render("feedback/survey_given.html", 409 if request.method == "POST" else 200)
    offer = queries.get_offer(current_user.id, track, today())
    form = SurveyForm()
    if request.method != "POST" or not (form.validate() and form.says_something()):
        status = 422 if form.errors else 200
        named = {"statements": STATEMENTS, "questions": QUESTIONS}
        return render("feedback/survey_form.html", status, form=form, track=found, **named)
    actions.give_survey(current_user, offer, form.said(), today())
    flash(t("Thank you. Your answer is among the others now, and nothing in it says whose it is."))
    return redirect("/", 303)


@bp.get("/surveys")
@trainers_and_authors
def surveys() -> Any:
    """The groups whose answers one may read, each with how many there are."""
    sees_all = current_user.is_author or current_user.is_administrator
    return render(
        "feedback/surveys.html",
        groups=queries.groups_for(current_user),
        titles={track.id: track.title for track in current.course().tracks},
        sees_all=sees_all,
    )


@bp.get("/surveys/<track>")
@trainers_and_authors
def survey_results(track: str) -> Any:
    results, group = _results(track)
    return render(
        "feedback/survey_results.html",
        results=results,
        track=_track(track),
        group=group,
        statements=STATEMENTS,
        questions=QUESTIONS,
    )


@bp.get("/surveys/<track>.csv")
@trainers_and_authors
def survey_table(track: str) -> Response:
    """The same figures and words as a table; one line holds one question and never one person."""
    results, group = _results(track)
    if not results.answers:
        raise NotFound("There are not enough answers yet.")
    title = _track(track).title[lang()]
    place = group.cohort if group and group.cohort else title
    sheet = Sheet(title, _columns(), _rows(results))
    return download(write_csv(sheet), f"{t('Survey at the end')} {place}.csv")


def _columns() -> list[str]:
    steps = [str(step) for step in range(1, 6)]
    return [t("Question of the survey"), t("Words or how many answers"), t("Average"), *steps]


def _rows(results: Results) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [str(STATEMENTS[key]), spread.answers, round(spread.average, 2), *spread.counts]
        for key, spread in results.ratings.items()
    ]
    empty: list[Cell] = [None] * 6
    rows += [
        [str(QUESTIONS[key]), text, *empty]
        for key, texts in results.words.items()
        for text in texts
    ]
    return rows


def _results(track: str) -> tuple[Results, Group | None]:
    """Of the class in the address, or of all whom the reader may see."""
    _track(track)
    groups = [g for g in queries.groups_for(current_user) if g.track == track]
    asked = request.args.get("class", "")
    group = next((g for g in groups if asked and str(g.cohort_id) == asked), None)
    if asked and group is None:
        raise NotFound
    if group is None and not (current_user.is_author or current_user.is_administrator):
        raise NotFound  # trainers look at one class at a time
    return queries.results_for(current_user, track, group.cohort_id if group else None), group


def _track(track_id: str) -> TrackDefinition:
    found = next((track for track in current.course().tracks if track.id == track_id), None)
    if found is None:
        raise NotFound
    return found
