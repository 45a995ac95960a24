"""The page of the room: where the class is, questions to everybody, and the sums of their answers."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, current_app, flash, redirect, request
from flask_login import current_user

from courseware.accounts.types import PersonRow
from courseware.content import current
from courseware.content.definitions import Course, Heading, ModuleDefinition
from courseware.errors import Conflict
from courseware.kit import clock
from courseware.kit.markdown import render_inline
from courseware.kit.qr import qr_svg
from courseware.live.actions import classroom as actions
from courseware.live.forms.classroom import AnswerForm, AskForm, ChoiceForm, PlaceForm, QuizForm
from courseware.live.queries import classroom as queries
from courseware.live.queries.sessions import get_led_session, get_session_for
from courseware.live.routes.base import bp
from courseware.live.types.classroom import (
    QUIZ_TYPES,
    Answer,
    PollRow,
    Sums,
    accepted,
    packed,
    sums_of,
)
from courseware.live.types.sessions import SessionRow
from courseware.web.access import signed_in
from courseware.web.forms import Form
from courseware.web.locale import lang, t
from courseware.web.render import render, render_text

ROOM = "/live/<int(max=2147483647):number>"
POLL = f"{ROOM}/polls/<int(max=2147483647):poll_id>"
LONGEST_TITLE = 300
#: a page that was left open need not ask for ever
OVER_AFTER = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with what this person may see of its answers."""

    poll: PollRow
    sums: Sums | None  # none while only the trainer sees them
    answered: int
    of: int
    waiting: tuple[str, ...] = ()  # names, for the trainer, while it is open


@bp.get(ROOM)
@signed_in
def classroom(number: int) -> Response:
    return _page(get_session_for(current_user, number))


@bp.get(f"{ROOM}/state")
@signed_in
def classroom_state(number: int) -> Response:
    """Where the class is and the open question: what changes when the trainer does something."""
    room = get_session_for(current_user, number)
    return _followed(room, _state_tag(room), "live/_classroom_state.html", _state(room))


@bp.get(f"{ROOM}/sums")
@signed_in
def classroom_sums(number: int) -> Response:
    """Counts and charts: what changes with every answer."""
    room = get_session_for(current_user, number)
    return _followed(room, _sums_tag(room), "live/_classroom_sums.html", _sums(room))


@bp.get(f"{ROOM}/screen")
@signed_in
def classroom_screen(number: int) -> Response:
    """The same for the wall: only what the whole class may see, in large."""
    room = get_session_for(current_user, number)
    address = f"{current_app.config['PUBLIC_URL']}/live/{room.id}"
    return render(
        "live/classroom_screen.html",
        tag=_sums_tag(room),
        address=address,
        qr=qr_svg(address),
        **_wall(room),
    )


@bp.get(f"{ROOM}/screen/state")
@signed_in
def classroom_screen_state(number: int) -> Response:
    room = get_session_for(current_user, number)
    return _followed(room, _sums_tag(room), "live/_classroom_wall.html", _wall(room))


@bp.post(f"{ROOM}/places")
@signed_in
def go_to(number: int) -> Any:
    """What the class is on now: any heading of the course."""
    room, form = get_led_session(current_user, number), PlaceForm()
    course = current.course()
    form.place.choices = [
        (f"{m.slug}#{h.id}", h.title) for m in course.modules for h in _headings(m)
    ]
    if not form.validate():
        return _page(room, status=422)
    module, _, anchor = (form.place.data or "").partition("#")
    actions.go_to(number, module, anchor)
    return _to(number)


@bp.post(f"{ROOM}/polls")
@signed_in
def ask(number: int) -> Any:
    room = get_led_session(current_user, number)
    kind = request.form.get("kind", "")
    forms = _ask_forms(room)
    form = forms.get(kind)
    if form is None or not form.validate():
        return _page(room, status=422, forms=forms)
    actions.ask(current_user, number, _asked(kind, form))
    return _to(number, "answers")


@bp.post(f"{POLL}/repeats")
@signed_in
def ask_again(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.ask_again(current_user, number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/closings")
@signed_in
def close(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.close(number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/showings")
@signed_in
def show(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.show(number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/hidings")
@signed_in
def hide(number: int, poll_id: int) -> Any:
    get_led_session(current_user, number)
    actions.hide(number, poll_id)
    return _to(number, "answers")


@bp.post(f"{POLL}/answers")
@signed_in
def answer(number: int, poll_id: int) -> Any:
    """What is refused is said on the page itself: nobody loses the room over it."""
    room, form = get_session_for(current_user, number), AnswerForm()
    if room.leads:
        raise Conflict("Trainers ask; the class answers.")
    poll = queries.get_poll(number, poll_id)
    if not poll.is_open:
        return _page(room, status=409, refused=t(actions.LATE))
    given = (form.choice.data or [], form.text.data or "")
    if not form.validate() or accepted(poll, *given) is None:
        return _page(room, status=422, refused=t(actions.NO_ANSWER))
    actions.answer(current_user, number, poll_id, given)
    flash(t("Your answer is in."), "good")
    return _to(number)


def _page(
    room: SessionRow, *, status: int = 200, refused: str = "", forms: dict[str, Form] | None = None
) -> Response:
    values = _state(room) | _sums(room) | (_leading(room, forms) if room.leads else {})
    tags = {"state_tag": _state_tag(room), "sums_tag": _sums_tag(room)}
    return render("live/classroom.html", status, refused=refused, **tags, **values)


def _followed(room: SessionRow, tag: str, template: str, values: dict[str, Any]) -> Response:
    """A part of the page that asks every two seconds whether there is something new."""
    if request.if_none_match.contains(tag):
        is_over = clock.now() > room.ends_at + OVER_AFTER
        return Response(status=204 if is_over else 304)
    response = Response(render_text(template, **values))
    response.set_etag(tag)
    return response


def _state_tag(room: SessionRow) -> str:
    counter = queries.place_of(room.id).counter
    at = None if room.leads else queries.last_answer_by(room.id, current_user.id)
    return f"{counter}-{_stamp(at)}-{lang()}-{room.leads:d}"


def _sums_tag(room: SessionRow) -> str:
    count, at = queries.last_answer_in(room.id)
    counter = queries.place_of(room.id).counter
    return f"{counter}-{count}-{_stamp(at)}-{lang()}-{room.leads:d}"


def _stamp(at: Any) -> int:
    return round(at.timestamp() * 1_000_000) if at else 0


def _state(room: SessionRow) -> dict[str, Any]:
    polls = queries.polls_of(room.id)
    asked = next((poll for poll in polls if poll.is_open), None)
    mine: Answer | None = None
    if asked is not None and not room.leads:
        mine = queries.answer_of(asked.id, current_user.id)
    return {"room": room, "asked": asked, "mine": mine, "words": _words, **_place(room)}


def _sums(room: SessionRow) -> dict[str, Any]:
    """The questions with their answers: to the trainer all, to members what is shown."""
    members = queries.members_of_class(room.cohort_id)
    answers = queries.answers_in(room.id)
    polls = queries.polls_of(room.id)
    shown = [_shown(room, poll, answers.get(poll.id, []), members) for poll in polls]
    return {
        "room": room,
        "polls": [s for s in shown if room.leads or s.sums or s.poll.is_open],
        "words": _words,
    }


def _shown(
    room: SessionRow, poll: PollRow, answers: list[Answer], members: list[PersonRow]
) -> Shown:
    sees = room.leads or poll.shown_at is not None
    done = {answer.person_id for answer in answers}
    everybody = done | {member.id for member in members}
    waiting = tuple(m.name for m in members if m.id not in done)
    return Shown(
        poll,
        sums_of(poll, answers) if sees else None,
        len(answers),
        len(everybody),
        waiting if room.leads and poll.is_open else (),
    )


def _wall(room: SessionRow) -> dict[str, Any]:
    """The newest question, as members see it: the wall is read by all of them."""
    found = _sums(room)["polls"]
    newest: Shown | None = found[0] if found else None
    hidden = newest is not None and newest.poll.shown_at is None
    return {"room": room, "shown": newest, "hidden": hidden, "words": _words, **_place(room)}


def _place(room: SessionRow) -> dict[str, Any]:
    place = queries.place_of(room.id)
    module = current.course().by_slug.get(place.module or "")
    headings = _headings(module) if module else ()
    heading = next((h for h in headings if h.id == place.anchor), None)
    return {"module": module, "heading": heading}


def _leading(room: SessionRow, forms: dict[str, Form] | None) -> dict[str, Any]:
    """What only the trainer's page has: the forms."""
    course, place = current.course(), _place(room)
    wanted = [*room.modules, place["module"].slug if place["module"] else ""]
    wanted.append(request.args.get("module", ""))
    modules = [course.by_slug[slug] for slug in dict.fromkeys(wanted) if slug in course.by_slug]
    form = PlaceForm(formdata=None)
    form.place.choices = {
        m.title[lang()]: [(f"{m.slug}#{h.id}", h.title) for h in _headings(m)] for m in modules
    }
    if place["heading"]:
        form.place.data = f"{place['module'].slug}#{place['heading'].id}"
    return {
        "place_form": form,
        "next_heading": _after(place["module"], place["heading"]),
        "forms": forms or _ask_forms(room),
        "others": [m for m in course.modules if m.lessons and m not in modules],
    }


def _after(module: ModuleDefinition | None, heading: Heading | None) -> Heading | None:
    headings = _headings(module) if module else ()
    if heading is None or heading not in headings[:-1]:
        return None
    return headings[headings.index(heading) + 1]


def _headings(module: ModuleDefinition) -> tuple[Heading, ...]:
    lesson = module.lessons.get(lang())
    return lesson.headings if lesson else ()


def _ask_forms(room: SessionRow) -> dict[str, Form]:
    quiz = QuizForm(prefix="quiz-")
    quiz.question.choices = _questions(current.course(), room)
    return {
        "choice": ChoiceForm(prefix="choice-"),
        "scale": AskForm(prefix="scale-"),
        "words": AskForm(prefix="words-"),
        "quiz": quiz,
    }


def _questions(course: Course, room: SessionRow) -> dict[str, list[tuple[str, str]]]:
    """By module: of those the session covers and the one the class is on. Those of exams are not asked."""
    slugs = dict.fromkeys([*room.modules, queries.place_of(room.id).module or ""])
    return {
        course.by_slug[slug].title[lang()]: [
            (f"{slug}/{question.id}", question.text[lang()])
            for question in course.quizzes[slug].drawable
            if question.type in QUIZ_TYPES
        ]
        for slug in slugs
        if slug in course.quizzes and slug in course.by_slug
    }


def _asked(kind: str, form: Form) -> actions.Asked:
    if kind == "quiz":
        slug, _, question_id = str(form["question"].data).partition("/")
        question = current.course().quizzes[slug].question(question_id)
        title = question.text[lang()][:LONGEST_TITLE]
        return actions.Asked(kind, title, list(packed(question)), slug, question_id)
    lines = form.lines if isinstance(form, ChoiceForm) else []
    return actions.Asked(kind, form["text"].data or "", lines)


def _words(poll: PollRow, text: Any) -> Any:
    """Words of a quiz may be set in Markdown; what a person typed is shown as typed."""
    return render_inline(text[lang()]) if poll.kind == "quiz" else text[lang()]


def _to(number: int, part: str = "") -> Response:
    return redirect(f"/live/{number}{'#' + part if part else ''}", 303)  # type: ignore[return-value]  # werkzeug's class
