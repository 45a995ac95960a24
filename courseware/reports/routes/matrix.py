"""The matrix of a class and of a manager's people: a page, its data for the scrolling grid, and each module."""

import json
from functools import cache
from typing import Any
from urllib.parse import urlencode

from flask import Response, request
from flask_login import current_user

from courseware.cohorts.queries import get_cohort_for
from courseware.content import current
from courseware.errors import NotFound, Refused
from courseware.reports import queries
from courseware.reports.documents import STATES
from courseware.reports.documents.next_week import titles_of_needs
from courseware.reports.routes.base import bp
from courseware.reports.routes.teams import wanted_team
from courseware.reports.rules import matrix as rules
from courseware.reports.types import Need
from courseware.reports.types.matrix import LETTERS, Matrix, MatrixRow, Wish
from courseware.web.access import managers, trainers
from courseware.web.locale import lang, t
from courseware.web.paging import page_of, wanted_page
from courseware.web.render import render, renderer

#: people on a page of the table that needs no script
A_PAGE = 50


@bp.get("/cohorts/<int:number>/matrix")
@trainers
def cohort_matrix(number: int) -> Any:
    found = queries.cohort_matrix(current_user, current.course(), number)
    return _page(found, f"/cohorts/{number}/matrix", cohort=get_cohort_for(current_user, number))


@bp.get("/cohorts/<int:number>/matrix.json")
@trainers
def cohort_matrix_data(number: int) -> Any:
    return _data(queries.cohort_matrix(current_user, current.course(), number))


@bp.get("/cohorts/<int:number>/matrix/<slug>")
@trainers
def cohort_module(number: int, slug: str) -> Any:
    found = queries.cohort_matrix(current_user, current.course(), number)
    cohort = get_cohort_for(current_user, number)
    return _module(found, slug, f"/cohorts/{number}/matrix", cohort=cohort)


@bp.get("/team/matrix")
@managers
def team_matrix() -> Any:
    team_id, choices = wanted_team(), queries.team_choices(current_user)
    found = queries.team_matrix(current_user, current.course(), team_id)
    return _page(found, "/team/matrix", team_id=team_id, choices=choices)


@bp.get("/team/matrix.json")
@managers
def team_matrix_data() -> Any:
    return _data(queries.team_matrix(current_user, current.course(), wanted_team()))


@bp.get("/team/matrix/<slug>")
@managers
def team_module(slug: str) -> Any:
    team_id = wanted_team()
    found = queries.team_matrix(current_user, current.course(), team_id)
    return _module(found, slug, "/team/matrix", team_id=team_id)


def _page(found: Matrix, where: str, **more: Any) -> Any:
    wish = _wish()
    rows = rules.arranged(found, wish)
    number = min(wanted_page(), max(1, -(-len(rows) // A_PAGE)))
    shown = rows[(number - 1) * A_PAGE : number * A_PAGE]
    return render(
        "reports/matrix.html",
        matrix=found,
        page=page_of(shown, len(rows), number, size=A_PAGE),
        wish=wish,
        where=where,
        states=_states(),
        titles=titles_of_needs(row.needs for row in shown),
        is_too_large=len(found.rows) > queries.MOST_IN_MATRIX,
        most=queries.MOST_IN_MATRIX,
        others=_others(),
        **{"cohort": None, "team_id": None, "choices": (), **more},
    )


def _module(found: Matrix, slug: str, where: str, **more: Any) -> Any:
    place = next((n for n, column in enumerate(found.columns) if column.slug == slug), None)
    if place is None:
        raise NotFound
    return render(
        "reports/matrix_module.html",
        matrix=found,
        module=rules.statistics_of(found, place),
        place=place,
        where=where,
        states=_states(),
        **{"cohort": None, "team_id": None, **more},
    )


def _data(found: Matrix) -> Response:
    """Everybody, one short list a person; the texts of a flag as the page says them."""
    if len(found.rows) > queries.MOST_IN_MATRIX:
        raise Refused("These are too many people for one page.")
    titles = titles_of_needs(row.needs for row in found.rows)
    words: Any = renderer().environment(lang()).get_template("reports/_needs.html").module

    @cache  # the same few reasons come again and again
    def reason(need: Need) -> tuple[str, str]:
        return str(words.why(need, titles, lang())), str(words.what(need))

    data = {
        "columns": [(c.slug, c.number, c.title[lang()]) for c in found.columns],
        "rows": [_listed(row, [reason(need) for need in row.needs]) for row in found.rows],
    }
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Response(body, mimetype="application/json")


def _listed(row: MatrixRow, reasons: list[tuple[str, str]]) -> tuple[Any, ...]:
    return (
        row.person_id,
        row.name,
        row.number,
        row.place,
        row.groups,
        row.spelling.letters,
        row.spelling.initials,
        row.states,
        {place: on.isoformat() if on else "" for place, on in row.late_in.items()},
        row.passed,
        row.need,
        row.late,
        reasons,
        row.attended,
        row.held,
    )


def _wish() -> Wish:
    """What the query asks for; a value that is no choice asks for nothing."""
    asked = request.args
    state, flag, order = asked.get("state", ""), asked.get("flag", ""), asked.get("order", "")
    return Wish(
        words=asked.get("words", "")[:100],
        group=asked.get("group", ""),
        module=asked.get("module", ""),
        state=state if state in LETTERS else "",
        flag=flag if flag in rules.FLAGS else "",
        order=order if order in rules.ORDERS else "name",
    )


def _others() -> str:
    """The query without its page, to put one at the end."""
    kept = [(key, value) for key, value in request.args.items() if key != "page" and value]
    return urlencode(kept) + "&" if kept else ""


def _states() -> list[tuple[str, str, str, str, str]]:
    """Key, words, tone, sign and letter of the states of a cell."""
    return [
        (key, t(STATES[key][0]), STATES[key][1], STATES[key][2], letter)
        for key, letter in LETTERS.items()
    ]
