"""What a new installation still needs, step by step, read from its data. Pure."""

from courseware.home.types import Facts, FirstHour, FirstStep


def first_hour(facts: Facts) -> FirstHour:
    """Name and logo, people, a class with dates, something asked: each ticks itself, none needs the one before."""
    return FirstHour((_name(facts), _people(facts), _class(facts), _asked(facts)))


def _name(facts: Facts) -> FirstStep:
    if not facts.has_name:
        return FirstStep("name", done=False, href="/admin/settings")
    # A logo is welcome, but nobody is kept waiting for a picture.
    missing = "" if facts.has_logo else "logo"
    return FirstStep(
        "name", True, "/admin/settings" if not missing else "/admin/certificates/preview", missing
    )


def _people(facts: Facts) -> FirstStep:
    return FirstStep("people", facts.people > 0, "/admin/people/import")


def _class(facts: Facts) -> FirstStep:
    if facts.cohort_id is None:
        return FirstStep("class", done=False, href="/cohorts/new")
    place = f"/cohorts/{facts.cohort_id}"
    if not facts.has_dates:
        return FirstStep("class", False, f"{place}/schedule", "dates")
    if not facts.has_members:
        return FirstStep("class", False, f"{place}/members", "members")
    return FirstStep("class", True, place)


def _asked(facts: Facts) -> FirstStep:
    return FirstStep("asked", facts.has_asked, "/assignments/new")
