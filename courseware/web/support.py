"""Support: an administrator looks through somebody's eyes, and changes nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import current_app, request, session
from flask_login import current_user

from courseware import db
from courseware.errors import Forbidden

View = TypeVar("View", bound=Callable[..., Any])
#: of the signed cookie: whose eyes, until when; who looks stays the cookie's own person
KEY = "support"
READS = frozenset({"GET", "HEAD", "OPTIONS"})


def may_write() -> bool:
    """Whether this request may write: never a reading one, nor any in support but the one that ends it."""
    if request.method in READS:
        return False
    return KEY not in session or _ends_support()


def ends_support(view: View) -> View:
    """A view that may write in support: the one that ends it."""
    view.ends_support = True  # type: ignore[attr-defined]  # a mark on a function
    return view


def private(view: View) -> View:
    """A page that belongs to its person alone: recordings, drafts, their own data. Not shown in support."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if getattr(current_user, "is_support", False):
            raise Forbidden(
                "This belongs to the person alone: it is not shown while you sign in for support."
            )
        return view(*args, **kwargs)

    return cast(View, guarded)


def refuse_writing() -> None:
    """Before every request: the first of two walls, the one that speaks. The other is the unit of work."""
    if request.method in READS or db.unit().may_write:
        return
    # Finding the person finds out whether it is over.
    if current_user.is_authenticated and KEY in session:
        raise Forbidden(
            "You see what somebody else sees, for support: nothing can be changed. End the support first."
        )
    # Sent while its time ran out: it must not be done by the administrator instead.
    raise Forbidden("The support is over and you are yourself again. Nothing was changed.")


def _ends_support() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "ends_support", False)
