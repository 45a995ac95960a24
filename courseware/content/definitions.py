"""What an author wrote, frozen: the nouns that every room reads. No Flask, no database, no files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("zh", "en")
Lang = str  # "zh" or "en"
#: A quiz takes about so long.
QUIZ_MINUTES = 6


@dataclass(frozen=True, slots=True)
class Text:
    """Words for people in both languages, plain text or inline Markdown source."""

    zh: str
    en: str

    def __getitem__(self, lang: Lang) -> str:
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Digest:
    """Hex SHA-256 prefixes (16 characters): `version` over what decides a result, `text` over the wording."""

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    id: str
    title: str
    level: int


@dataclass(frozen=True, slots=True)
class TrainerNote:
    title: str
    minutes: int
    html: str


@dataclass(frozen=True, slots=True)
class LessonDefinition:
    """One language of a lesson, rendered and cleaned at load; `html` never holds trainer's notes."""

    lang: Lang
    title: str
    objectives: Mapping[str, str]
    terms: tuple[str, ...]
    exercises: tuple[str, ...]
    roleplays: tuple[str, ...]
    check: tuple[str, ...]
    headings: tuple[Heading, ...]
    html: str
    trainer_notes: tuple[TrainerNote, ...]
    words: int  # Chinese characters (zh) or words (en), trainer's notes not counted
    minutes: int  # reading time of the Chinese text at 300 characters a minute
    digest: str
    passages: tuple[tuple[str, str], ...]  # (heading id, plain text) for the search index


@dataclass(frozen=True, slots=True)
class OptionDefinition:
    id: str
    text: Text
    feedback: Text
    correct: bool = False


@dataclass(frozen=True, slots=True)
class WrongAnswer:
    """A wrong answer that people really give: `given` has the shape of the type's answer."""

    given: Any
    feedback: Text


@dataclass(frozen=True, slots=True)
class QuestionDefinition:
    """A question as the author wrote it; `body` holds what is particular to the type (see docs/authoring.md)."""

    id: str
    type: str
    use: str  # quiz or final
    situation: bool
    objective: str
    difficulty: int
    text: Text
    explanation: Text
    link: str  # NN-slug#anchor, resolved
    options: tuple[OptionDefinition, ...]
    wrong: tuple[WrongAnswer, ...]
    body: Mapping[str, Any]
    digest: Digest


@dataclass(frozen=True, slots=True)
class QuizDefinition:
    slug: str  # that of its module
    pass_mark: int  # per cent
    draw: int
    time_limit: int | None  # minutes
    attempts: int | None
    cooldown: int  # minutes before the third and later attempts
    questions: tuple[QuestionDefinition, ...]
    digest: Digest

    def question(self, question_id: str) -> QuestionDefinition:
        return next(q for q in self.questions if q.id == question_id)


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str
    name: Text
    levels: tuple[Text, Text, Text, Text]  # descriptors of marks 0 to 3


@dataclass(frozen=True, slots=True)
class RubricDefinition:
    id: str
    title: Text
    criteria: tuple[Criterion, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class Persona:
    name: Text
    role: Text
    about: Text


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    line: Text
    marks: Mapping[str, int]
    mood: int
    trust: int
    coach: Text
    next: str


@dataclass(frozen=True, slots=True)
class ListenFor:
    criterion: str
    mark: int
    any: Mapping[Lang, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Node:
    """A node of a scenario; fields that its kind does not use are empty."""

    id: str
    kind: str  # customer, choose, speak, end
    line: Text | None = None  # customer
    prompt: Text | None = None  # choose, speak
    choices: tuple[Choice, ...] = ()
    model: Text | None = None  # speak
    listen_for: tuple[ListenFor, ...] = ()
    next: str | None = None  # customer, speak
    result: str | None = None  # end: good, fair, bad
    summary: Text | None = None
    lesson: str | None = None  # NN-slug#anchor


@dataclass(frozen=True, slots=True)
class RoleplayDefinition:
    id: str
    module: str  # slug
    source: str | None
    title: Text
    industry: str
    persona: Persona
    scene: Text
    goal: Text
    minutes: int
    rubric: str
    pass_mark: int
    start: str
    nodes: Mapping[str, Node]
    digest: Digest


@dataclass(frozen=True, slots=True)
class Reply:
    line: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Customer:
    id: str
    name: Text
    about: Text


@dataclass(frozen=True, slots=True)
class ScriptLine:
    """An opening or a value statement of the objection library."""

    id: str
    customer: str
    source: str | None
    line: Text
    why: Text


@dataclass(frozen=True, slots=True)
class Objection:
    id: str
    type: str
    customer: str
    source: str | None
    line: Text
    good: Reply
    passable: Reply
    poor: Reply


@dataclass(frozen=True, slots=True)
class ObjectionLibrary:
    industry: str
    customers: tuple[Customer, ...]
    openings: tuple[ScriptLine, ...]
    values: tuple[ScriptLine, ...]
    objections: tuple[Objection, ...]
    digest: Digest


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A field of a form or a column of a table; what its type does not use is empty."""

    key: str
    type: str
    label: Text
    guidance: Text | None = None
    required: bool = False
    min_items: int = 0
    max_items: int | None = None
    columns: tuple["FieldDefinition", ...] = ()
    options: tuple[tuple[str, Text], ...] = ()
    rows: tuple[tuple[str, Text], ...] = ()  # matrix
    cells: tuple[tuple[str, Text], ...] = ()  # matrix columns
    formula: str | None = None
    unit: Text | None = None
    carry_from: str | None = None  # exercise.key
    was: str | None = None


@dataclass(frozen=True, slots=True)
class SectionDefinition:
    id: str
    title: Text
    guidance: Text | None
    fields: tuple[FieldDefinition, ...]


@dataclass(frozen=True, slots=True)
class CheckDefinition:
    id: str
    rule: str
    message: Text
    level: str  # must or hint


@dataclass(frozen=True, slots=True)
class ExerciseDefinition:
    id: str
    module: str  # slug
    title: Text
    purpose: Text
    minutes: int
    filled_by: str
    done_when: str
    certifies: bool
    repeats: str
    rubric: str
    layout: str
    sections: tuple[SectionDefinition, ...]
    checks: tuple[CheckDefinition, ...]
    example: Mapping[Lang, Mapping[str, Any]]
    digest: Digest

    @property
    def fields(self) -> tuple[FieldDefinition, ...]:
        return tuple(f for section in self.sections for f in section.fields)


@dataclass(frozen=True, slots=True)
class Required:
    """What a module asks for beyond its lesson and quiz."""

    exercises: tuple[str, ...] = ()
    roleplays: tuple[str, ...] = ()
    any_roleplays: int = 0  # so many of the module's industry scenarios, of any industry


@dataclass(frozen=True, slots=True)
class ModuleDefinition:
    number: int
    slug: str
    part: str
    title: Text
    required: Required
    lessons: Mapping[Lang, LessonDefinition]
    quiz: QuizDefinition | None
    exercises: tuple[ExerciseDefinition, ...] = ()
    roleplays: tuple[RoleplayDefinition, ...] = ()

    @property
    def minutes(self) -> int:
        """What a learner needs: reading, six minutes for the quiz, and the exercises as their files say."""
        reading = next((lesson.minutes for lesson in self.lessons.values()), 0)
        quiz = QUIZ_MINUTES if self.quiz else 0
        return reading + quiz + sum(exercise.minutes for exercise in self.exercises)

    @property
    def is_ready(self) -> bool:
        """Whether the module counts: both lessons and a quiz; else it is in preparation."""
        return len(self.lessons) == len(LANGUAGES) and self.quiz is not None


@dataclass(frozen=True, slots=True)
class PartDefinition:
    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class TrackDefinition:
    id: str
    title: Text
    weeks: int
    is_open: bool
    modules: tuple[str, ...]  # slugs, in order


@dataclass(frozen=True, slots=True)
class CompletionRule:
    exercises: tuple[str, ...]
    final: int  # per cent


@dataclass(frozen=True, slots=True)
class Term:
    id: str
    name: Text
    pinyin: str
    meaning: Text
    first: int


@dataclass(frozen=True, slots=True)
class CaseFact:
    id: str
    value: float | int | Text
    unit: str
    label: Text


@dataclass(frozen=True, slots=True)
class StoryDefinition:
    title: str
    headings: tuple[Heading, ...]
    html: str


@dataclass(frozen=True, slots=True)
class Course:
    """The whole course, frozen. Found by id; a missing id is a KeyError."""

    title: Text
    edition: str
    parts: tuple[PartDefinition, ...]
    modules: tuple[ModuleDefinition, ...]
    tracks: tuple[TrackDefinition, ...]
    completion: CompletionRule
    glossary: Mapping[str, Term]
    rubrics: Mapping[str, RubricDefinition]
    case_facts: Mapping[str, CaseFact]
    story: Mapping[Lang, StoryDefinition]
    objections: Mapping[str, ObjectionLibrary]  # by industry
    digest: str
    by_slug: Mapping[str, ModuleDefinition] = field(default_factory=dict)
    exercises: Mapping[str, ExerciseDefinition] = field(default_factory=dict)
    roleplays: Mapping[str, RoleplayDefinition] = field(default_factory=dict)
    quizzes: Mapping[str, QuizDefinition] = field(default_factory=dict)

    @property
    def ready_modules(self) -> tuple[ModuleDefinition, ...]:
        return tuple(m for m in self.modules if m.is_ready)

    def track(self, track_id: str) -> TrackDefinition:
        return next(t for t in self.tracks if t.id == track_id)
