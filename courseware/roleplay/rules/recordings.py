"""What recording asks for: the words of the consent, the bounds, and what a file is. Pure."""

import hashlib

from courseware.roleplay.types.recordings import Sound

MOST_SECONDS = 180
MOST_BYTES = 10 * 1024 * 1024
#: so many recordings may one person keep at a time
MOST_KEPT = 200
#: bytes of a file that tell what it is
HEAD = 12

#: What a person agrees to, as msgids; {n} is the number of days. Whoever changes a word asks everybody again.
CONSENT = (
    "What is recorded: your voice, from the moment you press “Record” until you press “Stop”, at most 3 minutes.",
    "It stays on this device until you press “Keep”. Discard it, or close this tab, and it is gone.",
    "What you keep can be heard by you alone. Share a single recording, and your trainer and your managers can hear that one.",
    "What you keep is deleted after {n} days, or earlier when you delete it.",
    "You can withdraw this at any time under “My recordings”; all your recordings are deleted then.",
    "You need no microphone: typing counts exactly the same.",
)


def digest_of_consent(days: int) -> str:
    """Of the words as they were shown: a new number of days is something new to agree to."""
    words = "\n".join(CONSENT).replace("{n}", str(days))
    return hashlib.sha256(words.encode()).hexdigest()


def sound_of(head: bytes) -> Sound | None:
    """What a file is by its first bytes, whatever name or type it came with; none when it is no recording."""
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return Sound("audio/webm", ".webm")
    if head.startswith(b"OggS"):
        return Sound("audio/ogg", ".ogg")
    if head[4:8] == b"ftyp":
        return Sound("audio/mp4", ".m4a")
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return Sound("audio/wav", ".wav")
    return None
