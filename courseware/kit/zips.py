"""The guard for zip files from outside belongs here: what may be unpacked at all."""

import io
import zipfile

from courseware.errors import Refused

MAX_UNPACKED_BYTES = 200 * 1024 * 1024
MAX_PARTS = 2_000


class BadZip(Refused):
    """Not a zip file, a damaged one, or one that unpacks into too much."""


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, when its stated size is harmless. Python unpacks no more than is stated."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        raise BadZip("This file is damaged; save it again and send the new one.") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise BadZip("This file unpacks into more than we accept.")
    if any(part.flag_bits & 0x1 for part in parts):
        raise BadZip("This file is protected by a password; save it without one.")
    return archive
