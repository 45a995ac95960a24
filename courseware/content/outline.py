"""modules/course.yaml: order, parts, tracks, and what the course asks for."""

import re
from dataclasses import dataclass

from courseware.content.awards import read_awards
from courseware.content.definitions import (
    CertificateRules,
    CompletionRule,
    ModuleDefinition,
    PartDefinition,
    Required,
    Text,
    TrackDefinition,
)
from courseware.content.reading import Document, Entry, Load

FILE = "modules/course.yaml"
_SLUG = re.compile(r"(\d\d)-[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class QuizDefaults:
    pass_mark: int = 80
    draw: int = 8
    cooldown: int = 10


@dataclass(frozen=True, slots=True)
class Outline:
    """The course before its modules are read."""

    title: Text
    edition: str
    parts: tuple[PartDefinition, ...]
    modules: tuple[ModuleDefinition, ...]
    tracks: tuple[TrackDefinition, ...]
    completion: CompletionRule
    certificates: CertificateRules
    quiz_defaults: QuizDefaults


def read_outline(load: Load) -> Outline | None:
    """The outline, or None where there is no usable course.yaml: then there is no course at all."""
    path = load.root / FILE
    if not path.is_file():
        load.problem(
            FILE, 1, "", "is missing: without it there is no course; see docs/authoring.md"
        )
        return None
    document = Document(load, path)
    top = document.yaml()
    parts = _parts(top)
    modules = _modules(top, {part.id for part in parts})
    completion = top.inner("completion", "write {exercises: […], final: 80}")
    rule = CompletionRule(completion.strings("exercises"), completion.integer("final", 1, 100, 80))
    completion.mark("completion")
    completion.done()
    outline = Outline(
        title=top.text("title"),
        edition=top.string("edition"),
        parts=parts,
        modules=modules,
        tracks=_tracks(top, modules),
        completion=rule,
        certificates=read_awards(top),
        quiz_defaults=_defaults(top),
    )
    top.done()
    return outline if document.close() else None


def _parts(top: Entry) -> tuple[PartDefinition, ...]:
    parts, seen = [], set[str]()
    for entry in top.entries("parts", 1, "the parts of the course, each {id, title}"):
        part = PartDefinition(entry.identifier("id"), entry.text("title"))
        entry.unique(seen, part.id, "part")
        entry.done()
        parts.append(part)
    return tuple(parts)


def _modules(top: Entry, parts: set[str]) -> tuple[ModuleDefinition, ...]:
    modules, numbers, slugs = [], set[str](), set[str]()
    for entry in top.entries("modules", 1, "the modules in their order"):
        number, slug, part = (
            entry.integer("number", 1, 99),
            entry.string("slug"),
            entry.string("part"),
        )
        match = _SLUG.fullmatch(slug)
        if not match or int(match[1]) != number:
            entry.fault(
                "slug",
                f"{slug!r} must read NN-name with NN = the module's number, such as {number:02d}-name",
            )
        if part not in parts:
            entry.fault("part", f"there is no part {part!r}; parts are {', '.join(sorted(parts))}")
        entry.unique(numbers, str(number), "number")
        entry.unique(slugs, slug, "slug")
        title = entry.text("title")
        required = _required(entry.inner("required")) if entry.has("required") else Required()
        entry.done()
        entry.mark("module", slug)
        modules.append(ModuleDefinition(number, slug, part, title, required, {}, None))
    return tuple(modules)


def _required(entry: Entry) -> Required:
    exercises = entry.strings("exercises")
    roleplays: tuple[str, ...] = ()
    wanted = 0
    if entry.has("roleplays"):
        inner = entry.inner("roleplays")
        if inner.has("all"):
            roleplays = inner.strings("all", 1)
        else:
            wanted = inner.integer("any", 1, 10)
            inner.one_of("of", ("industry",))
        inner.done()
    entry.done()
    return Required(exercises, roleplays, wanted)


def _tracks(top: Entry, modules: tuple[ModuleDefinition, ...]) -> tuple[TrackDefinition, ...]:
    slugs = {str(module.number): module.slug for module in modules}
    tracks, seen = [], set[str]()
    for entry in top.entries("tracks", 1, "at least one track"):
        track_id, title = entry.identifier("id"), entry.text("title")
        entry.unique(seen, track_id, "track")
        weeks, is_open = entry.integer("weeks", 1, 104), entry.boolean("open", False)
        numbers = entry.strings("modules") or tuple(slugs)
        for number in numbers:
            if number not in slugs:
                entry.fault("modules", f"there is no module {number}")
        chosen = tuple(slug for number, slug in slugs.items() if number in numbers)
        test_out = entry.integer("test_out", 1, 100) if entry.has("test_out") else None
        entry.done()
        tracks.append(TrackDefinition(track_id, title, weeks, is_open, test_out, chosen))
    return tuple(tracks)


def _defaults(top: Entry) -> QuizDefaults:
    if not top.has("quiz_defaults"):
        return QuizDefaults()
    entry = top.inner("quiz_defaults")
    defaults = QuizDefaults(
        pass_mark=entry.integer("pass_mark", 1, 100, 80),
        draw=entry.integer("draw", 1, 100, 8),
        cooldown=entry.integer("cooldown", 0, 10080, 10),
    )
    entry.done()
    return defaults
