"""The course that holds them all."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from courseware.content.definitions.base import LANGUAGES, QUIZ_MINUTES, Lang, Text
from courseware.content.definitions.exercises import ExerciseDefinition
from courseware.content.definitions.lessons import LessonDefinition, StoryDefinition
from courseware.content.definitions.quizzes import QuizDefinition
from courseware.content.definitions.roleplays import (
    ObjectionLibrary,
    RoleplayDefinition,
    RubricDefinition,
)


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
    test_out: (
        int | None
    )  # per cent at the first attempt that passes a module without its lesson; none = not allowed
    modules: tuple[str, ...]  # slugs, in order


@dataclass(frozen=True, slots=True)
class CompletionRule:
    exercises: tuple[str, ...]
    final: int  # per cent


@dataclass(frozen=True, slots=True)
class CertificateRules:
    """Which kinds of certificates there are, and what they ask for beyond what their name says."""

    kinds: tuple[str, ...] = ("exercise", "course")
    valid_months: Mapping[str, int] = field(default_factory=dict)  # by kind; missing = for ever
    scenarios: int = 0  # practice: so many different role-plays of the industry
    drill_share: int = 0  # practice: per cent of the industry's objections, each answered once
    portfolio: tuple[str, ...] = ()  # exercises, all accepted


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
    quizzes: Mapping[str, QuizDefinition] = field(default_factory=dict)  # by module
    certificates: CertificateRules = field(default_factory=CertificateRules)
    final: QuizDefinition | None = None
    starting_test: QuizDefinition | None = None
    question_parts: Mapping[str, str] = field(
        default_factory=dict
    )  # part of the course, by question

    @property
    def ready_modules(self) -> tuple[ModuleDefinition, ...]:
        return tuple(m for m in self.modules if m.is_ready)

    def quiz(self, slug: str) -> QuizDefinition | None:
        """A module's quiz, the final exam or the starting test; none when the course has no such thing now."""
        for exam in (self.final, self.starting_test):
            if exam is not None and exam.slug == slug:
                return exam
        return self.quizzes.get(slug)

    def track(self, track_id: str) -> TrackDefinition:
        return next(t for t in self.tracks if t.id == track_id)
