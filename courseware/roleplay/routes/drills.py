"""Pages of the drill: choosing cards, one card, its replies, how it went, what a run came to."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, redirect, request
from flask_login import current_user

from courseware.content import current
from courseware.errors import NotFound
from courseware.kit import clock
from courseware.roleplay import rules
from courseware.roleplay.actions.drills import answer_card
from courseware.roleplay.forms.drills import AnswerForm, OutcomeForm, seal, unseal
from courseware.roleplay.queries.drills import answers_of_run, spacing_of
from courseware.roleplay.queries.recordings import recordings_for_objection
from courseware.roleplay.routes.base import INDUSTRY_NAMES, OBJECTION_NAMES, bp
from courseware.roleplay.rules import drilling
from courseware.roleplay.rules.checks import check_line
from courseware.roleplay.types.drills import AnswerRow, Filters, Item, Outlook, Shown
from courseware.web.access import signed_in
from courseware.web.deliveries import made_at
from courseware.web.locale import lang, lazy
from courseware.web.render import render
from courseware.web.zone import today, zone

#: what was found in a typed line, as a hint; the two that a seller had better leave out are marked
HINTS = {
    "asks-first": (lazy("You asked before you offered"), "good"),
    "gives-evidence": (lazy("You gave evidence"), "good"),
    "takes-up": (lazy("You took up the customer's words"), "good"),
    "next-step": (lazy("You named a next step"), "good"),
    "gives-away": (lazy("You gave something away for nothing"), "warn"),
    "over-promises": (lazy("You promised more than can be kept"), "warn"),
}
#: begins the second half of a token: the card was answered from a page that a device keeps
KEPT = "kept"
RUN = re.compile(r"[0-9a-f]{12}")
KEY_MARK = "."  # between industry and objection in an address: neither id holds one


@bp.get("/drills")
@signed_in
def drills() -> Response:
    filters, libraries = _filters(), current.course().objections
    return render(
        "roleplay/drills.html",
        filters=filters,
        ahead=_ahead(filters),
        cards_a_run=drilling.CARDS_A_RUN,
        day=today(),
        libraries=libraries,
        industries=[each for each in rules.INDUSTRIES if each in libraries],
        industry_names=INDUSTRY_NAMES,
        objection_names=OBJECTION_NAMES,
    )


@bp.get("/drills/card")
@signed_in
def drill_card() -> Response:
    """The next customer; the objection itself, and its clock, wait until the learner is ready."""
    filters, run = _filters(), _run()
    if run is None:
        return _to(f"/drills/card{filters.query(run=secrets.token_hex(6))}")
    answers, ahead = answers_of_run(current_user.id, run), _ahead(filters)
    ready = _item(request.args.get("ready", ""))
    if ready is not None:
        return _objection_page(ready, _show(ready, run), AnswerForm(formdata=None))
    item = drilling.pick(ahead, answers, _items(), seed=run)
    if item is None or len(answers) >= drilling.CARDS_A_RUN:
        return _to(
            f"/drills/runs/{run}{filters.query()}" if answers else "/drills" + filters.query()
        )
    return render("roleplay/drill_customer.html", item=item, **_frame(run, answers, ahead))


@bp.post("/drills/card")
@signed_in
def drill_replies() -> Response:
    """The model replies beside the learner's own; nothing is written until they say how it went."""
    form, run = AnswerForm(), _run()
    shown = unseal(form.shown.data or "", person_id=current_user.id)
    item = _item(f"{shown.industry}{KEY_MARK}{shown.objection}")
    if item is None or run is None:  # the objection left its library meanwhile
        return _to(f"/drills/card{_filters().query(run=run or '')}")
    if not form.is_answered():
        return _objection_page(item, shown, form, status=422)
    seconds = drilling.seconds_between(shown.at, clock.now().timestamp())
    return render(
        "roleplay/drill_replies.html",
        item=item,
        line=form.line.data or "",
        seconds=seconds,
        sealed=seal(replace(shown, seconds=seconds)),
        days=drilling.days_until_next(spacing_of(current_user.id).get(item.key), today=today()),
        found=_found(form.line.data or "", shown, item),
        hints=HINTS,
        recordings=()
        if current_user.is_support
        else recordings_for_objection(current_user.id, item.industry, item.objection.id),
        **_frame(run, answers_of_run(current_user.id, run), _ahead(_filters())),
    )


@bp.post("/drills/answers")
@signed_in
def drill_answer() -> Response:
    form, run = OutcomeForm(), _run()
    shown = unseal(form.shown.data or "", person_id=current_user.id)
    if not form.validate_on_submit():
        raise NotFound  # no page of ours sends another outcome
    item = _item(f"{shown.industry}{KEY_MARK}{shown.objection}")
    sent, day = form.sent(), today()
    if shown.is_kept:  # answered without a line, perhaps days ago: on that day it happened
        seconds, at = drilling.answered_without_line(shown, sent.seconds, made_at())
        shown, sent = replace(shown, seconds=seconds), replace(sent, at=at)
        day = at.astimezone(zone()).date()
    found = _found(sent.line, shown, item)
    answer_card(current_user, shown, replace(sent, found=found), today=day)
    return _to(f"/drills/card{_filters().query(run=run or '')}")


@bp.get("/drills/deck")
@signed_in
def drill_deck() -> Response:
    """The cards of a run on one page, with their replies: for a device that keeps it until the line is gone."""
    filters, run = _filters(), secrets.token_hex(6)
    spacing, day = spacing_of(current_user.id), today()
    return render(
        "roleplay/drill_deck.html",
        cards=[
            (
                item,
                seal(_show(item, run, is_kept=True)),
                drilling.days_until_next(spacing.get(item.key), today=day),
            )
            for item in drilling.deal(_ahead(filters), _items(), seed=run)
        ],
        back=f"/drills{filters.query()}",
        limit=drilling.ANSWER_SECONDS,
        longest=rules.LONGEST_LINE,
        industry_names=INDUSTRY_NAMES,
        objection_names=OBJECTION_NAMES,
    )


@bp.get("/drills/runs/<run>")
@signed_in
def drill_run(run: str) -> Response:
    answers = answers_of_run(current_user.id, run) if RUN.fullmatch(run) else ()
    if not answers:
        raise NotFound
    filters = _filters()
    return render(
        "roleplay/drill_run.html",
        filters=filters,
        summary=drilling.sum_up(answers, _items()),
        ahead=_ahead(filters),
        limit=drilling.ANSWER_SECONDS,
        industry_names=INDUSTRY_NAMES,
        objection_names=OBJECTION_NAMES,
    )


def _objection_page(item: Item, shown: Shown, form: AnswerForm, *, status: int = 200) -> Response:
    run = _run() or ""
    gone = drilling.seconds_between(shown.at, clock.now().timestamp())
    return render(
        "roleplay/drill_card.html",
        status=status,
        item=item,
        sealed=seal(shown),
        form=form,
        limit=drilling.ANSWER_SECONDS,
        left=max(drilling.ANSWER_SECONDS - gone, 0),
        longest=rules.LONGEST_LINE,
        **_frame(run, answers_of_run(current_user.id, run), _ahead(_filters())),
    )


def _frame(run: str, answers: tuple[AnswerRow, ...], ahead: Outlook) -> dict[str, Any]:
    """What every page of a run shows: where in it one is, and the way on."""
    filters = _filters()
    return {
        "number": len(answers) + 1,
        "count": max(drilling.run_length(ahead, answers), len(answers) + 1),
        "back": f"/drills{filters.query()}",
        "query": filters.query(run=run),
        "industry_names": INDUSTRY_NAMES,
        "objection_names": OBJECTION_NAMES,
    }


def _found(line: str, shown: Shown, item: Item | None) -> Mapping[str, tuple[str, ...]]:
    heard = item.objection.line[shown.lang] if item else ""
    return check_line(line, lang=shown.lang, customer=heard) if line else {}


def _show(item: Item, run: str, *, is_kept: bool = False) -> Shown:
    return Shown(
        person_id=current_user.id,
        industry=item.industry,
        objection=item.objection.id,
        version=current.course().objections[item.industry].digest.version,
        lang=lang(),
        token=f"{run}-{KEPT if is_kept else ''}{secrets.token_hex(8)}",
        at=clock.now().timestamp(),
        is_kept=is_kept,
    )


def _filters() -> Filters:
    """What the address asks for; NotFound for what there is not. A customer of another industry is left behind."""
    libraries = current.course().objections
    industry, kind = request.args.get("industry", ""), request.args.get("type", "")
    if (industry and industry not in libraries) or (kind and kind not in OBJECTION_NAMES):
        raise NotFound
    customer = request.args.get("customer", "")
    known = {c.id for c in libraries[industry].customers} if industry else set()
    return Filters(industry, customer if customer in known else "", kind)


def _run() -> str | None:
    run = request.args.get("run", "")
    return run if RUN.fullmatch(run) else None


def _items() -> tuple[Item, ...]:
    return drilling.items_of(current.course().objections, Filters())


def _item(name: str) -> Item | None:
    key = tuple(name.split(KEY_MARK, 1))
    return next((item for item in _items() if item.key == key), None)


def _ahead(filters: Filters) -> Outlook:
    items = drilling.items_of(current.course().objections, filters)
    return drilling.outlook(items, spacing_of(current_user.id), today())


def _to(address: str) -> Response:
    return redirect(address, 303)  # type: ignore[return-value]  # werkzeug's class
