"""A certificate's page by mould: everything that its readers share is laid out once, and kept."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from courseware.kit.documents import CertificatePage, Fact
from courseware.kit.pdf.moulds import DoesNotFit, Mould, make_mould
from courseware.web.printing import printer
from courseware.web.render import render_text

#: moulds a process keeps: one for each look, kind, subject, size of name; 60 KB each
KEPT = 96
#: how wide a name may become in one line, in mm
NAME_ROOM = {"landscape": 232, "portrait": 156}
MODERN_NAME_ROOM = {"landscape": 172, "portrait": 162}
#: where figures stand side by side, and how much of that is between them, in mm
FACTS_WIDTH, BETWEEN = 240, 4
COLUMN = {"modern-landscape": 54, "modern-portrait": 86}
LIST_COLUMN = 62
POINTS = 72 / 25.4
#: about how long a value is; its place does not hang on it
NAME, SERIAL, DAY, FACT = 8, 23, 12, 6


def stamped(page: CertificatePage) -> bytes:
    """The page by its mould; in full where the words do not fit or a sign is rare."""
    mould = mould_of(shape_of(page))
    if mould is not None:
        try:
            return mould.stamp(values_of(page), qr=page.verify_url)
        except DoesNotFit:
            pass
    return in_full(page)


def in_full(page: CertificatePage) -> bytes:
    """The page laid out by WeasyPrint; a name with a sign that no font has gets a mark in its place."""
    html = render_text("pdf/certificate.html", page=page)
    backdrop = render_text("pdf/certificate_backdrop.html", page=page)
    return printer().render(html, backdrop=backdrop, replace_missing=True)


def shape_of(page: CertificatePage) -> CertificatePage:
    """What a page shares with those of other readers: all but the values."""
    return replace(
        page,
        name="",
        size=page.name_class,
        serial="",
        verify_url=page.verify_url.removesuffix(page.serial),
        issued_on=_there(page.issued_on),
        facts=tuple(Fact(fact.label, _there(fact.value)) for fact in page.facts),
    )


def values_of(page: CertificatePage) -> dict[str, str]:
    """The words of one reader by the names of their gaps."""
    values = {"name": page.name, "serial": page.serial, "day": page.issued_on[0]}
    if page.issued_on[1]:
        values["day-other"] = page.issued_on[1]
    for number, fact in enumerate(page.facts):
        values[f"fact-{number}"] = fact.value[0]
        if fact.value[1]:
            values[f"fact-{number}-other"] = fact.value[1]
    return values


@lru_cache(maxsize=KEPT)
def mould_of(shape: CertificatePage) -> Mould | None:
    """None where such a page has no mould: it is printed in full then."""
    lengths = {name: _length(name) for name in values_of(shape)}
    try:
        return make_mould(
            lambda values: in_full(_filled(shape, values)),
            lengths,
            printer().fonts,
            room=_room(shape, lengths),
        )
    except DoesNotFit:
        return None


def _filled(shape: CertificatePage, values: Mapping[str, str]) -> CertificatePage:
    return replace(
        shape,
        name=values["name"],
        serial=values["serial"],
        verify_url=shape.verify_url + values["serial"],
        issued_on=(values["day"], values.get("day-other", "")),
        facts=tuple(
            Fact(fact.label, (values[f"fact-{n}"], values.get(f"fact-{n}-other", "")))
            for n, fact in enumerate(shape.facts)
        ),
    )


def _there(pair: tuple[str, str]) -> tuple[str, str]:
    """Which of two words there are."""
    return "1", "1" if pair[1] else ""


def _length(name: str) -> int:
    return {"name": NAME, "serial": SERIAL}.get(name, DAY if name.startswith("day") else FACT)


def _room(shape: CertificatePage, names: Mapping[str, int]) -> dict[str, float]:
    """How wide the lines may become, in points."""
    is_modern = shape.design == "modern"
    name = (MODERN_NAME_ROOM if is_modern else NAME_ROOM)[shape.orientation]
    if is_modern:
        column: float = COLUMN[f"modern-{shape.orientation}"]
    elif shape.orientation == "portrait":
        column = LIST_COLUMN
    else:
        column = FACTS_WIDTH / max(len(shape.facts), 1) - BETWEEN
    facts = {gap: column * POINTS for gap in names if gap.startswith("fact")}
    return {"name": name * POINTS, **facts}
