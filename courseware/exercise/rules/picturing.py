"""From answers to pictures: who plays which part is told by the form, the drawing is kit's."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from courseware.content.definitions import ExerciseDefinition, FieldDefinition, PictureDefinition
from courseware.content.forms import compute
from courseware.exercise.rules.answers import is_empty
from courseware.exercise.types.pictures import PictureView
from courseware.kit import diagrams
from courseware.kit.figures.figure import Figure
from courseware.web.locale import translate

MOST = 24  # rows in a picture; the table holds them all
FORCES = ("entrants", "suppliers", "buyers", "substitutes")
SIDES = ("top", "left", "right", "bottom")


def pictures(
    definition: ExerciseDefinition, answers: Mapping[str, Any], lang: str
) -> list[PictureView]:
    """The pictures of a form that its answers suffice for, in the form's order."""
    if not definition.pictures:
        return []
    values = compute(definition, answers)
    drawn = (_Artist(definition, one, values, lang).draw() for one in definition.pictures)
    return [view for view in drawn if view is not None]


class _Artist:
    """Draws one picture."""

    def __init__(
        self,
        definition: ExerciseDefinition,
        picture: PictureDefinition,
        values: Mapping[str, Any],
        lang: str,
    ) -> None:
        self.picture, self.values, self.lang = picture, values, lang
        self.fields = {field.key: field for field in definition.fields}
        table = self.fields.get(picture.roles.get("table", ""))
        self.columns = {c.key: c for c in table.columns} if table else {}
        self.title = picture.title[lang]

    def draw(self) -> PictureView | None:
        make = self._makers().get(self.picture.kind)
        figures = make() if make else None
        if figures is None:
            return None
        narrow, wide = figures
        return PictureView(self.picture.kind, self.title, narrow, wide)

    def _makers(self) -> Mapping[str, Callable[[], tuple[str, str] | None]]:
        return {
            "forces": self._forces,
            "bubbles": self._bubbles,
            "network": self._network,
            "fishbone": self._fishbone,
            "ladder": self._ladder,
            "heat": self._heat,
            "tree": self._tree,
            "cascade": self._cascade,
            "gantt": self._gantt,
            "lights": self._lights,
            "bars": self._bars,
        }

    def _both(self, draw: Callable[..., Figure], *values: Any, **named: Any) -> tuple[str, str]:
        sizes = (diagrams.NARROW, diagrams.WIDE)
        narrow, wide = (draw(*values, **named, alt=self.title, width=size).html for size in sizes)
        return narrow, wide

    def _say(self, sentence: str, **values: Any) -> str:
        return translate(sentence, self.lang, **values)

    # ---- what plays a role ---------------------------------------------------------------------------------
    def _rows(self, *needed: str) -> list[Mapping[str, Any]]:
        """The rows of the table in which these roles are filled."""
        held = self.values.get(self.picture.roles.get("table", ""))
        rows = [row for row in held if isinstance(row, Mapping)] if isinstance(held, list) else []
        return [r for r in rows if all(not is_empty(r.get(self.picture.roles[n])) for n in needed)][:MOST]  # fmt: skip

    def _text(self, row: Mapping[str, Any], role: str) -> str:
        key = self.picture.roles.get(role, "")
        return _words(self.columns.get(key), row.get(key), self.lang)

    def _number(self, row: Mapping[str, Any], role: str) -> float | None:
        return _figure(row.get(self.picture.roles.get(role, "")))

    def _held(self, role: str) -> Any:
        return self.values.get(self.picture.roles.get(role, ""))

    def _label_of(self, role: str) -> tuple[str, str]:
        """The name and the unit of a column."""
        column = self.columns.get(self.picture.roles.get(role, ""))
        if column is None:
            return "", ""
        unit = column.unit[self.lang] if column.unit else ("%" if column.type == "percent" else "")
        return column.label[self.lang], unit

    # ---- the kinds -------------------------------------------------------------------------------------------
    def _forces(self) -> tuple[str, str] | None:
        every = {name: self._force(name) for name in ("rivalry", *FORCES)}
        if not any(force.strength for force in every.values()):
            return None
        around = {side: every[name] for side, name in zip(SIDES, FORCES, strict=True)}
        return self._both(diagrams.forces, every["rivalry"], around)

    def _force(self, name: str) -> diagrams.Force:
        field = self.fields[self.picture.roles[name]]
        strength = _figure(self._held(name)) or 0
        words = self._held(f"{name}_words")
        text = words if isinstance(words, str) else ""
        return diagrams.Force(field.label[self.lang], min(max(round(strength), 0), 5), text)

    def _dots(self) -> list[diagrams.Dot]:
        found = []
        for row in self._rows("label", "x", "y"):
            x, y = self._number(row, "x"), self._number(row, "y")
            if x is not None and y is not None:
                size = self._number(row, "size")
                found.append(diagrams.Dot(self._text(row, "label"), x, y, size))
        return found

    def _axis(self, role: str) -> diagrams.Axis:
        name, unit = self._label_of(role)
        return diagrams.Axis(name, unit, _figure(self._held(f"{role}_split")))

    def _bubbles(self) -> tuple[str, str] | None:
        dots = self._dots()
        return (
            self._both(diagrams.bubbles, dots, self._axis("x"), self._axis("y")) if dots else None
        )

    def _heat(self) -> tuple[str, str] | None:
        dots = self._dots()
        return self._both(diagrams.heat, dots, self._axis("x"), self._axis("y")) if dots else None

    def _fishbone(self) -> tuple[str, str] | None:
        branches: dict[str, list[str]] = {}
        for row in self._rows("branch", "cause"):
            branches.setdefault(self._text(row, "branch"), []).append(self._text(row, "cause"))
        effect = self._held("effect")
        if not branches:
            return None
        return self._both(diagrams.fishbone, effect if isinstance(effect, str) else "", branches)

    def _ladder(self) -> tuple[str, str] | None:
        held = self._held("steps")
        given = held if isinstance(held, list) else []
        steps = [next(iter(s.values()), "") if isinstance(s, Mapping) else s for s in given]
        words = [str(step) for step in steps if not is_empty(step)][:MOST]
        return self._both(diagrams.ladder, words, why=self._say("Why?")) if words else None

    def _tree(self) -> tuple[str, str] | None:
        held = self._held("tree")
        rows = [row for row in held if isinstance(row, Mapping)] if isinstance(held, list) else []
        found = [diagrams.Branch(str(r.get("name") or ""), str(r.get("under") or "")) for r in rows]
        named = [branch for branch in found if branch.name][:MOST]
        return self._both(diagrams.cascade, named) if named else None

    def _cascade(self) -> tuple[str, str] | None:
        found = []
        for row in self._rows("label"):
            value = self._number(row, "value")
            unit = self._label_of("value")[1]
            text = (
                f"{diagrams.figure_text(value)} {unit}".strip()
                if value is not None
                else self._text(row, "value")
            )
            found.append(diagrams.Branch(self._text(row, "label"), self._text(row, "under"), text))
        return self._both(diagrams.cascade, found) if found else None

    def _gantt(self) -> tuple[str, str] | None:
        found = []
        for row in self._rows("label", "start", "end"):
            start, end = (_date(row.get(self.picture.roles[role])) for role in ("start", "end"))
            if start and end:
                done = self._number(row, "done")
                found.append(diagrams.Span(self._text(row, "label"), start, end, done))
        return self._both(diagrams.gantt, found) if found else None

    def _lights(self) -> tuple[str, str] | None:
        found = []
        for row in self._rows("label", "green", "red"):
            green, red = self._number(row, "green"), self._number(row, "red")
            if green is not None and red is not None:
                value = self._number(row, "value")
                found.append(diagrams.Light(self._text(row, "label"), value, green, red))
        limits = self._say("green {green}, red {red}", green="{green}", red="{red}")
        return self._both(diagrams.lights, found, limits=limits) if found else None

    def _bars(self) -> tuple[str, str] | None:
        found = []
        for row in self._rows("label", "planned"):
            planned = self._number(row, "planned")
            if planned is not None:
                actual, unit = self._number(row, "actual"), self._label_of("planned")[1]
                found.append(diagrams.Pair(self._text(row, "label"), planned, actual, unit))
        words = (self._label_of("planned")[0], self._label_of("actual")[0])
        return self._both(diagrams.bars, found, words=words) if found else None

    def _network(self) -> tuple[str, str] | None:
        held = self._held("graph")
        if not isinstance(held, Mapping):
            return None
        field = self.fields[self.picture.roles["graph"]]
        names = list(dict.fromkeys(n for row in held.get("nodes") or () if (n := _name(row))))[
            :MOST
        ]
        if not names:
            return None
        kinds = {_name(row): str(row.get("kind") or "") for row in held.get("nodes") or ()}
        members = [diagrams.Member(name, _option(field, kinds[name], self.lang)) for name in names]
        links = [
            diagrams.Link(str(link["from"]), str(link["to"]), str(link.get("label") or ""))
            for link in held.get("links") or ()
            if link.get("from") in names and link.get("to") in names
        ]
        return self._both(diagrams.network, members, links)


def _name(row: Mapping[str, Any]) -> str:
    return str(row.get("name") or "").strip()


def _option(field: FieldDefinition | None, value: str, lang: str) -> str:
    named = dict(field.options) if field else {}
    return named[value][lang] if value in named else value


def _words(field: FieldDefinition | None, value: Any, lang: str) -> str:
    if is_empty(value):
        return ""
    return _option(field, str(value), lang)


def _figure(value: Any) -> float | None:
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if good else None


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None
