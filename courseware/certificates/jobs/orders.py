"""Orders of many certificates: made piece by piece by as many workers as there are, then bound into one file."""

import logging
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import current_app

from courseware import db
from courseware.certificates.actions import orders as actions
from courseware.certificates.documents.bundles import write_pdf, write_zip
from courseware.certificates.jobs.records import make_record
from courseware.certificates.queries import orders as queries
from courseware.certificates.rules.orders import LIFETIME, serial_of
from courseware.certificates.types.orders import OrderRow
from courseware.kit import clock, jobs
from courseware.web import locale
from courseware.web.locale import t
from courseware.web.printing import DELETE_FILE, storage

#: what a killed worker left behind is older than this, in seconds
OLD = 86_400
PREFIX = ".order-"
log = logging.getLogger("courseware.certificates")


class NothingMade(Exception):
    """No file came of a certificate, and no error either: without this the order would wait for ever."""


def make_order_piece(order_id: int, first: int, count: int) -> None:
    """Make what is not made yet of one piece; each certificate in a short transaction of its own."""
    order = queries.order(order_id)
    if order is None or order.is_over:
        return
    locale.use(order.lang)
    serials = [serial_of(part) for part in order.parts[first : first + count]]
    for one in queries.certificates_in(serials):
        if one.file is None and one.left_out is None:
            _make(order, one.id, one.serial)
    actions.note_progress(order_id)


def bind_order(order_id: int) -> None:
    """Put everything that lies ready into one file, and tell whoever asked; a second run finds it done."""
    order = queries.order(order_id)
    if order is None or order.is_over:
        return
    locale.use(order.lang)
    found = queries.certificates_in([serial_of(part) for part in order.parts])
    try:
        with _place_for(order_id) as path:
            if order.form == "zip":
                write_zip(path, found, storage())
            else:
                write_pdf(path, found, order.parts, storage())
            size = path.stat().st_size
            key = storage().take(path, f".{order.form}")
    except Exception:
        _note(order_id, t("The file could not be put together."))
        raise
    if not actions.finish_order(order_id, key, size):
        storage().delete(key)


def let_orders_go() -> None:
    """Delete the files whose time is over, and those in which somebody stands who was erased."""
    for key in actions.let_orders_go(clock.now() - LIFETIME):
        jobs.put(DELETE_FILE, key)
    for left in storage().root.glob(f"{PREFIX}*"):
        if left.stat().st_mtime < time.time() - OLD:
            left.unlink(missing_ok=True)


def _make(order: OrderRow, certificate_id: int, serial: str) -> None:
    try:
        with db.working(current_app.extensions["database"]):
            make_record(certificate_id)
            if not queries.count_ready([serial]):
                raise NothingMade(serial)
    except Exception:
        _note(order.id, t("The certificate {serial} could not be made.", serial=serial))
        raise


def _note(order_id: int, sentence: str) -> None:
    log.warning(
        "order %s: %s", order_id, sentence
    )  # the error itself is kept in the row of the job
    db.keep(lambda session: actions.note_failure(session, order_id, sentence))


@contextmanager
def _place_for(order_id: int) -> Iterator[Path]:
    """A place on the disk of the storage, cleared whatever happens."""
    folder = storage().root
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f"{PREFIX}{order_id}-", dir=folder)
    os.close(handle)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
