"""Many certificates in one file, written to disk as they come: never all of them in memory."""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from courseware.certificates.queries.words import KINDS
from courseware.certificates.rules.orders import FIRST_PAGE, file_name
from courseware.certificates.types.orders import OrderedCertificate
from courseware.kit.clock import local_day
from courseware.kit.pdf.gathering import Gathering
from courseware.kit.storage import Storage
from courseware.kit.tables import Cell, Sheet, write_csv
from courseware.settings import queries as organisation
from courseware.web.locale import lang, t

REASONS = {
    "erased": "left out: the holder's data was removed",
    "revoked": "left out: revoked meanwhile",
    "replaced": "left out: replaced meanwhile",
}
#: a time without a zone, the same in every archive: what counts stands in the table and on the page
NO_DATE = (2000, 1, 1, 0, 0, 0)


def write_zip(path: Path, found: Sequence[OrderedCertificate], storage: Storage) -> None:
    """The files of record under the names of their holders, and a table of them. PDFs do not shrink: they are stored."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for one, key in _ready(found):
            entry = zipfile.ZipInfo(file_name(one.serial, one.name), NO_DATE)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, storage.get(key))
        archive.writestr(zipfile.ZipInfo("index.csv", NO_DATE), write_csv(_index(found)))


def write_pdf(
    path: Path, found: Sequence[OrderedCertificate], parts: Sequence[str], storage: Storage
) -> None:
    """All of them one after the other, for the printer; of a part that says so, the first page only."""
    short = {part.removesuffix(FIRST_PAGE) for part in parts if part.endswith(FIRST_PAGE)}
    with Gathering(path, title=t("Certificates")) as pages:
        for one, key in _ready(found):
            label = f"{one.name} {one.serial}"
            pages.add(storage.get(key), label, most=1 if one.serial in short else None)


def _ready(found: Sequence[OrderedCertificate]) -> Iterator[tuple[OrderedCertificate, str]]:
    for one in found:
        if one.left_out is None and one.file is not None:
            yield one, one.file


def _index(found: Sequence[OrderedCertificate]) -> Sheet:
    heads = [
        t("Certificate number"), t("Name"), t("Kind"), t("Certified"), t("Issued on"),
        t("Valid until"), t("File name"), t("Remark"),
    ]  # fmt: skip
    return Sheet("index", heads, [_line(one) for one in found])


def _line(one: OrderedCertificate) -> list[Cell]:
    zone = organisation.current().time_zone
    is_in = one.left_out is None and one.file is not None
    return [
        one.serial,
        "" if one.left_out == "erased" else one.name,
        t(KINDS[one.kind]),
        one.title[lang()],
        local_day(one.issued_at, zone),
        local_day(one.expires_at, zone) if one.expires_at else None,
        file_name(one.serial, one.name) if is_in else "",
        t(REASONS[one.left_out]) if one.left_out else "",
    ]
