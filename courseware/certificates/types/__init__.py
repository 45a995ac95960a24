"""Frozen values of certificates."""

from courseware.certificates.types.certificates import CertificateRow

__all__ = ["CertificateRow"]
