"""A certificate's row as the plain words of its page."""

from flask import current_app

from courseware.certificates.documents.facts import HEADINGS, STATEMENTS, day, facts_in, said
from courseware.certificates.documents.looks import Look
from courseware.certificates.rules.addresses import is_test_address
from courseware.certificates.types import CertificateRow
from courseware.kit.documents import Both, CertificatePage, Fact
from courseware.settings.rules import Organisation
from courseware.web.locale import lazy

LABELS = (
    lazy("Issued on"),
    lazy("Serial number"),
    lazy("Whether this certificate is genuine and still valid can be checked by anyone at"),
)
#: in both languages on every sheet: who holds it may read either
TEST, COPY = "测试 TEST", "副本 COPY"


def verify_address(serial: str) -> str:
    return f"{current_app.config['PUBLIC_URL']}/verify/{serial}"


def page_of(
    row: CertificateRow, look: Look, choices: Organisation, *, copy: bool
) -> CertificatePage:
    """What the page of a certificate says; the form that it may be about is not in it."""
    return CertificatePage(
        design=look.design,
        orientation=look.orientation,
        lang=look.lang,
        other=look.other,
        organisation=_two(look, choices.name_zh, choices.name_en),
        heading=_both(look, HEADINGS[row.kind]),
        name=row.facts["name"],
        statement=_both(look, STATEMENTS[row.kind]),
        title=_two(look, row.title("zh"), row.title("en")),
        issued_on=(
            day(row.issued_at, look.lang),
            day(row.issued_at, look.other) if look.other else "",
        ),
        serial=row.serial,
        verify_url=verify_address(row.serial),
        labels=(_both(look, LABELS[0]), _both(look, LABELS[1]), _both(look, LABELS[2])),
        facts=_facts(row, look),
        signatory=_two(look, choices.signatory_zh, choices.signatory_en),
        signatory_title=_two(look, choices.signatory_title_zh, choices.signatory_title_en),
        logo=choices.logo,
        seal=choices.seal,
        signature=choices.signature,
        watermark=TEST if is_test_address(current_app.config["PUBLIC_URL"]) else "",
        mark=COPY if copy else "",
    )


def _facts(row: CertificateRow, look: Look) -> tuple[Fact, ...]:
    first = facts_in(row, look.lang)
    if not look.other:
        return tuple(Fact((label, ""), (value, "")) for label, value in first)
    pairs = zip(first, facts_in(row, look.other), strict=True)
    return tuple(
        Fact((label, other), (value, beside if beside != value else ""))
        for (label, value), (other, beside) in pairs
    )


def _both(look: Look, sentence: str) -> Both:
    return said(sentence, look.lang), said(sentence, look.other) if look.other else ""


def _two(look: Look, zh: str, en: str) -> Both:
    """Words that were given in two languages; where one was left empty, the other stands for it."""
    if look.languages == "both":
        return (zh or en, en if zh and en != zh else "")
    return (zh or en, "") if look.lang == "zh" else (en or zh, "")
