"""What the printed documents show belongs here: plain values, ready to be read by templates/pdf/."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from courseware.kit.charts import Bar, HeatMap, text_width
from courseware.kit.qr import qr_svg

# Width of a name in halves of a Chinese character, and the class of its size: a name of up
# to 60 letters stays within two lines of the certificate.
NAME_SIZES = ((16, "name-1"), (26, "name-2"), (40, "name-3"), (64, "name-4"))
SMALLEST_NAME = "name-5"


@dataclass(frozen=True, kw_only=True)
class _Certified:
    """What every certificate says. `lang` is the document's language, zh or en."""

    organisation: str
    lang: str
    #: The kind of document, as in Certificate of Completion, and the same in the other language.
    heading: str
    heading_other: str
    name: str
    #: The sentence between the name and what was achieved; two lines at most.
    statement: str
    #: What was certified, in the document's language and in the other one.
    title: str
    title_other: str
    issued_on: str
    serial: str
    verify_url: str
    #: Figures behind it: ("Modules passed", "50 of 50").
    facts: Sequence[tuple[str, str]] = ()
    #: Key of the organisation's logo in the storage.
    logo: str | None = None

    @property
    def name_class(self) -> str:
        width = text_width(self.name)
        return next((size for most, size in NAME_SIZES if width <= most), SMALLEST_NAME)

    @property
    def qr(self) -> str:
        return qr_svg(self.verify_url)


@dataclass(frozen=True, kw_only=True)
class CertificatePage(_Certified):
    """A certificate on one page, A4 across: templates/pdf/certificate.html. Five facts fit."""

    #: Who signs: ("Zhang Min", "Head of Sales Training"). Two fit.
    signature_lines: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, kw_only=True)
class FormCover(_Certified):
    """A certified form, A4 upright: templates/pdf/form_cover.html. Six facts fit.

    `form` is HTML that the caller has cleaned; it follows on further pages.
    """

    form: str = ""


@dataclass(frozen=True)
class Tile:
    """One figure to be seen at a glance, and a few words on what it means."""

    label: str
    figure: str
    note: str = ""


@dataclass(frozen=True)
class DetailTable:
    """Rows of text. Columns named in `numeric` are set to the right."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()


@dataclass(frozen=True)
class ReportPage:
    """A report on a team or class, A4 landscape: templates/pdf/report.html."""

    title: str
    subtitle: str
    period: str
    organisation: str
    generated_at: str
    lang: str
    tiles: Sequence[Tile] = ()
    bars_title: str = ""
    bars: Sequence[Bar] = ()
    heatmap: HeatMap | None = None
    table: DetailTable | None = None
    gain_title: str = ""
    gain: DetailTable | None = None
    notes: Sequence[str] = field(default_factory=tuple)
