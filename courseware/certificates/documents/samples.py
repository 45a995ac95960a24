"""A made-up certificate, to see how a look would be."""

from dataclasses import replace
from datetime import timedelta

from courseware.certificates.documents.looks import look_of
from courseware.certificates.documents.pages import page_of
from courseware.certificates.documents.stamping import in_full
from courseware.certificates.types import CertificateRow
from courseware.kit import clock
from courseware.settings.rules import Organisation

#: across the sheet, so that nobody hangs it on a wall
SAMPLE = "样张 SAMPLE"
SERIAL = "SSM-2026-0000-0000-0000"
NAMES = {"zh": "林晓明", "en": "Alexandra Example", "both": "林晓明"}
FACTS = {
    "title": {"zh": "销售战略管理", "en": "Sales Strategy Management"},
    "track": {"zh": "新销售", "en": "New seller"},
    "modules": 50,
    "exercises": 7,
    "average": 92.4,
}


def sample(choices: Organisation) -> bytes:
    look = look_of(choices)
    now = clock.now()
    row = CertificateRow(
        id=0,
        serial=SERIAL,
        kind="course",
        person_id=0,
        source_id=0,
        subject="",
        edition=f"{now.year}-1",
        facts=FACTS | {"name": NAMES[look.languages]},
        issued_at=now,
        expires_at=now + timedelta(days=730),
        revoked_at=None,
        revoked_reason=None,
        erased=False,
    )
    return in_full(replace(page_of(row, look, choices, copy=False), watermark=SAMPLE))
