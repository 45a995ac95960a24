"""Reading certificates."""

from courseware.certificates.queries.certificates import (
    by_person,
    by_serial,
    certificates_of,
    every_certificate,
    get_certificate_for,
)

__all__ = ["by_person", "by_serial", "certificates_of", "every_certificate", "get_certificate_for"]
