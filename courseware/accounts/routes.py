"""Pages about one's own account: signing in and out, passwords, single-use links."""

from typing import Any

from flask import Blueprint, flash, g, redirect, request, session
from flask_login import current_user, login_user, logout_user

from courseware.accounts import actions, mail, queries
from courseware.accounts.forms import (
    ChangePasswordForm,
    FirstAdministratorForm,
    ForgottenForm,
    LanguageForm,
    NewPasswordForm,
    SignInForm,
)
from courseware.accounts.rules import is_own_path, locked_until
from courseware.accounts.types import LinkRow
from courseware.errors import NotFound
from courseware.kit import clock, passwords
from courseware.web.access import public, signed_in
from courseware.web.limits import limited
from courseware.web.locale import lang, t
from courseware.web.render import render

bp = Blueprint("accounts", __name__)


@bp.route("/login", methods=["GET", "POST"])
@public
@limited("POST")
def sign_in() -> Any:
    form = SignInForm()
    if request.method != "POST":
        return redirect("/") if current_user.is_authenticated else _sign_in_page(form)
    if not form.validate():
        return _sign_in_page(form, status=422)
    person_id = _check_credentials(form.email.data or "", form.password.data or "")
    if person_id is None:
        form.refuse(
            "password",
            "The account or the password is wrong, or sign-in is locked for some minutes.",
        )
        return _sign_in_page(form, status=422)
    _enter(person_id, stay=form.stay.data)
    wanted = request.args.get("next", "")
    return redirect(wanted if is_own_path(wanted) else "/", 303)


@bp.post("/logout")
@signed_in
def sign_out() -> Any:
    chosen = session.get("lang")
    logout_user()
    session.clear()
    if chosen:
        session["lang"] = chosen
    return redirect("/login", 303)


@bp.get("/account")
@signed_in
def account() -> Any:
    return render(
        "accounts/account.html",
        form=ChangePasswordForm(),
        language=LanguageForm(lang=current_user.lang),
    )


@bp.post("/account/language")
@signed_in
def change_language() -> Any:
    form = LanguageForm()
    if not form.validate():
        return render("accounts/account.html", status=422, form=ChangePasswordForm(), language=form)
    actions.set_language(current_user.id, form.lang.data)
    session["lang"] = form.lang.data
    return redirect("/account", 303)


@bp.post("/account/password")
@signed_in
@limited()
def change_password() -> Any:
    form = ChangePasswordForm()
    form.owner_email = current_user.email
    good = form.validate()
    stored = queries.credentials(current_user.email)
    if good and not passwords.matches(
        form.current.data or "", stored.password_hash if stored else None
    ):
        form.refuse("current", "This is not your present password.")
        good = False
    if not good:
        language = LanguageForm(lang=current_user.lang)
        return render("accounts/account.html", status=422, form=form, language=language)
    person_id = current_user.id
    actions.set_password(person_id, passwords.hash_password(form.password.data or ""))
    _enter(person_id, stay=bool(session.permanent))
    flash(t("Your password is changed. Other devices are signed out."), "good")
    return redirect("/account", 303)


@bp.route("/password", methods=["GET", "POST"])
@public
@limited("POST")
def forgotten() -> Any:
    """Ask for a link; the answer never tells whether the account exists."""
    form = ForgottenForm()
    if request.method != "POST":
        return render(
            "accounts/forgotten.html", form=form, sends_mail=g.organisation.sends_mail, asked=False
        )
    if not form.validate():
        return render(
            "accounts/forgotten.html",
            422,
            form=form,
            sends_mail=g.organisation.sends_mail,
            asked=False,
        )
    person = queries.person_by_email(form.email.data or "")
    page = render(
        "accounts/forgotten.html", form=form, sends_mail=g.organisation.sends_mail, asked=True
    )
    if person is not None and g.organisation.sends_mail:
        mail.send_password_link(person, actions.make_link("password", person.id, made_by_id=None))
    return page


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
@limited()
def invitation(token: str) -> Any:
    """A single-use link: choose a password, and be signed in."""
    link = queries.link_of(token)
    if link is None:
        raise NotFound("This link has been used or is too old. Ask for a new one.")
    form = FirstAdministratorForm() if link.person_id is None else NewPasswordForm()
    form.owner_email = link.email or ""
    if request.method != "POST":
        return render("accounts/invitation.html", form=form, link=link)
    if not form.validate():
        return render("accounts/invitation.html", status=422, form=form, link=link)
    _accept(token, link, form)
    return redirect("/", 303)


def _sign_in_page(form: SignInForm, status: int = 200) -> Any:
    """With a word for whoever opens an installation that nobody administers yet."""
    is_new = not queries.has_administrator()
    return render("accounts/sign_in.html", status=status, form=form, is_new=is_new)


def _accept(token: str, link: LinkRow, form: Any) -> None:
    password_hash = passwords.hash_password(form.password.data)
    if link.person_id is None:
        new = actions.NewPerson(email=form.email.data, name=form.name.data, lang=lang())
        person = actions.become_first_administrator(token, new, password_hash)
    else:
        person = actions.use_link(token, password_hash)
    _enter(person.id, stay=False)


def _check_credentials(account: str, password: str) -> int | None:
    """The id of whoever may sign in with these; none, counted, otherwise.

    Failures count for the person however the account was typed, so that three ways to name it are not three tries.
    """
    found = queries.credentials(account)
    email = found.email if found is not None else account
    locked = locked_until(queries.failures(email), clock.now())
    right = passwords.matches(password, found.password_hash if found else None)
    if found is not None and locked is None and right:
        return found.person_id
    if locked is None:  # else whoever goes on guessing would keep the person out for ever
        actions.count_failure(email, request.remote_addr or "")
    return None


def _enter(person_id: int, *, stay: bool) -> None:
    actions.signed_in(person_id)
    me = queries.me_by_id(person_id)
    if me is None:
        raise NotFound
    session.permanent = stay
    login_user(me)
