"""What somebody may find: the course as far as it is open to them, their notes, their people, classes and teams."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, select

from courseware import db
from courseware.accounts.models import Team
from courseware.accounts.queries import teams_led
from courseware.accounts.types import Me
from courseware.cohorts.models import Cohort
from courseware.cohorts.queries import trained_cohorts
from courseware.content import current
from courseware.content.definitions import Course, Lang
from courseware.content.search import Index, Match, Parts
from courseware.home.queries.people import find_notes, find_people
from courseware.home.types.finding import Found, FoundKind, FoundRow
from courseware.learning.queries import closed_to
from courseware.learning.types import Opening

#: rows that stand apart, rows of each kind, and rows where one kind is asked for
BEST, FEW, MANY = 3, 5, 60
#: signs of a note that are shown
NOTE = 160


def find(me: Me, words: str, lang: Lang, *, kind: str = "") -> Found:
    """All that holds the words; with `kind`, more rows of that kind and none apart."""
    course, index = current.course(), current.library().index()
    matches = index.search(words, lang)
    closed = closed_to(me, course) if matches else {}
    matches = list(_as_far_as_open(index, matches, closed))
    best = [] if kind else [_row(index, match, lang, closed) for match in matches[:BEST]]
    own = [each for each in _own(me, course, words, lang) if each.count]
    kinds = [each for each in own if each.kind != "note"]
    for name in dict.fromkeys(match.entry.kind for match in matches):
        of_kind = [match for match in matches if match.entry.kind == name]
        rest = [match for match in matches[len(best) :] if match.entry.kind == name]
        most = MANY if kind == name else FEW
        rows = [_row(index, match, lang, closed) for match in rest[:most]]
        kinds.append(FoundKind(name, len(of_kind), rows))
    kinds += [each for each in own if each.kind == "note"]
    return Found(best, kinds, sum(each.count for each in kinds))


def _as_far_as_open(
    index: Index, matches: Iterable[Match], closed: Mapping[str, Opening]
) -> Iterable[Match]:
    """A passage of a module that is still closed stands for its module, which is named once."""
    modules = {e.module: e for e in index.entries if e.kind == "module"} if closed else {}
    named = set()
    for match in matches:
        slug = match.entry.module
        if slug not in closed or match.entry.kind not in ("module", "lesson"):
            yield match
        elif slug not in named:
            named.add(slug)
            yield Match(modules[slug], match.score, match.lang, match.words)


def _row(index: Index, match: Match, lang: Lang, closed: Mapping[str, Opening]) -> FoundRow:
    hit, opening = index.show(match, lang), closed.get(match.entry.module or "")
    if opening is not None:
        return FoundRow(hit.kind, match.entry.href, hit.title, hit.where, opens_on=opening.on)
    other = hit.lang if hit.lang != lang else None
    return FoundRow(hit.kind, hit.href, hit.title, hit.where, hit.excerpt, other)


def _own(me: Me, course: Course, words: str, lang: Lang) -> Sequence[FoundKind]:
    """What does not belong to the course: people, classes and teams of this reader, and their notes."""
    people = [
        FoundRow("person", f"/people/{who.id}", _plain(who.name), who.email)
        for who in find_people(me, words)
    ]
    notes = [
        FoundRow(
            "note",
            f"/modules/{slug}#notes",
            _plain(course.by_slug[slug].title[lang] if slug in course.by_slug else slug),
            excerpt=_plain(text if len(text) <= NOTE else text[:NOTE] + "…"),
        )
        for slug, text in find_notes(me.id, words)
    ]
    found = {"person": people, "class": _classes(me, words), "team": _teams(me, words)}
    return [FoundKind(kind, len(rows), rows) for kind, rows in {**found, "note": notes}.items()]


def _classes(me: Me, words: str) -> list[FoundRow]:
    if not (me.is_trainer or me.is_administrator):
        return []
    query = select(Cohort.id, Cohort.name).where(Cohort.name.icontains(words, autoescape=True))
    if not me.is_administrator:
        query = query.where(Cohort.id.in_(trained_cohorts(me.id)))
    rows = db.read().execute(query.order_by(Cohort.starts_on.desc(), Cohort.id.desc()).limit(20))
    return [FoundRow("class", f"/cohorts/{row.id}", _plain(row.name)) for row in rows]


def _teams(me: Me, words: str) -> list[FoundRow]:
    if not me.is_manager:
        return []
    query = select(Team.name).where(
        Team.name.icontains(words, autoescape=True), Team.id.in_(teams_led(me.id))
    )
    rows = db.read().execute(query.order_by(func.lower(Team.name)).limit(20))
    return [FoundRow("team", "/team", _plain(row.name)) for row in rows]


def _plain(text: str) -> Parts:
    return ((text, False),)
