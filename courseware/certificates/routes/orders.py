"""Many certificates at once: ordered, followed, cancelled, taken away."""

from collections import Counter
from typing import Any

from flask import g, make_response, redirect, request, send_file
from flask_login import current_user

from courseware.certificates.actions import orders as actions
from courseware.certificates.forms.orders import OrderForm
from courseware.certificates.queries import orders as queries
from courseware.certificates.queries.words import KINDS
from courseware.certificates.routes.base import bp
from courseware.certificates.rules.orders import (
    LIFETIME,
    PATIENCE,
    parts_of,
    serial_of,
    state_of_order,
)
from courseware.certificates.types.orders import OrderRow, Place, Wish
from courseware.errors import Conflict, NotFound
from courseware.kit import clock
from courseware.kit.clock import local_day
from courseware.web.access import trainers_and_managers
from courseware.web.downloads import TYPES
from courseware.web.forms import choices
from courseware.web.locale import t
from courseware.web.printing import storage
from courseware.web.render import render, render_text


@bp.get("/certificates/orders")
@trainers_and_managers
def orders() -> Any:
    return render(
        "certificates/orders.html",
        orders=[(row, state_of_order(row)) for row in queries.orders_of(current_user)],
        places=queries.places_for(current_user),
    )


@bp.get("/certificates/orders/new")
@trainers_and_managers
def new_order() -> Any:
    place = _place()
    found = queries.standing_in(current_user, place, clock.now())
    return _form_page(_form(found), place, found)


@bp.post("/certificates/orders")
@trainers_and_managers
def order_certificates() -> Any:
    place = _place()
    found = queries.standing_in(current_user, place, clock.now())
    form = _form(found)
    if not form.validate():
        return _form_page(form, place, found, 422)
    wanted = [(serial, kind) for serial, kind in found if kind in (form.kinds.data or ())]
    parts = parts_of(wanted, form=form.form.data, with_forms=form.with_forms.data)
    number = actions.place_order(current_user.id, Wish(place.cohort_id, form.form.data, parts))
    return redirect(f"/certificates/orders/{number}", 303)


@bp.get("/certificates/orders/<int:number>")
@trainers_and_managers
def order(number: int) -> Any:
    found = queries.get_order_for(current_user, number)
    words = _words(found)
    return render("certificates/order.html", etag=_etag(found), **words)


@bp.get("/certificates/orders/<int:number>/state")
@trainers_and_managers
def order_state(number: int) -> Any:
    """The part of the page that follows the worker; 204 ends the asking once nothing changes any more."""
    found = queries.get_order_for(current_user, number)
    etag = _etag(found)
    if request.headers.get("If-None-Match") == etag:
        return "", 204 if found.is_over else 304
    answer = make_response(render_text("certificates/_order_state.html", **_words(found)))
    answer.headers["ETag"] = etag
    return answer


@bp.get("/certificates/orders/<int:number>/file")
@trainers_and_managers
def order_file(number: int) -> Any:
    found = queries.get_order_for(current_user, number)
    if found.file is None or found.finished_at is None:
        raise NotFound("This file is not there; it lies here for 7 days after it was made.")
    serials = [serial_of(part) for part in found.parts]
    if queries.erased_since(serials, found.finished_at):
        raise NotFound("The data of a holder in this file was removed since. Order it anew.")
    answer = send_file(
        storage().path(found.file),
        mimetype=TYPES[found.form],
        as_attachment=True,
        download_name=_name(found),
        conditional=True,
    )
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@bp.post("/certificates/orders/<int:number>/cancellations")
@trainers_and_managers
def cancel_order(number: int) -> Any:
    actions.cancel_order(queries.get_order_for(current_user, number).id)
    return redirect(f"/certificates/orders/{number}", 303)


@bp.post("/certificates/orders/<int:number>/tries")
@trainers_and_managers
def try_order_again(number: int) -> Any:
    found = queries.get_order_for(current_user, number)
    if not _may_push(found):
        raise Conflict("This order is being made.")
    actions.try_order_again(found.id)
    return redirect(f"/certificates/orders/{number}", 303)


def _place() -> Place:
    """The place of ?place=cohort:7; without one, the first that is the reader's own."""
    if "place" in request.args:
        return queries.get_place_for(current_user, request.args["place"])
    places = queries.places_for(current_user)
    if not places:
        raise NotFound("You have no class and no team whose certificates you could order.")
    return places[0]


def _form(found: list[tuple[str, str]]) -> OrderForm:
    """The form with the kinds that are there and how many of each; all are chosen at first."""
    counts = Counter(kind for _serial, kind in found)
    form = OrderForm()
    form.kinds.choices = choices(
        (kind, f"{t(words)} ({counts[kind]})") for kind, words in KINDS.items() if counts[kind]
    )
    if request.method == "GET":
        form.kinds.data = [kind for kind in KINDS if counts[kind]]
    return form


def _form_page(
    form: OrderForm, place: Place, found: list[tuple[str, str]], status: int = 200
) -> Any:
    places = queries.places_for(current_user)
    return render(
        "certificates/order_new.html",
        status,
        form=form,
        place=place,
        places=places,
        count=len(found),
    )


def _words(found: OrderRow) -> dict[str, Any]:
    until = found.finished_at or clock.now()
    left_out = queries.left_out_of([serial_of(part) for part in found.parts], until)
    return {
        "order": found,
        "state": state_of_order(found),
        "left_out": left_out,
        "until": found.finished_at + LIFETIME if found.finished_at else None,
        "may_push": _may_push(found),
    }


def _may_push(found: OrderRow) -> bool:
    """After a failure, or where the worker has not come to it for long."""
    if found.is_over:
        return False
    return found.failure is not None or found.asked_at < clock.now() - PATIENCE


def _etag(found: OrderRow) -> str:
    return f'"{state_of_order(found)}-{found.done}-{_may_push(found):d}"'


def _name(found: OrderRow) -> str:
    day = local_day(found.asked_at, g.organisation.time_zone)
    place = f" {found.cohort}" if found.cohort else ""
    return f"{t('Certificates')}{place} {day.isoformat()}.{found.form}".replace("/", "-")
