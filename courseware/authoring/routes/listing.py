"""Pages to begin from: the scenarios written here, a copy, one from nothing."""

import secrets
from typing import Any

from flask import Response, request
from flask_login import current_user

from courseware.authoring.actions import own as actions
from courseware.authoring.forms import CopyForm, FrameForm
from courseware.authoring.queries import own as queries
from courseware.authoring.routes.base import LIST, bp, to_scenario
from courseware.authoring.rules.own import copy_of, from_nothing, name_for
from courseware.authoring.types import FrameOf
from courseware.content import current
from courseware.content.definitions import ModuleDefinition, Text
from courseware.content.roleplays import INDUSTRIES
from courseware.errors import NotFound
from courseware.web.access import trainers_and_authors
from courseware.web.forms import choices
from courseware.web.locale import lang, lazy
from courseware.web.render import render

INDUSTRY_NAMES = {
    "manufacturing": lazy("Manufacturing"),
    "finance": lazy("Finance"),
    "retail": lazy("Retail"),
    "software": lazy("Software"),
    "healthcare": lazy("Healthcare"),
    "education": lazy("Education"),
    "new-energy": lazy("New energy"),
    "logistics": lazy("Logistics"),
    "construction": lazy("Construction"),
    "public-sector": lazy("Public sector"),
    "any": lazy("For every industry"),
}


@bp.get(LIST)
@trainers_and_authors
def index() -> Response:
    listed = queries.scenarios_for(current_user, current.course())
    return render("authoring/scenarios.html", listed=listed, modules=current.course().by_slug)


@bp.get(f"{LIST}/new")
@trainers_and_authors
def new() -> Response:
    return _new_page(_copy_form(formdata=None), _frame_form(formdata=None))


@bp.post(f"{LIST}/copies")
@trainers_and_authors
def copy() -> Response:
    form = _copy_form()
    if not form.validate_on_submit():
        return _new_page(form, _frame_form(formdata=None), status=422)
    source, module, title = _source(form.copy.data)
    name = name_for(title.en, secrets.token_hex(3))
    own_id = actions.create_scenario(
        current_user,
        copy_of(source, name),
        name=name,
        module=module,
        copied_from=form.copy.data,
    )
    return to_scenario(own_id)


@bp.post(LIST)
@trainers_and_authors
def create() -> Response:
    form = _frame_form()
    if not form.validate_on_submit():
        return _new_page(_copy_form(formdata=None), form, status=422)
    title = Text(form.title_zh.data or "", form.title_en.data or "")
    name = name_for(title.en, secrets.token_hex(3))
    module = current.course().by_slug[form.module.data]
    rubric = current.course().rubrics[form.rubric.data]
    frame = FrameOf(
        name,
        title,
        form.industry.data,
        rubric.id,
        tuple(criterion.id for criterion in rubric.criteria),
        f"{module.number}#{_first_heading(module)}",
    )
    own_id = actions.create_scenario(
        current_user, from_nothing(frame), name=name, module=module.slug
    )
    return to_scenario(own_id)


def _new_page(copy_form: CopyForm, frame_form: FrameForm, *, status: int = 200) -> Response:
    return render("authoring/new.html", status=status, copy_form=copy_form, frame_form=frame_form)


def _copy_form(**how: Any) -> CopyForm:
    course = current.course()
    form = CopyForm(**how)
    pairs = [
        (talk.id, f"{module.number} · {talk.title[lang()]}")
        for module in course.modules
        for talk in module.roleplays
    ]
    own = queries.scenarios_for(current_user, course)
    pairs += [
        (
            each.row.name,
            f"{each.row.author} · {each.title[lang()] if each.title else each.row.name}",
        )
        for each in own
    ]
    form.copy.choices = choices(pairs)
    wanted = request.args.get("copy", "")
    if form.copy.data is None and wanted in dict(pairs):
        form.copy.data = wanted
    return form


def _frame_form(**how: Any) -> FrameForm:
    course = current.course()
    form = FrameForm(**how)
    form.module.choices = choices(
        (m.slug, f"{m.number} · {m.title[lang()]}") for m in course.modules if m.is_ready
    )
    form.industry.choices = choices((key, str(INDUSTRY_NAMES[key])) for key in INDUSTRIES)
    used = {talk.rubric for talk in course.roleplays.values()}
    form.rubric.choices = choices(
        (r.id, r.title[lang()]) for r in course.rubrics.values() if r.id in used
    )
    return form


def _source(name: str) -> tuple[str, str, Text]:
    """The text of a scenario to copy, its module and its title."""
    course = current.course()
    shipped = course.roleplays.get(name)
    if shipped is not None:
        path = current.library().root / f"modules/{shipped.module}/roleplays/{shipped.id}.yaml"
        return path.read_text("utf-8"), shipped.module, shipped.title
    for each in queries.scenarios_for(current_user, course):
        if each.row.name == name:
            return each.row.draft, each.row.module, each.title or Text(name, name)
    raise NotFound


def _first_heading(module: ModuleDefinition) -> str:
    lesson = next(iter(module.lessons.values()))
    ids = [heading.id for heading in lesson.headings if heading.id]
    return "say-it" if "say-it" in ids else ids[0]
