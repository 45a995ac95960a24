"""One certificate as paper: what is kept and signed, and other renditions, which say that they are copies."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from courseware.certificates.documents.looks import Look, look_now, look_wished, template_digest
from courseware.certificates.documents.printing import print_page
from courseware.certificates.types import CertificateRow
from courseware.web.locale import LANGUAGES

#: a line behind the end of the file, which no reader shows: the public page knows a copy by it
MARK = "%COPY {serial}\n"


@dataclass(frozen=True, slots=True)
class Printed:
    """Pages without a signature, how they look, and with which templates they were made."""

    pdf: bytes
    look: Look
    template: str


def printed(row: CertificateRow) -> Printed:
    """The pages of record, in the organisation's look of now."""
    look = look_now()
    return Printed(print_page(row, look, copy=False), look, template_digest(look))


def copied(row: CertificateRow, wished: Mapping[str, str]) -> bytes:
    """Another rendition, marked as a copy and never signed: as wished, else in the organisation's look."""
    look = look_wished(wished)
    if "languages" not in wished and wished.get("lang") in LANGUAGES:
        look = replace(look, languages=wished["lang"])
    return print_page(row, look, copy=True) + MARK.format(serial=row.serial).encode()
