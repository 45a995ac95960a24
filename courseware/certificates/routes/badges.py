"""Badges for the world: issuer, keys, achievements, credentials and status lists; and the page of one's own."""

from typing import Any

from flask import Response, current_app, json, request
from flask_login import current_user

from courseware.certificates import queries
from courseware.certificates.documents.badge_pictures import picture
from courseware.certificates.documents.badge_words import both
from courseware.certificates.documents.badges import (
    CONTEXTS,
    achievement,
    address,
    are_badges_issued,
    issuer,
    named_key,
    status_list,
)
from courseware.certificates.queries import badges
from courseware.certificates.routes.base import bp
from courseware.certificates.rules import state_of
from courseware.certificates.rules.badges import achievement_id, linkedin_address
from courseware.certificates.types.badges import Achieved, Badge
from courseware.errors import AppError, NotFound
from courseware.kit import clock
from courseware.kit.jws import payload_of
from courseware.settings import queries as organisation
from courseware.web.access import public, signed_in
from courseware.web.limits import limited
from courseware.web.locale import lang
from courseware.web.render import render

#: seconds for which a proxy may keep what seldom changes, and what may be revoked or forgotten
LONG, SHORT = 3600, 300
#: of a token, as Open Badges 3.0 asks; the name that the W3C gave it is not known everywhere
PLAIN = "text/plain"


class Gone(AppError):
    """It was there, and is no more."""

    status = 410


@bp.get("/badges/issuer.json")
@public
@limited()
def badge_issuer() -> Any:
    """The organisation as issuer, for whoever looks behind a credential."""
    _wants_address()
    return _json({"@context": CONTEXTS} | issuer())


@bp.get("/badges/keys.json")
@public
@limited()
def badge_keys() -> Any:
    """Every key that ever signed a badge, those that were retired as well."""
    _wants_address()
    return _json({"keys": [named_key(key) for key in badges.badge_keys()]}, SHORT)


@bp.get("/badges/keys/<fingerprint>.json")
@public
@limited()
def badge_key(fingerprint: str) -> Any:
    """The one key that a credential names."""
    _wants_address()
    for key in badges.badge_keys():
        if key.fingerprint == fingerprint:
            return _json(named_key(key))
    raise NotFound


@bp.get("/badges/achievements/<name>.json")
@public
@limited()
def badge_achievement(name: str) -> Any:
    return _json({"@context": CONTEXTS} | achievement(_achieved(name)))


@bp.get("/badges/achievements/<name>.svg")
@public
@limited()
def badge_picture(name: str) -> Any:
    drawn = picture(_achieved(name), both(organisation.current().name))
    return _kept(Response(drawn, mimetype="image/svg+xml"), LONG)


@bp.get("/badges/status/<int:number>")
@public
@limited()
def badge_status(number: int) -> Any:
    """A status list as signed token: who asks for it does not say about which badge."""
    _wants_address()
    listed = badges.status_list(number)
    if listed is None:
        raise NotFound
    return _kept(Response(status_list(listed), mimetype=PLAIN), SHORT)


@bp.get("/badges/<serial>.jwt")
@public
@limited()
def badge_token(serial: str) -> Any:
    """The credential, to whoever has the serial: as with the public page, it cannot be guessed."""
    found = _credential(serial)
    response = Response(found.credential, mimetype=PLAIN)
    response.headers["Content-Disposition"] = f'inline; filename="{found.serial}.jwt"'
    return _kept(response, SHORT)


@bp.get("/badges/<serial>.json")
@public
@limited()
def badge_words(serial: str) -> Any:
    """What the credential says, to be read by people; only the token proves it."""
    return _json(_said(_credential(serial)), SHORT)


@bp.get("/badges/<serial>.svg")
@public
@limited()
def badge_baked(serial: str) -> Any:
    """The picture with the credential baked in: one file to keep and to show."""
    found = _credential(serial)
    row = queries.by_serial(found.serial)
    if row is None:
        raise NotFound
    what = Achieved(row.kind, row.subject, row.edition, row.facts)
    drawn = picture(what, both(organisation.current().name), found.credential)
    response = Response(drawn, mimetype="image/svg+xml")
    response.headers["Content-Disposition"] = f'inline; filename="{found.serial}.svg"'
    return _kept(response, SHORT)


@bp.get("/certificates/<serial>/badge")
@signed_in
def own_badge(serial: str) -> Any:
    """What a holder can do with a badge: keep it, put it into a wallet, show it on LinkedIn."""
    row = queries.get_certificate_for(current_user, serial)
    found = badges.badge_of(row.serial)
    if found is None or found.erased:
        raise NotFound("The holder's data was removed, and with it this document.")
    page = f"{current_app.config['PUBLIC_URL']}/verify/{row.serial}"
    return render(
        "certificates/badge.html",
        row=row,
        badge=found,
        is_issued=are_badges_issued() and not found.is_test,
        state=state_of(row.revoked_at, row.expires_at, clock.now(), replaced_at=row.replaced_at),
        picture=f"/badges/achievements/{achievement_id(row.kind, row.subject)}.svg",
        wallet=address(f"{row.serial}.jwt"),
        page=page,
        linkedin=linkedin_address(
            row.title(lang()),
            organisation.current().name(lang()),
            issued=row.issued_at,
            expires=row.expires_at,
            page=page,
        ),
    )


def _wants_address() -> None:
    if not are_badges_issued():
        raise NotFound("There are no badges here: this platform has no public address yet.")


def _credential(serial: str) -> Badge:
    """A badge with its credential; gone when the holder is forgotten, none before it is made."""
    _wants_address()
    found = badges.badge_of(serial)
    if found is not None and found.erased:
        raise Gone("The holder's data was removed, and with it this document.")
    if found is None or found.credential is None or found.is_test:
        raise NotFound("There is no badge with this number.")
    return found


def _said(found: Badge) -> dict[str, Any]:
    """The credential without its signature; one whose key is not known here is not shown as ours."""
    for key in badges.badge_keys():
        try:
            return payload_of(found.credential or "", key.public)
        except ValueError:
            continue
    raise NotFound("There is no badge with this number.")


def _achieved(name: str) -> Achieved:
    _wants_address()
    kind, _, subject = name.partition("-")
    found = badges.achieved(kind, subject)
    if found is None:
        raise NotFound
    return found


def _json(content: dict[str, Any], seconds: int = LONG) -> Response:
    return _kept(
        Response(json.dumps(content, ensure_ascii=False), mimetype="application/json"), seconds
    )


def _kept(response: Response, seconds: int) -> Response:
    """May be kept for a while, asked for anew with its tag, and read by a verifier that is a page elsewhere."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response
