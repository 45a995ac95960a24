"""What this room keeps about a person. A forgotten holder's serial still says that it was issued, and no more."""

from typing import Any

from courseware.certificates.models import Certificate, CertificateOrder
from courseware.kit.personal import Held, itself, no_words, nothing


def without_name(facts: dict[str, Any]) -> dict[str, Any]:
    """The certified facts without the holder's name."""
    return facts | {"name": ""}


HELD = (
    Held(
        Certificate,
        Certificate.person_id,
        words={
            "facts": without_name,
            "revoked_reason": no_words,
            "credential": nothing,
            "file": nothing,
        },
        files={"file": itself},
    ),
    Held(CertificateOrder, CertificateOrder.asked_by_id, copied=False),
    Held(Certificate, Certificate.revoked_by_id, copied=False),  # other people's certificates
)
