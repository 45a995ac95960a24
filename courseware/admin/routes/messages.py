"""What was sent to whom and what became of it, and the robots of chat groups."""

from typing import Any

from flask import flash, redirect, request
from flask_login import current_user

from courseware.admin import queries
from courseware.admin.forms import RobotForm
from courseware.admin.routes.base import bp
from courseware.errors import NotFound
from courseware.journal import actions as journal
from courseware.kit import jobs, outbox, robots
from courseware.kit.robots import Robot, RobotError
from courseware.notices import actions
from courseware.notices import queries as notices
from courseware.notices.types import NewRobot
from courseware.web.access import administrators
from courseware.web.forms import choices
from courseware.web.locale import t
from courseware.web.paging import page_of, wanted_page
from courseware.web.render import render


@bp.get("/messages")
@administrators
def messages() -> Any:
    """The delivery log, the newest first."""
    words, page = request.args.get("q", "").strip(), wanted_page()
    state = request.args.get("state", "")
    rows, total = queries.messages(words, state, page)
    return render(
        "admin/messages.html",
        page=page_of(rows, total, page),
        words=words,
        state=state if state in queries.MESSAGE_STATES else "",
        states=queries.MESSAGE_STATES,
        waiting=queries.messages_waiting(),
        robots={row.id: row.name for row in notices.robots()},
    )


@bp.post("/messages/stops")
@administrators
def stop_messages() -> Any:
    """Nothing that is not sent yet is sent."""
    count = outbox.stop_waiting()
    journal.record(current_user.id, "stopped", ("messages", count), messages=count)
    flash(t("{n} messages are stopped. They stay in this log.", n=count), "good")
    return redirect("/admin/messages", 303)


@bp.post("/messages/<int:number>/tries")
@administrators
def try_message(number: int) -> Any:
    """Try once more to send a message that failed or was stopped."""
    outbox.try_again(number)
    flash(t("It is tried again now."), "good")
    return redirect("/admin/messages", 303)


@bp.post("/jobs/<int:number>/tries")
@administrators
def try_job(number: int) -> Any:
    """Try a failed job once more."""
    jobs.try_again(number)
    flash(t("It is tried again now."), "good")
    return redirect("/admin/jobs", 303)


@bp.route("/robots", methods=["GET", "POST"])
@administrators
def chat_robots() -> Any:
    """Robots of chat groups: WeCom, DingTalk, Feishu."""
    form = RobotForm()
    form.team.choices = choices(queries.team_choices())
    if request.method != "POST":
        return render("admin/robots.html", form=form, robots=notices.robots())
    good = form.validate()
    if good:
        try:
            robots.check_address(form.url.data or "")
        except RobotError as error:
            form.refuse("url", error.sentence)
            good = False
    if not good:
        return render("admin/robots.html", 422, form=form, robots=notices.robots())
    new = NewRobot(
        form.kind.data,
        form.name.data or "",
        form.url.data or "",
        form.secret.data or "",
        form.team.data or None,
    )
    actions.add_robot(current_user.id, new)
    flash(t("Added. Try it, and look into the group."), "good")
    return redirect("/admin/robots", 303)


@bp.post("/robots/<int:number>/tries")
@administrators
def try_chat_robot(number: int) -> Any:
    """Say a word in the group, now."""
    found = notices.robot(number)
    if found is None:
        raise NotFound
    robot = Robot(found.kind, found.url, found.secret)
    try:
        answer = robots.post(robot, t("A word from the training platform: this works."))
    except RobotError as error:
        flash(t(error.sentence, **error.values), "bad")
    else:
        flash(t("The chat answered: {answer}", answer=answer), "good")
    return redirect("/admin/robots", 303)


@bp.post("/robots/<int:number>/removals")
@administrators
def remove_chat_robot(number: int) -> Any:
    actions.remove_robot(current_user.id, number)
    return redirect("/admin/robots", 303)
