"""What the submissions say, as chapters: the very same rows for page, PDF, XLSX and CSV."""

from collections.abc import Sequence

from courseware.kit.tables import Cell
from courseware.reports.types.chapters import Chapter, Table
from courseware.reports.types.submissions import Goal, Missing, Said
from courseware.web.locale import lang, t

LIGHTS = {"green": "On course", "amber": "A little short", "red": "Far short", "": "No figure yet"}
CELLS = {
    "strengths": "Strengths",
    "weaknesses": "Weaknesses",
    "opportunities": "Opportunities",
    "threats": "Threats",
}
STATES = {
    "late": "Asked for, overdue",
    "due": "Asked for",
    "asked": "Asked for, no date",
    "returned": "Returned, not mended yet",
    "waiting": "Handed in, waits for a review",
    "unasked": "Not handed in, not asked for",
}
#: places of the light and of the figure in a row of goals
_LIGHT = 9


def said_chapters(said: Said) -> list[Chapter]:
    """Goals, SWOT, open actions, and who is missing."""
    return [_goals(said), _swot(said), _actions(said), _missing(said)]


def _goals(said: Said) -> Chapter:
    rows = [_goal(goal) for goal in said.goals]
    lights = [(0, n, _LIGHT, goal.light) for n, goal in enumerate(said.goals) if goal.light]
    heads = [
        t("Name"), t("Goal"), t("How measured"), t("Unit"), t("Target"), t("By when"), t("Planned by then"),
        t("Actual"), t("Figure of"), t("Stands"), t("Owner"),
    ]  # fmt: skip
    goals = Table(
        t("Goals"),
        heads,
        rows,
        frozenset({4, 6, 7}),
        [_link(goal.submission_id) if goal.is_linked else "" for goal in said.goals],
        "goals",
    )
    return Chapter(
        "goals",
        t("Goals: planned and actual"),
        [goals, _sums(said)],
        _goals_lead(said),
        empty=_nothing(said, "smart-goals", t("Nobody has an accepted goal here yet.")),
        lights=lights,
    )


def _goals_lead(said: Said) -> str:
    """The rules behind the figures, said where the figures stand."""
    words = [
        t("Accepted goals, each with the actual of the newest accepted quarterly review that names it."),
        t("Green, amber and red are the review's own verdict: met, close, missed. Without one: the share of the way from baseline to target against the share of the time gone; from three quarters of it on amber, below red."),
        t("Planned is what the review says should be there by that day. Added up are goals of one kind in one unit that have an actual; money of one currency on one scale; never per cent, scores or days."),
    ]  # fmt: skip
    if said.period is not None:
        words.append(
            t(
                "In a period: goals accepted by its last day and not due before its first; figures up to its last day."
            )
        )
    return _together([*words, *_hidden(said)])


def _goal(goal: Goal) -> list[Cell]:
    found = goal.figure
    return [
        goal.writer,
        goal.goal,
        goal.measure,
        goal.unit,
        goal.target,
        goal.due,
        found.planned if found else None,
        found.actual if found else None,
        found.on if found else None,
        t(LIGHTS[goal.light if found else ""]) if goal.light or not found else "",
        goal.owner,
    ]


def _sums(said: Said) -> Table:
    rows: list[Sequence[Cell]] = [
        [
            one.kind[lang()] if one.kind else t("Without a kind"),
            one.unit,
            one.goals,
            one.planned,
            one.actual,
            one.percent,
        ]
        for one in said.sums
    ]
    heads = [
        t("Kind of goal"),
        t("Unit"),
        t("Number of goals"),
        t("Planned"),
        t("Actual"),
        t("Reached (%)"),
    ]
    name = t("Planned and actual of all goals")
    return Table(name, heads, rows, frozenset({2, 3, 4, 5}), key="sums")


def _swot(said: Said) -> Chapter:
    rows: list[Sequence[Cell]] = [
        [t(CELLS[one.cell]), one.words, len(one.names), _names(one.names)] for one in said.swot
    ]
    heads = [t("Cell"), t("Entry"), t("People"), t("Names")]
    lead = t("The entries of each one's newest accepted SWOT analysis. What several wrote in the same words stands once.")  # fmt: skip
    return Chapter(
        "swot",
        t("SWOT entries of all"),
        [Table(t("SWOT"), heads, rows, frozenset({2}), key="swot")],
        _together([lead, *_hidden(said)]),
        empty=_nothing(said, "swot", t("Nobody has an accepted SWOT analysis here yet.")),
    )


def _actions(said: Said) -> Chapter:
    rows: list[Sequence[Cell]] = [
        [
            one.owner,
            one.action,
            one.goal,
            one.due,
            t("Overdue") if one.is_late else t("Still open"),
            one.done,
            one.writer,
        ]
        for one in said.actions
    ]
    heads = [
        t("Owner"), t("Action"), t("For which goal"), t("By when"), t("State"), t("Done (%)"), t("Written by"),
    ]  # fmt: skip
    links = [_link(one.submission_id) if one.is_linked else "" for one in said.actions]
    lead = t("From the newest accepted action plan, personal action plan and quarterly review of each; an action is closed at 100 per cent, or when a later review says that it is done. Overdue first.")  # fmt: skip
    return Chapter(
        "actions",
        t("Open actions"),
        [Table(t("Actions"), heads, rows, frozenset({5}), links, "actions")],
        _together([lead, *_hidden(said)]),
        empty=_nothing(said, "action-plan", t("No accepted plan holds an open action.")),
    )


def _missing(said: Said) -> Chapter:
    rows: list[Sequence[Cell]] = [
        [one.title[lang()], t(STATES[one.state]), one.due_on, len(one.names), _names(one.names)]
        for one in said.missing
    ]
    heads = [t("Form"), t("State"), t("By when"), t("People"), t("Names")]
    return Chapter(
        "missing",
        t("Not accepted yet: who, and whether it was asked for"),
        [Table(t("Missing forms"), heads, rows, frozenset({3}), key="missing")],
        t(
            "SMART goals, SWOT analysis and action plan. A draft is its author's alone and counts as not handed in."
        ),
        empty=t("Everybody has accepted goals, a SWOT analysis and an action plan."),
    )


def _nothing(said: Said, exercise: str, words: str) -> str:
    """Why a chapter is empty, and who has not handed in."""
    found = [
        f"{_state(one)}{': ' if lang() == 'en' else '：'}{_names(one.names)}"
        for one in said.missing
        if one.exercise == exercise
    ]
    between = "; " if lang() == "en" else "；"
    return _together([words, between.join(found)]) if found else words


def _together(sentences: Sequence[str]) -> str:
    return ("" if lang() == "zh" else " ").join(sentences)


def _state(one: Missing) -> str:
    words = t(STATES[one.state])
    return f"{words} ({one.due_on.isoformat()})" if one.due_on else words


def _hidden(said: Said) -> list[str]:
    if not said.hidden:
        return []
    return [
        t(
            "The forms of {n} people are not read here: those who manage or train them see them.",
            n=said.hidden,
        )
    ]


def _names(names: Sequence[str]) -> str:
    return ("、" if lang() == "zh" else ", ").join(names)


def _link(submission_id: int) -> str:
    return f"/submissions/{submission_id}"
