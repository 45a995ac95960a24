"""“My sales strategy”: the forms that build on each other, in one document."""

from typing import Any

from flask import g, request
from flask_login import current_user

from courseware.content import current
from courseware.errors import NotFound
from courseware.exercise.documents import state_word
from courseware.exercise.queries import exchange as queries
from courseware.exercise.queries.exchange import Link
from courseware.exercise.routes.base import bp
from courseware.exercise.rules import layouts
from courseware.exercise.rules.chain import chain_of
from courseware.exercise.rules.drawing import draw
from courseware.exercise.types import Printable
from courseware.kit import clock
from courseware.web import access, downloads, locale
from courseware.web.locale import t
from courseware.web.printing import printer
from courseware.web.render import render_text


@bp.get("/exercises/chain.pdf")
@access.signed_in
def chain_pdf() -> Any:
    """One's own; with ?person= somebody else's, as far as one may see the forms."""
    owner_id = _owner()
    links = queries.chain_for(current_user, owner_id, chain_of(current.course().exercises))
    if not any(link.row for link in links):
        if owner_id != current_user.id:
            raise NotFound
        raise NotFound("None of these forms is begun yet. Start with the first of them.")
    name, lang = queries.person_name(owner_id), locale.lang()
    title = t("My sales strategy") if owner_id == current_user.id else t("Sales strategy")
    html = render_text(
        "pdf/chain.html",
        title=title,
        name=name,
        steps=[(link.definition.title[lang], link.row.state if link.row else "", _word(link)) for link in links],
        pages=[_page(link) for link in links if link.row],
        layouts=layouts,
        organisation=g.organisation.name(lang),
        now=clock.now(),
    )  # fmt: skip
    pdf = printer().render(html, replace_missing=True)
    return downloads.download(pdf, f"{title} {name}.pdf", inline=True)


def _owner() -> int:
    named = request.args.get("person", "")
    if not named:
        return int(current_user.id)
    if not (named.isascii() and named.isdigit() and len(named) < 10):
        raise NotFound
    return int(named)


def _word(link: Link) -> str:
    return state_word(link.row) if link.row else t("Missing")


def _page(link: Link) -> tuple[Printable, str]:
    row = link.row
    assert row is not None  # noqa: S101 - only links with a form are printed
    sheet = draw(link.definition, link.answers, locale.lang())
    return Printable(row, link.definition, sheet, row.round, link.at), state_word(row)
