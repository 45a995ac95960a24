"""Pages to begin from: what was written here, a copy, one from nothing."""

import secrets
from typing import Any

from flask import Response, request
from flask_login import current_user

from courseware.authoring.actions import own as actions
from courseware.authoring.forms import CopyForm, FrameForm
from courseware.authoring.queries import own as queries
from courseware.authoring.routes.base import LIST, bp, to_one
from courseware.authoring.routes.words import WORDS
from courseware.authoring.rules.kinds import EXERCISE, PLACES, Kind, shipped
from courseware.authoring.rules.own import copy_of, from_nothing, name_for
from courseware.authoring.rules.own_forms import copy_of_form, form_from_nothing, like_of
from courseware.authoring.types import FormFrame, FrameOf
from courseware.content import current, industries
from courseware.content.definitions import ModuleDefinition, Text
from courseware.errors import NotFound
from courseware.web.access import trainers_and_authors
from courseware.web.forms import choices
from courseware.web.locale import lang, lazy, t
from courseware.web.render import render

INDUSTRY_NAMES = {key: lazy(words) for key, words in industries.INDUSTRY_NAMES.items()}


@bp.get(LIST)
@trainers_and_authors
def index(place: str) -> Response:
    kind = PLACES[place]
    listed = queries.listed_for(current_user, current.course(), kind.kind)
    modules = current.course().by_slug
    return render(
        "authoring/list.html", listed=listed, modules=modules, kind=kind, words=WORDS[place]
    )


@bp.get(f"{LIST}/new")
@trainers_and_authors
def new(place: str) -> Response:
    kind = PLACES[place]
    return _new_page(kind, _copy_form(kind, formdata=None), _frame_form(kind, formdata=None))


@bp.post(f"{LIST}/copies")
@trainers_and_authors
def copy(place: str) -> Response:
    kind = PLACES[place]
    form = _copy_form(kind)
    if not form.validate_on_submit():
        return _new_page(kind, form, _frame_form(kind, formdata=None), status=422)
    text, module, title = _source(kind, form.copy.data)
    name = name_for(title.en, secrets.token_hex(3))
    copied = copy_of_form(text, name, _shared(text)) if kind is EXERCISE else copy_of(text, name)
    own_id = actions.create(
        current_user, kind, copied, name=name, module=module, copied_from=form.copy.data
    )
    return to_one(kind, own_id)


@bp.post(LIST)
@trainers_and_authors
def create(place: str) -> Response:
    kind = PLACES[place]
    form = _frame_form(kind)
    if not form.validate_on_submit():
        return _new_page(kind, _copy_form(kind, formdata=None), form, status=422)
    title = Text(form.title_zh.data or "", form.title_en.data or "")
    name = name_for(title.en, secrets.token_hex(3))
    text = _form_text(form, name, title) if kind is EXERCISE else _talk_text(form, name, title)
    own_id = actions.create(current_user, kind, text, name=name, module=form.module.data)
    return to_one(kind, own_id)


def _form_text(form: FrameForm, name: str, title: Text) -> str:
    return form_from_nothing(FormFrame(name, title, form.rubric.data))


def _talk_text(form: FrameForm, name: str, title: Text) -> str:
    module = current.course().by_slug[form.module.data]
    rubric = current.course().rubrics[form.rubric.data]
    criteria = tuple(criterion.id for criterion in rubric.criteria)
    lesson = f"{module.number}#{_first_heading(module)}"
    return from_nothing(FrameOf(name, title, form.industry.data, rubric.id, criteria, lesson))


def _new_page(
    kind: Kind, copy_form: CopyForm, frame_form: FrameForm, *, status: int = 200
) -> Response:
    return render(
        "authoring/new.html",
        status=status,
        kind=kind,
        words=WORDS[kind.place],
        copy_form=copy_form,
        frame_form=frame_form,
    )


def _copy_form(kind: Kind, **how: Any) -> CopyForm:
    course = current.course()
    form = CopyForm(**how)
    if kind is EXERCISE:
        form.copy.label.text = t("Form")
    by_module = [(each, module) for module in course.modules for each in _of(kind, module)]
    pairs = [(each.id, f"{module.number} · {each.title[lang()]}") for each, module in by_module]
    own = queries.listed_for(current_user, course, kind.kind)
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


def _of(kind: Kind, module: ModuleDefinition) -> tuple[Any, ...]:
    return module.exercises if kind is EXERCISE else module.roleplays


def _frame_form(kind: Kind, **how: Any) -> FrameForm:
    course = current.course()
    form = FrameForm(**how)
    form.module.choices = choices(
        (m.slug, f"{m.number} · {m.title[lang()]}") for m in course.modules if m.is_ready
    )
    if kind is EXERCISE:
        del form.industry
    else:
        form.industry.choices = choices((key, str(words)) for key, words in INDUSTRY_NAMES.items())
    used = {each.rubric for each in shipped(course, kind.kind).values()}
    form.rubric.choices = choices(
        (r.id, r.title[lang()]) for r in course.rubrics.values() if r.id in used
    )
    return form


def _source(kind: Kind, name: str) -> tuple[str, str, Text]:
    """The text to copy, its module and its title."""
    course = current.course()
    found = shipped(course, kind.kind).get(name)
    if found is not None:
        path = current.library().root / f"modules/{found.module}/{kind.folder}/{found.id}.yaml"
        return path.read_text("utf-8"), found.module, found.title
    for each in queries.listed_for(current_user, course, kind.kind):
        if each.row.name == name:
            return each.row.draft, each.row.module, each.title or Text(name, name)
    raise NotFound


def _shared(text: str) -> str | None:
    """The text of the shared form that a form is made from."""
    like = like_of(text)
    path = current.library().root / f"modules/forms/{like}.yaml"
    return path.read_text("utf-8") if like and path.is_file() else None


def _first_heading(module: ModuleDefinition) -> str:
    lesson = next(iter(module.lessons.values()))
    ids = [heading.id for heading in lesson.headings if heading.id]
    return "say-it" if "say-it" in ids else ids[0]
