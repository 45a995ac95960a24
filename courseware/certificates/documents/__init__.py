"""Certificates on paper."""

from courseware.certificates.documents.printing import facts_of, print_certificate, verify_address

__all__ = ["facts_of", "print_certificate", "verify_address"]
