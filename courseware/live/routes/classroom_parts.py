"""What the page of the room is made of: for members, for the trainer, for the wall."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from flask_login import current_user

from courseware.accounts.types import PersonRow
from courseware.content import current
from courseware.content.definitions import Course, Heading, ModuleDefinition, Text
from courseware.kit.markdown import render_inline
from courseware.live.actions import classroom as actions
from courseware.live.forms.classroom import AskForm, ChoiceForm, PlaceForm, QuizForm
from courseware.live.queries import classroom as queries
from courseware.live.types.classroom import Answer, PollRow, Sums, packed, sums_of
from courseware.live.types.sessions import SessionRow
from courseware.web.forms import Form
from courseware.web.locale import lang

LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Shown:
    """A question with what this person may see of its answers."""

    poll: PollRow
    sums: Sums | None  # none while only the trainer sees them
    answered: int
    of: int
    waiting: tuple[str, ...] = ()  # names, for the trainer, while it is open


def state_tag(room: SessionRow) -> str:
    counter = queries.place_of(room.id).counter
    at = None if room.leads else queries.last_answer_by(room.id, current_user.id)
    return f"{counter}-{_stamp(at)}-{lang()}-{room.leads:d}"


def sums_tag(room: SessionRow) -> str:
    count, at = queries.last_answer_in(room.id)
    counter = queries.place_of(room.id).counter
    return f"{counter}-{count}-{_stamp(at)}-{lang()}-{room.leads:d}"


def _stamp(at: datetime | None) -> int:
    return round(at.timestamp() * 1_000_000) if at else 0


def state(room: SessionRow) -> dict[str, Any]:
    polls = queries.polls_of(room.id)
    asked = next((poll for poll in polls if poll.is_open), None)
    mine: Answer | None = None
    if asked is not None and not room.leads:
        mine = queries.answer_of(asked.id, current_user.id)
    return {"room": room, "asked": asked, "mine": mine, "words": _words, **_place(room)}


def sums(room: SessionRow) -> dict[str, Any]:
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


def wall(room: SessionRow) -> dict[str, Any]:
    """The newest question, as members see it: the wall is read by all of them."""
    found = sums(room)["polls"]
    newest: Shown | None = found[0] if found else None
    hidden = newest is not None and newest.poll.shown_at is None
    return {"room": room, "shown": newest, "hidden": hidden, "words": _words, **_place(room)}


def _place(room: SessionRow) -> dict[str, Any]:
    place = queries.place_of(room.id)
    module = current.course().by_slug.get(place.module or "")
    known = headings(module) if module else ()
    heading = next((h for h in known if h.id == place.anchor), None)
    return {"module": module, "heading": heading}


def leading(room: SessionRow, forms: dict[str, Form] | None) -> dict[str, Any]:
    """What only the trainer's page has: the forms."""
    course, place = current.course(), _place(room)
    wanted = [*room.modules, place["module"].slug if place["module"] else ""]
    wanted.append(request.args.get("module", ""))
    modules = [course.by_slug[slug] for slug in dict.fromkeys(wanted) if slug in course.by_slug]
    form = PlaceForm(formdata=None)
    form.place.choices = {
        m.title[lang()]: [(f"{m.slug}#{h.id}", h.title) for h in headings(m)] for m in modules
    }
    if place["heading"]:
        form.place.data = f"{place['module'].slug}#{place['heading'].id}"
    return {
        "place_form": form,
        "next_heading": _after(place["module"], place["heading"]),
        "forms": forms or ask_forms(room),
        "others": [m for m in course.modules if m.lessons and m not in modules],
    }


def _after(module: ModuleDefinition | None, heading: Heading | None) -> Heading | None:
    known = headings(module) if module else ()
    if heading is None or heading not in known[:-1]:
        return None
    return known[known.index(heading) + 1]


def headings(module: ModuleDefinition) -> tuple[Heading, ...]:
    lesson = module.lessons.get(lang())
    return lesson.headings if lesson else ()


def ask_forms(room: SessionRow) -> dict[str, Form]:
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
            for question in course.quizzes[slug].for_a_class
        ]
        for slug in slugs
        if slug in course.quizzes and slug in course.by_slug
    }


def asked(kind: str, form: Form) -> actions.Asked:
    if kind == "quiz":
        slug, _, question_id = str(form["question"].data).partition("/")
        question = current.course().quizzes[slug].question(question_id)
        title = question.text[lang()][:LONGEST_TITLE]
        return actions.Asked(kind, title, list(packed(question)), slug, question_id)
    lines = form.lines if isinstance(form, ChoiceForm) else []
    return actions.Asked(kind, form["text"].data or "", lines)


def _words(poll: PollRow, text: Text) -> str:
    """Words of a quiz may be set in Markdown; what a person typed is shown as typed."""
    return render_inline(text[lang()]) if poll.kind == "quiz" else text[lang()]
