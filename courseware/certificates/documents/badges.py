"""Badges as 1EdTech Open Badges 3.0 writes them: issuer, achievement, credential and status list, and the key."""

import hashlib
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from flask import current_app

from courseware.certificates.documents.badge_keys import signer
from courseware.certificates.documents.badge_words import both, criteria, description
from courseware.certificates.queries import badges as queries
from courseware.certificates.rules.addresses import is_test_address
from courseware.certificates.rules.badges import TYPES, achievement_id, encoded, place_of
from courseware.certificates.types import CertificateRow
from courseware.certificates.types.badges import Achieved, BadgeKey, Listed
from courseware.kit.jws import TokenSigner
from courseware.settings import queries as organisation

Json = dict[str, Any]
CONTEXTS = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",  # knows the word for the schema
]
SCHEMAS = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json"
#: a status list may be kept so long, in milliseconds
TTL = 300_000


def are_badges_issued() -> bool:
    """Whether this installation has an address that others can open."""
    return not is_test_address(current_app.config["PUBLIC_URL"])


def address(path: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/badges/{path}"


def named_key(key: BadgeKey) -> Json:
    """A public key under the address that tokens name."""
    return key.public | {"kid": _key_address(key.fingerprint), "alg": "RS256", "use": "sig"}


def _key_address(fingerprint: str) -> str:
    return address(f"keys/{fingerprint}.json")


def issuer() -> Json:
    """Who issues, as it stands in every credential."""
    choices = organisation.current()
    return {
        "id": address("issuer.json"),
        "type": ["Profile"],
        "name": both(choices.name),
        "url": current_app.config["PUBLIC_URL"],
    }


def achievement(what: Achieved) -> Json:
    """What many attest alike: its name, what it is given for, and its picture."""
    name = achievement_id(what.kind, what.subject)
    title = both(what.title)
    return {
        "id": address(f"achievements/{name}.json"),
        "type": ["Achievement"],
        "achievementType": TYPES[what.kind],
        "name": title,
        "description": description(what),
        "criteria": {"narrative": criteria(what)},
        "image": {"id": address(f"achievements/{name}.svg"), "type": "Image", "caption": title},
        "version": what.edition,
    }


def credential_of(row: CertificateRow) -> str:
    """A new credential of a certificate as a signed token; the one that counts is the one that was kept."""
    payload = credential(row, queries.email_of(row.person_id))
    return _signed(payload, signer(may_make=True))


def credential(row: CertificateRow, email: str) -> Json:
    """What is signed: the credential, and beside it the claims that every JWT names alike."""
    issued = row.issued_at.replace(microsecond=0)
    written: Json = {
        "@context": CONTEXTS,
        "id": address(f"{row.serial}.jwt"),
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": both(row.title),
        "issuer": issuer(),
        "validFrom": _moment(issued),
        "credentialSubject": _subject(row, email),
        "credentialStatus": _status(row.id),
        "credentialSchema": [
            {
                "id": f"{SCHEMAS}/ob_v3p0_achievementcredential_schema.json",
                "type": "1EdTechJsonSchemaValidator2019",
            }
        ],
    }
    if row.expires_at is not None:
        until = row.expires_at.replace(microsecond=0)
        written |= {"validUntil": _moment(until), "exp": int(until.timestamp())}
    return written | _claims(written, issued) | {"sub": written["credentialSubject"]["id"]}


def status_list(listed: Listed) -> str:
    """A status list as a signed token: the same rows always give the same token."""
    since = listed.since.replace(microsecond=0)
    here = address(f"status/{listed.number}")
    written: Json = {
        "@context": CONTEXTS[:1],
        "id": here,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": address("issuer.json"),
        "validFrom": _moment(since),
        "credentialSubject": {
            "id": f"{here}#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encoded(listed.revoked),
            "ttl": TTL,
        },
    }
    return _signed(written | _claims(written, since) | {"sub": f"{here}#list"}, signer())


def _signed(payload: Json, found: TokenSigner) -> str:
    return found.sign(payload, key_id=_key_address(found.fingerprint))


def _claims(written: Json, issued: datetime) -> Json:
    return {"iss": address("issuer.json"), "jti": written["id"], "nbf": int(issued.timestamp())}


def _subject(row: CertificateRow, email: str) -> Json:
    """The holder: a number of its own for each badge, the name as certified, and the address only as a hash."""
    name = {"hashed": False, "identityHash": row.facts["name"], "identityType": "name"}
    identities: list[Json] = [{"type": "IdentityObject"} | name]
    if email:
        salt = secrets.token_hex(16)
        digest = hashlib.sha256(f"{email}{salt}".encode()).hexdigest()
        hashed = {"hashed": True, "identityHash": f"sha256${digest}", "salt": salt}
        identities.insert(0, {"type": "IdentityObject", "identityType": "emailAddress"} | hashed)
    return {
        "id": f"urn:uuid:{uuid.uuid4()}",
        "type": ["AchievementSubject"],
        "identifier": identities,
        "achievement": achievement(Achieved(row.kind, row.subject, row.edition, row.facts)),
    }


def _status(certificate_id: int) -> Json:
    number, place = place_of(certificate_id)
    here = address(f"status/{number}")
    return {
        "id": f"{here}#{place}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": "revocation",
        "statusListIndex": str(place),
        "statusListCredential": here,
    }


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
