"""The commands of `flask courseware …`: what an operator or an author types."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TypeVar

import click
from alembic import command as alembic
from alembic.config import Config as AlembicConfig
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext
from sqlalchemy import func, select

from courseware import config, db
from courseware.accounts import actions as accounts
from courseware.accounts.mail import link_address
from courseware.accounts.models import Person
from courseware.admin import backup, demo
from courseware.admin.imports import carry_out, plan_import
from courseware.certificates.manage import issuing, keys
from courseware.content import check as course_check
from courseware.content import current
from courseware.content.drawing import draw
from courseware.errors import AppError
from courseware.kit import passwords
from courseware.kit.pdf import check_system
from courseware.quiz import manage as quizzes

Result = TypeVar("Result")

group = AppGroup("courseware", help="Everything about this platform.")


def install(app: Flask) -> None:
    app.cli.add_command(group)


def database() -> db.Database:
    found: db.Database = current_app.extensions["database"]
    return found


@group.command("check")
def check() -> None:
    """Read the whole course and print every problem as file:line: field: what and how."""
    problems = course_check.run(config.from_environment().course_root)
    for problem in problems:
        print(problem)
    errors = [problem for problem in problems if problem.is_error]
    print(f"{len(errors)} problems, {len(problems) - len(errors)} warnings", file=sys.stderr)
    if errors:
        raise SystemExit(1)


@group.command("init-db")
@with_appcontext
def init_db() -> None:
    """Bring the database to this version; the last line says `new` while nobody is in it, else `ready`."""
    migrate(database())
    with db.reading(database()) as rows:
        people = rows.scalar(select(func.count()).select_from(Person))
    print("ready" if people else "new")


def migrate(target: db.Database, revision: str = "head") -> None:
    """Bring a database up to a revision."""
    alembic.upgrade(alembic_config(target), revision)


def migrate_down(target: db.Database, revision: str) -> None:
    """Take a database down to an older revision; `base` is before the first."""
    alembic.downgrade(alembic_config(target), revision)


def alembic_config(target: db.Database) -> AlembicConfig:
    found = AlembicConfig()
    found.set_main_option("script_location", str(config.ROOT / "migrations"))
    found.attributes["database"] = target
    return found


@group.command("create-admin")
@click.option("--email", default=None)
@click.option("--name", default=None)
@with_appcontext
def create_admin(email: str | None, name: str | None) -> None:
    """Print a one-time link that makes an administrator (an empty installation's first, or a named one)."""
    with db.transaction(database()):
        if email:
            new = accounts.NewPerson(
                email=email, name=name or email, roles=frozenset({"administrator"})
            )
            person = accounts.create_person(None, new)
            token = accounts.make_link("invitation", person.id, made_by_id=None)
        else:
            token = accounts.make_link("first-administrator", None, made_by_id=None)
    print(link_address(token))


@group.command("make-keys")
@click.option("--new", "is_new", is_flag=True, help="Put the old keys aside, and make others.")
@with_appcontext
def make_keys(is_new: bool) -> None:
    """Make the keys that sign certificates where there are none; one that is there is never overwritten."""
    with db.reading(database()):
        lines = keys.make_keys(is_new=is_new)
    for line in lines:
        print(line)


@group.command("issue-certificates")
@with_appcontext
def issue_certificates() -> None:
    """Issue every certificate whose rule holds and that is not there yet; the worker does so each night."""
    print(f"{issuing.issue_certificates(database())} certificates issued")


@group.command("import-users")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_users(file: Path) -> None:
    """Import people from a CSV or XLSX file: all of them or, with errors, none."""
    data = file.read_bytes()
    with db.reading(database()):
        plan = plan_import(data)
    for problem in plan.problems:
        print(problem, file=sys.stderr)
    if plan.problems:
        sys.exit(1)
    with db.transaction(database()):
        made = _or_exit(lambda: carry_out(None, accounts.send_import(None, file.name, None), data))
    print(f"{made} people imported")


@group.command("demo")
@click.option("--size", default=0, help="So many people in all; without it a small world.")
@click.option("--remove", is_flag=True, help="Remove the demo people and all that they did.")
@with_appcontext
def demo_world(size: int, remove: bool) -> None:
    """Fill the database with people to try the platform with, or empty it of them again."""
    if remove:
        with db.transaction(database()):
            _or_exit(demo.remove)
        print("The demo people are removed.")
        return
    password_hash = passwords.hash_password(demo.PASSWORD)
    with db.transaction(database()):
        _or_exit(lambda: demo.build(current.course(), password_hash, size=size))
    for line in demo.ACCOUNTS:
        print(line)


@group.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def make_backup(file: Path) -> None:
    """Write database, uploads and settings into one file, consistent while people work."""
    settings: config.Settings = current_app.extensions["settings"]
    backup.write(settings, database(), file)
    print(f"{file}: {file.stat().st_size} bytes")


@group.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Bring a backup back into an empty place."""
    settings: config.Settings = current_app.extensions["settings"]
    _or_exit(lambda: backup.restore(settings, database(), file, migrate))
    print("restored")


@group.command("graph")
@click.argument("roleplay_id")
@with_appcontext
def graph(roleplay_id: str) -> None:
    """Print a scenario as an SVG drawing."""
    found = current.course().roleplays.get(roleplay_id)
    if found is None:
        raise click.ClickException(f"There is no role-play {roleplay_id}.")
    print(draw(found))


@group.command("export-questions")
@click.argument("slug")
@click.option("--format", "form", type=click.Choice(["gift", "moodle"]), required=True)
@click.option("--lang", type=click.Choice(["zh", "en", "both"]), default="both")
@click.option("-o", "target", type=click.Path(dir_okay=False, path_type=Path), default=None)
@with_appcontext
def export_questions(slug: str, form: str, lang: str, target: Path | None) -> None:
    """Write the questions of a quiz for another platform; what it cannot hold is told on stderr."""
    quizzes.export_questions(slug, form, lang, target)


@group.command("import-questions")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--lang", type=click.Choice(["zh", "en"]), default=None)
@click.option("-o", "target", type=click.Path(dir_okay=False, path_type=Path), default=None)
def import_questions(file: Path, lang: str | None, target: Path | None) -> None:
    """Turn a GIFT or Moodle XML file into the YAML of a quiz file; what is missing is told on stderr."""
    quizzes.import_questions(file, lang, target)


@group.command("serve")
@with_appcontext
def serve() -> None:
    """Serve web and worker under one supervisor that ends both on SIGTERM."""
    settings: config.Settings = current_app.extensions["settings"]
    check_system(config.ROOT / "static" / "fonts")
    commands = (
        [sys.executable, "app.py"],
        [sys.executable, "-m", "flask", "--app", "app", "courseware", "worker"],
    )
    children = [subprocess.Popen(command, cwd=config.ROOT) for command in commands]  # noqa: S603 - our own programs
    print(f"Serving on http://{settings.host}:{settings.port}", flush=True)

    def end(_signal: int, _frame: FrameType | None) -> None:
        for child in children:
            child.terminate()

    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, end)
    _wait_for(children)


def _wait_for(children: list["subprocess.Popen[bytes]"]) -> None:
    """Wait until one child ends, then end the others: whoever started us sees a failure and starts us again."""
    codes: list[int] = []
    while not codes:
        for child in children:
            try:
                codes.append(child.wait(timeout=0.5))
                break
            except subprocess.TimeoutExpired:
                continue
    for child in children:
        child.terminate()
    codes += [child.wait() for child in children]
    raise SystemExit(max(codes, key=abs) if any(code > 0 for code in codes) else 0)


def _or_exit(action: Callable[[], Result]) -> Result:
    """Run an action; its sentence becomes the command's error."""
    try:
        return action()
    except AppError as error:
        raise click.ClickException(str(error)) from error
