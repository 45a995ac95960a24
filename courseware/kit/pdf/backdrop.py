"""Backdrops belong here: a page rendered once, laid under the first page of many documents."""

import io

import pikepdf
from pikepdf import Name

BACKDROP = Name("/Backdrop")


def open_backdrop(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def lay_under(pdf: bytes, backdrop: pikepdf.Pdf) -> bytes:
    """The document with the backdrop's first page drawn before its own first page.

    The document stays what it is, tags and bookmarks included; the backdrop is marked as
    an artifact, which a screen reader passes over.
    """
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        form = document.copy_foreign(backdrop.pages[0].as_form_xobject())
        page.add_resource(form, Name.XObject, BACKDROP)
        page.contents_add(b"/Artifact BMC q /Backdrop Do Q EMC", prepend=True)
        out = io.BytesIO()
        document.save(out, deterministic_id=True)
    return out.getvalue()
