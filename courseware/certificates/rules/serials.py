"""Serial numbers."""

import secrets

#: Crockford's base 32 without Z: no letter that looks like a digit, and 31 of them, a prime
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXY"
LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "Z": "2"})
LENGTH = 11  # 54 random bits; a twelfth character checks the others


def new_serial(year: int) -> str:
    """A serial such as SSM-2026-7Q4K-9F2M-0XT3 whose last character checks the others."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    body += _check_character(f"{year}{body}")
    return f"SSM-{year}-{body[:4]}-{body[4:8]}-{body[8:]}"


def normal_serial(text: str) -> str | None:
    """The serial a person typed, in its printed form; none when it cannot be one."""
    letters = "".join(c for c in text.upper() if c.isalnum())
    signs = letters[3:].translate(LOOKALIKES)
    if not letters.startswith("SSM") or len(signs) != 4 + LENGTH + 1 or set(signs) - set(ALPHABET):
        return None
    year, body = signs[:4], signs[4:]
    if not year.isdigit() or _check_character(signs[:-1]) != signs[-1]:
        return None
    return f"SSM-{year}-{body[:4]}-{body[4:8]}-{body[8:]}"


def _check_character(text: str) -> str:
    """A weighted sum modulo a prime: one wrong character or two swapped neighbours change it."""
    total = sum(place * ALPHABET.index(c) for place, c in enumerate(text, start=1))
    return ALPHABET[total % len(ALPHABET)]
