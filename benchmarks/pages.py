"""Every page that a link of the demo world leads to: axe in both schemes and languages, narrow, enlarged."""

from typing import Any

from courseware import config
from courseware.factory import create_app
from courseware.web.locale import HTML_LANG
from tests.journey.demo import ROLES, chromium, demo_platform, names_in, signed_in
from tests.journey.walk import Walk, faults_of

LANGUAGES = ("zh", "en")
#: Chinese words that an English reader meets in other programs, too
FIELD_WORDS = {"拼音", "加签"}


def measure() -> dict[str, Any]:
    """How many views of pages are in order, of how many; what is wrong is printed."""
    urls = create_app(config.from_environment({"SECRET_KEY": "walk"})).url_map.bind("127.0.0.1")
    faults: list[str] = []
    views, rules = 0, set[str]()
    with demo_platform() as platform, chromium() as browser:
        names = names_in(platform.environment["DATABASE_URL"]) | FIELD_WORDS
        for role in (None, *ROLES):
            walk = Walk(signed_in(browser, platform.base, role), platform.base, urls)
            # Another role was there; the start page is another one for each.
            walk.seen.update({rule: ["", ""] for rule in rules - {"/"}})
            for page in walk.pages("/login" if role is None else "/"):
                address = page.url
                for lang in LANGUAGES:
                    found = faults_of(page, address, (lang, HTML_LANG[lang]), names)
                    faults += [f"{role} {address} ({lang}): {words}" for words in found]
                    views += not found
                page.goto(address)
            faults += walk.faults
            if role is not None:
                rules |= {rule for rule, seen in walk.seen.items() if any(seen)}
            walk.context.close()
    for fault in faults:
        print(fault)
    bad = len({fault.split(": ")[0] for fault in faults})
    return {"found": views, "wanted": views + bad, "kinds of pages": len(rules)}


if __name__ == "__main__":
    print(measure())
