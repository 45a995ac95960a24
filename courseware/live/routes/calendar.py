"""A person's calendar as a feed that a calendar program reads, and the page where its address is made."""

import hashlib
import secrets
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, flash, g, redirect, request
from flask_login import current_user

from courseware.accounts.actions import set_feed_code
from courseware.assignments.rules import place_of, title_of
from courseware.content import current
from courseware.errors import NotFound
from courseware.kit.qr import qr_svg
from courseware.live.queries import calendar as queries
from courseware.live.routes.base import bp
from courseware.live.rules.calendar import write
from courseware.live.types.calendar import Event, Planned, Reader, Version
from courseware.live.types.sessions import SessionRow
from courseware.web.access import public, signed_in
from courseware.web.limits import counter
from courseware.web.locale import LANGUAGES, lang, t, use
from courseware.web.render import render

DAY = timedelta(days=1)
#: of what nobody has written down when it was changed
NEVER = Version(0, datetime(2026, 1, 1, tzinfo=UTC))


@bp.get("/calendar/<code>.ics")
@public
def feed(code: str) -> Any:
    """The calendar behind a secret address; a program that has it already gets a 304."""
    reader = queries.reader_behind(code)
    if reader is None:
        counter.check("calendar", request.remote_addr or "")  # guessing is counted, reading is not
        raise NotFound
    use(reader.lang if reader.lang in LANGUAGES else "zh")
    content = write(t("Sales training"), list(_events(reader)), g.zone)
    response = Response(content, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.set_etag(hashlib.sha256(content).hexdigest()[:32])
    return response.make_conditional(request)


@bp.get("/account/calendar")
@signed_in
def calendar() -> Any:
    """The address of one's own feed, and how a calendar program takes it."""
    code = queries.code_of(current_user.id)
    address = f"{_base()}/calendar/{code}.ics" if code else None
    return render(
        "live/calendar.html",
        address=address,
        webcal=address.replace(urlsplit(address).scheme, "webcal", 1) if address else None,
        qr=qr_svg(address) if address else None,
    )


@bp.post("/account/calendar/addresses")
@signed_in
def make_feed() -> Any:
    """Make the address, or another one in its place: the old one is dead."""
    set_feed_code(current_user.id, secrets.token_urlsafe(24))
    flash(t("Your calendar has an address now. Give it to nobody: whoever has it reads your dates."), "good")  # fmt: skip
    return redirect("/account/calendar", 303)


@bp.post("/account/calendar/removals")
@signed_in
def remove_feed() -> Any:
    set_feed_code(current_user.id, None)
    flash(t("The address works no more."), "good")
    return redirect("/account/calendar", 303)


def _events(reader: Reader) -> Iterator[Event]:
    """All that stands in somebody's calendar, in the language of the request."""
    planned = queries.planned_for(reader.id)
    versions = queries.versions("cohort", {row.cohort_id for row in planned})
    for row in planned:
        yield from _scheduled(row, versions.get(row.cohort_id, NEVER))
    owed = queries.owed_by(reader.id)
    versions = queries.versions("assignment", {row.source_id for row in owed})
    for due in owed:
        title = title_of(current.course(), due.kind, due.item)[lang()]
        yield _whole_day(
            f"assigned-{due.id}",
            t("Due: {title}", title=title),
            due.due_on,
            versions.get(due.source_id, Version(0, due.created_at)),
            path=place_of(due.kind, due.item),
            words=t("asked by {name}", name=due.asked_by) if due.asked_by else "",
        )
    sessions = queries.met_by(reader.id)
    versions = queries.versions("class-session", {row.id for row in sessions})
    for session in sessions:
        yield _session(session, versions.get(session.id, NEVER))


def _scheduled(row: Planned, version: Version) -> Iterator[Event]:
    module = current.course().by_slug.get(row.module)
    if module is None:
        return
    title = f"{module.number:02d} {module.title[lang()]}"
    path, key = f"/modules/{row.module}", f"{row.cohort_id}-{row.module}"
    if row.opens_on:
        summary = t("Opens: {title}", title=title)
        yield _whole_day(
            f"opens-{key}", summary, row.opens_on, version, path=path, words=row.cohort
        )
    if row.due_on:
        summary = t("Due: {title}", title=title)
        yield _whole_day(f"due-{key}", summary, row.due_on, version, path=path, words=row.cohort)


def _session(row: SessionRow, version: Version) -> Event:
    words = "\n".join(part for part in (row.cohort, row.link, row.words) if part)
    return Event(
        _uid(f"session-{row.id}"),
        row.title,
        row.starts_at,
        row.ends_at,
        Version(version.number + row.counter, version.at),
        f"{_base()}/live/{row.id}",
        place=row.place or row.link,
        words=words,
        is_cancelled=row.cancelled_at is not None,
    )


def _whole_day(
    key: str, title: str, day: date, version: Version, *, path: str, words: str = ""
) -> Event:
    return Event(_uid(key), title, day, day + DAY, version, f"{_base()}{path}", words=words)


def _uid(key: str) -> str:
    return f"{key}@{urlsplit(_base()).hostname}"


def _base() -> str:
    found: str = current_app.config["PUBLIC_URL"]
    return found
