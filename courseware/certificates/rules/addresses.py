"""Whether the address that a certificate names can be opened by others."""

from ipaddress import ip_address
from urllib.parse import urlsplit

#: names that no other machine knows
LOCAL_ENDINGS = (".localhost", ".test", ".example", ".invalid")


def is_test_address(public_url: str) -> bool:
    """True where nobody else could open the public page: what is printed there proves nothing."""
    host = (urlsplit(public_url).hostname or "").rstrip(".")
    if not host or host == "localhost" or host.endswith(LOCAL_ENDINGS):
        return True
    try:
        address = ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified
