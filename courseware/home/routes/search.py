"""Search: the page, and what the palette shows while somebody types."""

from typing import Any

from flask import request
from flask_login import current_user

from courseware.home.queries.finding import find
from courseware.home.routes.base import bp
from courseware.home.types.finding import Found, FoundRow
from courseware.web.access import signed_in
from courseware.web.locale import HTML_LANG, lang, lazy
from courseware.web.render import render

LONGEST = 100
#: rows of each kind in the palette
IN_PALETTE = 4
NAMES = {
    "module": lazy("Modules"),
    "lesson": lazy("Passages"),
    "term": lazy("Terms"),
    "exercise": lazy("Exercises"),
    "script": lazy("Role-plays"),
    "objection": lazy("Objections and lines"),
    "case": lazy("The case"),
    "person": lazy("People"),
    "class": lazy("Classes"),
    "team": lazy("Teams"),
    "note": lazy("My notes"),
}


@bp.get("/search")
@signed_in
def search() -> Any:
    """All that holds the words, by kind; `kind` shows one of them at length."""
    words, kind = _words(), request.args.get("kind", "")
    kind = kind if kind in NAMES else ""
    found = find(current_user, words, lang(), kind=kind) if words else Found((), (), 0)
    return render(
        "home/search.html", words=words, found=found, kind=kind, names=NAMES, html_langs=HTML_LANG
    )


@bp.get("/search/suggestions")
@signed_in
def suggestions() -> Any:
    """The likeliest of each kind, for the palette."""
    words = _words()
    found = find(current_user, words, lang()) if words else Found((), (), 0)
    groups: list[dict[str, Any]] = []
    if found.best:
        groups.append(_group("", "", found.best))
    groups += [
        _group(each.kind, str(NAMES[each.kind]), each.rows[:IN_PALETTE])
        for each in found.kinds
        if each.rows
    ]
    return {"words": words, "count": found.count, "groups": groups}


def _group(kind: str, name: str, rows: Any) -> dict[str, Any]:
    return {"kind": kind, "name": name, "rows": [_as_json(row) for row in rows]}


def _as_json(row: FoundRow) -> dict[str, Any]:
    return {
        "href": row.href,
        "kind": str(NAMES[row.kind]),
        "title": row.title,
        "where": "" if row.kind == "person" else row.where,
        "excerpt": row.excerpt,
        "lang": row.lang,
    }


def _words() -> str:
    return request.args.get("q", "").strip()[:LONGEST]
