"""Importing people: a file is sent, looked at, carried out, perhaps undone; first links for those who are new."""

from typing import Any

from flask import flash, g, redirect, request
from flask_login import current_user

from courseware.accounts import actions as accounts
from courseware.accounts import mail
from courseware.accounts.types import PersonRow
from courseware.admin import queries
from courseware.admin.forms import ImportForm
from courseware.admin.imports import carry_out, plan_import, undo
from courseware.admin.routes.base import bp
from courseware.errors import NotFound
from courseware.kit import jobs
from courseware.kit.qr import qr_svg
from courseware.kit.tables import Sheet, write_csv
from courseware.web.access import administrators
from courseware.web.downloads import download
from courseware.web.locale import t
from courseware.web.printing import DELETE_FILE, storage
from courseware.web.render import render

MOST_SHOWN = 300


@bp.route("/people/import", methods=["GET", "POST"])
@administrators
def import_file() -> Any:
    """Send a file; nothing is imported yet."""
    form = ImportForm()
    if request.method != "POST":
        return render("admin/import.html", form=form, problems=(), imports=queries.imports())
    if not form.validate():
        return render("admin/import.html", 422, form=form, problems=(), imports=queries.imports())
    data = form.file.data.read()
    plan = plan_import(data)
    if plan.problems:
        return render(
            "admin/import.html", 422, form=form, problems=plan.problems, imports=queries.imports()
        )
    key = storage().put(data)
    number = accounts.send_import(current_user.id, form.file.data.filename or "", key)
    return redirect(f"/admin/people/imports/{number}", 303)


@bp.get("/people/imports/<int:number>")
@administrators
def import_page(number: int) -> Any:
    """What the file would do; once carried out, what it did."""
    found = queries.people_import(number)
    plan = plan_import(storage().get(found.file)) if found.file else None
    done = queries.imported(number) if found.done_at else []
    return render(
        "admin/imported.html",
        found=found,
        plan=plan,
        done=done,
        most=MOST_SHOWN,
        sends_mail=g.organisation.sends_mail,
    )


@bp.post("/people/imports/<int:number>/runs")
@administrators
def run_import(number: int) -> Any:
    found = queries.people_import(number)
    if found.file is None:
        raise NotFound
    count = carry_out(current_user.id, number, storage().get(found.file))
    jobs.put(DELETE_FILE, found.file)
    flash(t("{n} people imported.", n=count), "good")
    return redirect(f"/admin/people/imports/{number}", 303)


@bp.post("/people/imports/<int:number>/undoings")
@administrators
def undo_import(number: int) -> Any:
    queries.people_import(number)
    kept = undo(current_user.id, number)
    if kept:
        flash(t("Undone, but {n} people had begun already: they stay.", n=kept), "warn")
    else:
        flash(t("The import is undone."), "good")
    return redirect(f"/admin/people/imports/{number}", 303)


@bp.post("/people/imports/<int:number>/links")
@administrators
def import_links(number: int) -> Any:
    """First links of the new people who have no password yet: to print, as a table, or by mail."""
    queries.people_import(number)
    people = queries.invited(number)
    wanted = request.form.get("as", "page")
    links = [
        (person, mail.link_address(token), token)
        for person in people
        for token in [accounts.make_link("invitation", person.id, made_by_id=current_user.id)]
    ]
    if wanted == "mail" and g.organisation.sends_mail:
        sent = [(p, token) for p, _, token in links if p.has_mail]
        for person, token in sent:
            mail.send_invitation(PersonRow(person.id, person.name, person.email), token)
        flash(t("{n} invitations are on their way.", n=len(sent)), "good")
        return redirect(f"/admin/people/imports/{number}", 303)
    if wanted == "table":
        rows = [(p.name, p.account, address) for p, address, _ in links]
        sheet = Sheet(t("First links"), (t("Name"), t("Account"), t("Link")), rows)
        return download(write_csv(sheet), "links.csv")
    cards = [(person, address, qr_svg(address)) for person, address, _ in links]
    return render("admin/links.html", number=number, cards=cards)
