"""Reading certificates."""

from courseware.certificates.queries.certificates import (
    by_serial,
    certificates_of,
    get_certificate_for,
)

__all__ = ["by_serial", "certificates_of", "get_certificate_for"]
