"""Bytes as a file to keep; a download never reads the database while it is sent."""

from urllib.parse import quote

from flask import Response

TYPES = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "md": "text/markdown; charset=utf-8",
    "yaml": "text/yaml; charset=utf-8",
    "zip": "application/zip",
    "gift": "text/plain; charset=utf-8",
    "xml": "application/xml",
}


def download(content: bytes, name: str, *, inline: bool = False) -> Response:
    """`content` under a file name that may be Chinese; its type follows from the ending."""
    ending = name.rpartition(".")[2]
    response = Response(content, mimetype=None, content_type=TYPES[ending])
    place = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = (
        f"{place}; filename=\"file.{ending}\"; filename*=UTF-8''{quote(name)}"
    )
    return response
