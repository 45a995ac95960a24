"""What stands in the addresses of the application: for each <parameter> the course's own word, or a stranger's object.

A NEW ROUTE without a parameter needs nothing. One with a parameter needs one line, unless its key is here already.
The key is the last fixed word of the address before the parameter, and its name: "submissions:submission_id".
- the parameter is a word of the course or of a closed list, the same for everybody: a line in OPEN;
- it is the number or the code of somebody's object: a line in OBJECTS that names a recipe, and where there is no
  recipe yet one in RECIPES, which writes lin's object: `row(Model, …)` fills what it is not told. In INSIDERS stands
  who may open it, so that the proof is about an object that is there.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Date, DateTime, Float, Integer
from sqlalchemy.orm import Session as DbSession

from courseware.accounts.models import PersonalCopy
from courseware.assignments.models import Assignment, AssignmentTarget, Series
from courseware.authoring.models import OwnDefinition
from courseware.certificates.models import Certificate, CertificateOrder
from courseware.coaching.models import AgreedStep, Observation, OneToOne
from courseware.cohorts.models import Announcement, Group, ScheduleTemplate
from courseware.exercise.models import FeedbackRound, ModelExample, Revision, Submission
from courseware.feedback.models import Question
from courseware.kit import clock
from courseware.learning.models import Note, Obligation
from courseware.live.models import ClassSession, Poll
from courseware.notices.models import Notice
from courseware.quiz.models import Attempt, ExamPaper, MissedAnswer
from courseware.reports.models import ReportSchedule
from courseware.roleplay.models import Pair, PairMember, Recording, Session
from tests.world import Cast

#: words that are the same for everybody
OPEN = {
    "achievements:name": "course-new-seller",
    "analysis:question_id": "q1",
    "answers:question_id": "q1",
    "authoring:place": "scenarios",
    "book:form": "pdf",
    "book:language": "zh",
    "cohorts:ending": "csv",
    "course:ending": "csv",
    "exercises:exercise_id": "plan",
    "forms:exercise_id": "plan",
    "keys:fingerprint": "none",
    "library:industry": "retail",
    "missed:question_id": "q1",
    "matrix:slug": "01-first-talk",
    "modules:slug": "01-first-talk",
    "people:ending": "pdf",
    "pulse:slug": "01-first-talk",
    "organisation:ending": "csv",
    "quizzes:ending": "csv",
    "quizzes:slug": "01-first-talk",
    "roleplays:roleplay_id": "none",
    "skills:criterion_id": "none",
    "skills:industry": "retail",
    "static:name": "none.css",
    "status:number": 1,
    "surveys:track": "new-seller",
    "team:ending": "csv",
    "turns:number": 1,
}
#: addresses whose secret word is the permission: whoever has it may
SECRETS = {
    "badges:serial",
    "calendar:code",
    "form-files:token",
    "invitations:token",
    "join:code",
    "sign-in:code",
    "unsubscribe:token",
    "verify:serial",
    "runs:run",  # a name that the browser gives a run of drills: only one's own answers are shown
}
#: numbers and codes of somebody's things: the recipe that makes lin's
OBJECTS = {
    "announcements:announcement_id": "announcement",
    "answers:answer_id": "missed answer",
    "assignments:number": "assignment",
    "attempts:attempt_id": "attempt",
    "audiences:cohort_id": "class",
    "authoring:own_id": "own definition",
    "certificates:serial": "certificate",
    "classes:number": "class",
    "cohorts:cohort_id": "class",
    "cohorts:number": "class",
    "copies:number": "copy",
    "deputies:deputy_id": "nothing",
    "deputies:team_id": "team",
    "endings:deputy_id": "nothing",
    "feedback:round_id": "round",
    "groups:group_id": "group",
    "imports:number": "nothing",
    "jobs:number": "nothing",
    "live:number": "class session",
    "members:person_id": "person",
    "messages:number": "nothing",
    "mistakes:number": "nothing",
    "model-examples:example_id": "model example",
    "notes:number": "note",
    "notices:number": "notice",
    "obligations:number": "obligation",
    "observations:number": "observation",
    "orders:number": "order",
    "pairs:pair_id": "pair",
    "papers:number": "paper",
    "people:number": "person",
    "polls:poll_id": "poll",
    "promises:step_number": "promise",
    "questions:number": "question",
    "recordings:recording_id": "recording",
    "report-schedules:number": "report schedule",
    "results:person_id": "person",
    "revisions:revision_id": "revision",
    "robots:number": "nothing",
    "series:number": "series",
    "sessions:session_id": "session",
    "submissions:submission_id": "submission",
    "talks:number": "talk",
    "tasks:number": "task",
    "teams:number": "team",
    "templates:template_id": "template",
    "trainers:person_id": "person",
}
#: who may open an address with the object, to see that it is there; others are told that there is none
INSIDERS = {
    "assignment": "mei",
    "attempt": "lin",
    "class": "tara",
    "class session": "tara",
    "own definition": "tara",
    "pair": "lin",
    "person": "mei",
    "question": "tara",
    "report schedule": "mei",
    "session": "lin",
    "submission": "tara",
    "talk": "lin",
}
#: what not even an administrator opens; everything else of others they may
PRIVATE = {
    "attempt", "copy", "missed answer", "note", "notice", "order", "pair", "recording", "revision", "session", "submission",
}  # fmt: skip


@dataclass(slots=True)
class Made:
    """lin's objects, each written when it is first asked for."""

    session: DbSession
    cast: Cast
    known: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        if name not in self.known:
            self.known[name] = RECIPES[name](self)
        return self.known[name]

    def row(self, model: type, **given: Any) -> Any:
        """The key of a new row; required columns that are not given get something harmless."""
        for column in model.__table__.columns:  # type: ignore[attr-defined]  # a mapped class
            is_needed = not (column.nullable or column.default or column.primary_key)
            if is_needed and column.key not in given and not column.foreign_keys:
                given[column.key] = _harmless(column.type)
        written = model(**given)
        self.session.add(written)
        self.session.flush()
        return getattr(written, "id", None)


def _harmless(kind: Any) -> Any:
    plain: dict[type, Any] = {Boolean: False, Integer: 1, Float: 1.0, Date: date(2026, 9, 1)}
    if isinstance(kind, DateTime) or "DateTime" in type(kind).__name__:
        return clock.now()
    if "JSON" in repr(kind).upper():
        return {}
    return next((value for base, value in plain.items() if isinstance(kind, base)), "x")


SOON = timedelta(days=9)


def _submission(made: Made) -> Any:
    now, lin = clock.now(), made.cast.lin
    number = made.row(
        Submission, owner_id=lin, exercise="plan", module="02-team-plan", round=1, submitted_at=now
    )
    for reason in ("submitted",):
        revision = {"submission_id": number, "reason": reason, "by_id": lin, "round": 1}
        made.known["revision"] = made.row(Revision, **revision)
    return number


def _assignment(made: Made) -> Any:
    asked = {"asked_by_id": made.cast.mei, "kind": "exercise", "item": "plan"}
    number = made.row(Assignment, **asked)
    made.row(AssignmentTarget, assignment_id=number, person_id=made.cast.lin)
    owed = {**asked, "person_id": made.cast.lin, "source_kind": "assignment", "source_id": number}
    made.known["obligation"] = made.row(Obligation, **owed)
    return number


def _certificate(made: Made) -> Any:
    made.row(Certificate, person_id=made.cast.lin, serial="SERIAL", kind="course")
    return "SERIAL"


def _pair(made: Made) -> Any:
    number = made.row(Pair, step="waiting")
    made.row(PairMember, pair_id=number, person_id=made.cast.lin, role="seller")
    return number


def _class_session(made: Made) -> Any:
    at = datetime(2026, 10, 1, tzinfo=UTC)
    given = {"cohort_id": made.cast.cohort, "made_by_id": made.cast.tara}
    return made.row(ClassSession, starts_at=at, ends_at=at + timedelta(hours=2), **given)


def _series(made: Made) -> Any:
    number = made.row(Series, every="week")
    asked = {"asked_by_id": made.cast.mei, "kind": "exercise", "item": "plan"}
    made.row(Assignment, series_id=number, **asked)
    return number


def _of_lin(model: type, **more: Any) -> Callable[[Made], Any]:
    return lambda made: made.row(model, person_id=made.cast.lin, **more)


RECIPES: dict[str, Callable[[Made], Any]] = {
    "announcement": lambda made: made.row(
        Announcement, cohort_id=made.cast.cohort, by_id=made.cast.tara
    ),
    "assignment": _assignment,
    "attempt": _of_lin(Attempt),
    "certificate": _certificate,
    "class": lambda made: made.cast.cohort,
    "class session": _class_session,
    "copy": _of_lin(PersonalCopy),
    "group": lambda made: made.row(Group, cohort_id=made.cast.cohort),
    "missed answer": _of_lin(MissedAnswer, fraction=0.5),
    "model example": lambda made: made.row(
        ModelExample,
        submission_id=made["submission"],
        cohort_id=made.cast.cohort,
        asked_by_id=made.cast.tara,
    ),
    "note": _of_lin(Note),
    "nothing": lambda _made: 1,  # only administrators and authors get so far
    "notice": _of_lin(Notice, href="/"),
    "obligation": lambda made: (made["assignment"], made.known["obligation"])[1],
    "observation": lambda made: made.row(
        Observation, person_id=made.cast.lin, observer_id=made.cast.mei, days=30
    ),
    "own definition": lambda made: made.row(
        OwnDefinition, author_id=made.cast.tara, kind="roleplay", name="own-x"
    ),
    "order": lambda made: made.row(CertificateOrder, asked_by_id=made.cast.lin, form="zip"),
    "pair": _pair,
    "paper": lambda made: made.row(
        ExamPaper, cohort_id=made.cast.cohort, created_by_id=made.cast.tara
    ),
    "person": lambda made: made.cast.lin,
    "poll": lambda made: made.row(
        Poll, session_id=made["class session"], asked_by_id=made.cast.tara, kind="words"
    ),
    "promise": lambda made: made.row(
        AgreedStep, one_to_one_id=made["talk"], text="x", due_on=date(2026, 9, 1)
    ),
    "question": _of_lin(Question, module="01-first-talk"),
    "recording": _of_lin(
        Recording, industry="retail", objection="x", file="x", expires_at=clock.now() + SOON
    ),
    "report schedule": lambda made: made.row(
        ReportSchedule,
        kind="team",
        team_id=made.cast.team,
        made_by_id=made.cast.mei,
        every="week",
        form="pdf",
        lang="zh",
    ),
    "revision": lambda made: (made["submission"], made.known["revision"])[1],
    "round": lambda made: made.row(
        FeedbackRound, about_id=made.cast.lin, asked_by_id=made.cast.mei
    ),
    "series": _series,
    "session": _of_lin(Session, roleplay="visit", mode="alone"),
    "submission": _submission,
    "talk": lambda made: made.row(OneToOne, person_id=made.cast.lin, by_id=made.cast.mei),
    "task": lambda made: made["obligation"],
    "template": lambda made: made.row(ScheduleTemplate, made_by_id=made.cast.tara),
    "team": lambda made: made.cast.team,
}
