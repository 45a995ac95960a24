"""Who may call a route. Every route says so; a test lists those that do not."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import abort, current_app, redirect, request, url_for
from flask_login import current_user

from courseware.errors import NotFound

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody, signed in or not."""
    view.access = "public"  # type: ignore[attr-defined]  # a mark on a function
    return view


def bare(view: View) -> View:
    """Anybody, and neither the person nor the organisation is looked up: for probes of the process."""
    view.is_bare = True  # type: ignore[attr-defined]  # a mark on a function
    return public(view)


def is_bare() -> bool:
    """Whether the view of this request is marked `bare`."""
    view = current_app.view_functions.get(request.endpoint or "")
    return getattr(view, "is_bare", False)


def signed_in(view: View) -> View:
    """Anybody with an account; whose things they see is decided by the loader that the view calls."""
    return _guard(view, "signed_in", lambda _me: True)


def administrators(view: View) -> View:
    """Administrators; to others there is no such page."""
    return _guard(view, "administrators", lambda me: me.is_administrator)


def trainers(view: View) -> View:
    """Trainers and administrators; which classes, the loader decides."""
    return _guard(view, "trainers", lambda me: me.is_trainer or me.is_administrator)


def trainers_and_authors(view: View) -> View:
    """Those who write definitions; which, the loader decides."""
    return _guard(
        view,
        "trainers_and_authors",
        lambda me: me.is_trainer or me.is_author or me.is_administrator,
    )


def authors(view: View) -> View:
    """Course authors and administrators."""
    return _guard(view, "authors", lambda me: me.is_author or me.is_administrator)


def managers(view: View) -> View:
    """Managers, deputies and administrators; which people, the loader decides."""
    return _guard(view, "managers", lambda me: me.is_manager or me.is_administrator)


def trainers_and_managers(view: View) -> View:
    """Those who ask, review or report on others."""
    return _guard(
        view,
        "trainers_and_managers",
        lambda me: me.is_trainer or me.is_manager or me.is_administrator,
    )


def _guard(view: View, name: str, allows: Callable[[Any], bool]) -> View:
    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        me = current_user._get_current_object()  # noqa: SLF001 - the documented way out of a proxy
        if not me.is_authenticated:
            return _to_sign_in()
        if not allows(me):
            raise NotFound
        return view(*args, **kwargs)

    guarded.access = name  # type: ignore[attr-defined]  # a mark on a function
    return cast(View, guarded)


def _to_sign_in() -> Any:
    wants_json = request.is_json or request.accept_mimetypes.best == "application/json"
    if wants_json:
        return {"error": "signed-out"}, 401
    if request.method not in ("GET", "HEAD"):  # a form that was sent after the session ended
        abort(401)
    return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
