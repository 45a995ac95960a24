"""Pages of what many talks made of a scenario: its map for trainers and authors, and all scenarios for authors."""

from dataclasses import dataclass

from flask import Response, request
from flask_login import current_user
from markupsafe import Markup

from courseware.content import current
from courseware.content.definitions import Digest, RoleplayDefinition
from courseware.content.drawing import draw
from courseware.errors import NotFound
from courseware.roleplay import queries as sessions
from courseware.roleplay import rules
from courseware.roleplay.queries import maps as queries
from courseware.roleplay.routes.base import INDUSTRY_NAMES, bp, criterion_names, find_roleplay
from courseware.roleplay.rules import mapping
from courseware.roleplay.types.maps import Met, NodeFigures, Overview, VersionRow
from courseware.web.access import signed_in
from courseware.web.locale import lang, t
from courseware.web.render import render


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the page of a map shows of one version."""

    places: list[NodeFigures]
    unmet: list[Met]
    endings: dict[str, int]
    unfinished: int
    picture: Markup


@bp.get("/roleplays/<roleplay_id>/map")
@signed_in
def path_map(roleplay_id: str) -> Response:
    if not queries.may_see_maps(current_user):
        raise NotFound
    roleplay = find_roleplay(roleplay_id)
    is_class = not queries.sees_everybody(current_user) or (
        current_user.is_trainer and request.args.get("of") == "class"
    )
    scope = queries.class_of(current_user.id) if is_class else queries.everybody()
    versions = queries.versions_of(roleplay.id, scope)
    shown, row = _version(roleplay, versions, request.args.get("version", ""))
    is_enough = row.ended > 0 and (is_class or row.people >= mapping.FEWEST_PEOPLE)
    return render(
        "roleplay/map.html",
        roleplay=shown,
        row=row,
        older=[v for v in versions if v.version != roleplay.digest.version],
        is_older=shown.digest.version != roleplay.digest.version,
        is_class=is_class,
        may_switch=current_user.is_trainer and queries.sees_everybody(current_user),
        counted=_counted(shown, row, scope) if is_enough else None,
        fewest=mapping.FEWEST_PEOPLE,
        criterion_names=criterion_names(),
        is_author=queries.sees_everybody(current_user),
    )


@bp.get("/roleplays/figures")
@signed_in
def figures() -> Response:
    if not queries.sees_everybody(current_user):
        raise NotFound
    roleplays = list(current.course().roleplays.values())
    return render(
        "roleplay/figures.html",
        rows=[(r, row) for r, row in zip(roleplays, _overview(roleplays), strict=True)],
        fewest=mapping.FEWEST_PEOPLE,
        criterion_names=criterion_names(),
        industry_names=INDUSTRY_NAMES,
    )


def _version(
    roleplay: RoleplayDefinition, versions: list[VersionRow], wanted: str
) -> tuple[RoleplayDefinition, VersionRow]:
    """The version that the page asks for, today's by default; an older one with the words it was kept in."""
    now = roleplay.digest
    none = VersionRow(now.version, now.text, 0, 0, 0, None)
    if not wanted or wanted == now.version:
        return roleplay, next((v for v in versions if v.version == now.version), none)
    for row in versions:
        if row.version == wanted:
            found = sessions.pinned(current.course(), roleplay.id, Digest(row.version, row.text))
            if found is not None:
                return found, row
    raise NotFound


def _counted(roleplay: RoleplayDefinition, row: VersionRow, scope: queries.Scope) -> _Counted:
    which = (roleplay.id, row.version, scope)
    steps, left = queries.steps_of(*which), queries.left_of(*which)
    flow = mapping.flow_of(roleplay, steps, row.ended)
    places = mapping.figures_of(roleplay, steps, left, flow)
    met = queries.met_of(*which, sorted(rules.criteria_of(roleplay)))
    trace = mapping.trace_of(flow, places, t("trust broke × {n}", n="{n}"))
    return _Counted(
        places=places,
        unmet=mapping.unmet(roleplay, met),
        endings=queries.endings_of(*which),
        unfinished=sum(each.times for each in left),
        picture=Markup(draw(roleplay, lang(), trace=trace)),  # noqa: S704 - drawn by us, words escaped
    )


def _overview(roleplays: list[RoleplayDefinition]) -> list[Overview]:
    versions = [roleplay.digest.version for roleplay in roleplays]
    criteria = sorted({c for roleplay in roleplays for c in rules.criteria_of(roleplay)})
    plays = queries.plays_of_all(versions)
    choices = queries.choices_of_all(versions)
    met = queries.met_of_all(versions, criteria)
    found = []
    for roleplay in roleplays:
        version = roleplay.digest.version
        _, ended, people, passed = plays.get(version, ("", 0, 0, 0))
        is_enough = people >= mapping.FEWEST_PEOPLE
        dead = mapping.dead_choices(roleplay, choices.get(version, {})) if is_enough else None
        unmet = mapping.unmet(roleplay, met.get(version, [])) if is_enough else []
        names = tuple(each.criterion for each in unmet)
        found.append(Overview(roleplay.id, ended, people, passed, dead, names))
    return found
