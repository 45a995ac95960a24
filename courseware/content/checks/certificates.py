"""The kinds of certificates ask for what the course has."""

from collections import Counter
from collections.abc import Iterator

from courseware.content.checks.view import View
from courseware.content.problems import Problem


def check(view: View) -> Iterator[Problem]:
    rules = view.course.certificates
    if "practice" in rules.kinds:
        yield from _practice(view)
    yield from _portfolio(view)


def _practice(view: View) -> Iterator[Problem]:
    course, rules = view.course, view.course.certificates
    place = ("certificates", "practice")
    there = Counter(r.industry for r in course.roleplays.values() if r.industry != "any")
    if not there:
        message = "no role-play of the course belongs to an industry: leave practice out"
        yield view.problem(place, "certificates.practice", message)
    for industry, number in sorted(there.items()):
        if number < rules.scenarios:
            message = (
                f"asks for {rules.scenarios} role-plays of each industry, but {industry} has {number}: "
                "write more, or ask for fewer"
            )
            yield view.problem(place, "certificates.practice.scenarios", message)
        if rules.drill_share and industry not in course.objections:
            message = (
                f"asks for drilled objections, but {industry} has no objections.{industry}.yaml: "
                "there the certificate asks for role-plays only"
            )
            yield view.warning(place, "certificates.practice.drill_share", message)


def _portfolio(view: View) -> Iterator[Problem]:
    place, seen = ("certificates", "portfolio"), set[str]()
    for exercise in view.course.certificates.portfolio:
        found, field = view.course.exercises.get(exercise), "certificates.portfolio.exercises"
        if found is None:
            message = f"no module has an exercise {exercise!r}; give the id of one that is there"
            yield view.problem(place, field, message)
        elif exercise in seen:
            yield view.problem(place, field, f"{exercise!r} stands twice; write it once")
        elif not found.certifies:
            message = (
                f"{exercise!r} does not certify, so that nobody need accept it: write "
                "`certifies: true` into its file, or leave it out here"
            )
            yield view.problem(place, field, message)
        seen.add(exercise)
