"""roleplays/objections.<industry>.yaml: who speaks in an industry, and what to answer."""

from collections.abc import Iterator
from pathlib import Path

from courseware.content import digests
from courseware.content.definitions import Customer, Objection, ObjectionLibrary, Reply, ScriptLine
from courseware.content.industries import INDUSTRIES
from courseware.content.reading import Document, Entry, Load

TYPES = ("price", "timing", "authority", "incumbent", "trust", "integration", "no-need", "own")
FEWEST = {"openings": 4, "values": 3, "objections": 8}


def read_library(load: Load, path: Path) -> ObjectionLibrary | None:
    document = Document(load, path)
    top = document.yaml()
    library = _library(top)
    if path.name != f"objections.{library.industry}.yaml":
        top.fault(
            "industry",
            f"is {library.industry!r}, but the file is called {path.name}; they must agree",
        )
    document.mark(1, "objections", library.industry)
    return library if document.close() else None


def _library(top: Entry) -> ObjectionLibrary:
    industry = top.one_of("industry", INDUSTRIES[:-1])
    customers = []
    for entry in top.entries("customers", 1, "who speaks in this industry"):
        customers.append(Customer(entry.identifier("id"), entry.text("name"), entry.text("about")))
        entry.done()
    seen: set[str] = set()
    people = {customer.id for customer in customers}
    openings = tuple(_lines(top, "openings", people, seen))
    values = tuple(_lines(top, "values", people, seen))
    objections = tuple(_objections(top, people, seen))
    top.done()
    digest = digests.pair(
        [[o.id, o.type] for o in objections],
        [
            [[c.id, c.name, c.about] for c in customers],
            [[x.id, x.line, x.why] for x in (*openings, *values)],
            [
                [o.id, o.line, [[r.line, r.why] for r in (o.good, o.passable, o.poor)]]
                for o in objections
            ],
        ],
    )
    return ObjectionLibrary(industry, tuple(customers), openings, values, objections, digest)


def _lines(top: Entry, key: str, people: set[str], seen: set[str]) -> Iterator[ScriptLine]:
    for entry in top.entries(key, FEWEST[key], f"at least {FEWEST[key]} {key}"):
        line_id, customer, source = _head(entry, people, seen)
        yield ScriptLine(line_id, customer, source, entry.text("line"), entry.text("why"))
        entry.done()


def _objections(top: Entry, people: set[str], seen: set[str]) -> Iterator[Objection]:
    kinds: set[str] = set()
    for entry in top.entries(
        "objections", FEWEST["objections"], "at least eight, one of each type"
    ):
        objection_id, customer, source = _head(entry, people, seen)
        kind = entry.one_of("type", TYPES)
        kinds.add(kind)
        holder = entry.inner("replies", "write {good, passable, poor}, each {line, why}")
        good, passable, poor = (_reply(holder.inner(name)) for name in ("good", "passable", "poor"))
        holder.done()
        yield Objection(
            objection_id, kind, customer, source, entry.text("line"), good, passable, poor
        )
        entry.done()
    missing = [kind for kind in TYPES if kind not in kinds]
    if missing:
        top.fault(
            "objections", f"lack the type {', '.join(missing)}; each type stands at least once"
        )


def _head(entry: Entry, people: set[str], seen: set[str]) -> tuple[str, str, str | None]:
    line_id, customer = entry.identifier("id"), entry.identifier("customer")
    entry.unique(seen, line_id, "line")
    if customer not in people:
        entry.fault(
            "customer",
            f"there is no customer {customer!r}; customers are {', '.join(sorted(people))}",
        )
    return line_id, customer, entry.one_of("source", ("deck",)) if entry.has("source") else None


def _reply(entry: Entry) -> Reply:
    reply = Reply(entry.text("line"), entry.text("why"))
    entry.done()
    return reply
