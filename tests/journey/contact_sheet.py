"""Contact sheets of the demo world for docs/pictures: pages × widths, in both schemes and languages.

python -m tests.journey.contact_sheet    writes docs/pictures/sheet-*.webp and the two pictures of README.md
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page

from courseware import config
from tests.journey.demo import chromium, demo_platform, signed_in

FOLDER = config.ROOT / "docs" / "pictures"
SIZES = ((360, 780), (768, 1024), (1440, 900))
#: pixels of a picture on its sheet: all pictures of a row are as high
HEIGHT, GAP, QUALITY = 360, 12, 68
#: pages on a sheet
MOST = 6
PAPER = {"light": "#ffffff", "dark": "#101418"}
#: role → the pages that it lives on; a pattern is the first link of that kind on the page before
PAGES: dict[str | None, tuple[str, ...]] = {
    None: ("/login",),
    "learner": (
        "/",
        "/modules",
        "/modules/08-internal-resources-and-capabilities",
        "/quizzes/08-internal-resources-and-capabilities",
        "/roleplays",
        "/drills",
        "/exercises",
        "/exercises/swot",
        "/search?q=客户",
        "/notes",
        "/certificates",
        "/account",
    ),
    "trainer": ("/", "/cohorts", "/cohorts/1/matrix", "/reviews", "/classes"),
    "manager": ("/", "/team", "/team/report", "/assignments"),
    "admin": ("/", "/admin", "/admin/people", "/admin/settings", "/organisation/report"),
}
#: the looks of the sheets: name, language, scheme
LOOKS = (("zh-light", "zh", "light"), ("en-dark", "en", "dark"))


def main() -> int:
    """Every sheet anew; 1 where a page of the list could not be shown."""
    missing: list[str] = []
    with demo_platform() as platform, chromium() as browser:
        for role in PAGES:
            context = signed_in(browser, platform.base, role)
            for name, lang, scheme in LOOKS:
                rows = list(_rows(context, role, lang, scheme, missing))
                for number, first in enumerate(range(0, len(rows), MOST), start=1):
                    path = FOLDER / f"sheet-{role or 'visitor'}-{number}-{name}.webp"
                    sheet = _sheet(rows[first : first + MOST], scheme)
                    sheet.save(path, quality=QUALITY, method=6)
            context.close()
        _of_readme(browser, platform.base)
    for line in missing:
        print(f"not shown: {line}", file=sys.stderr)
    return 1 if missing else 0


def _rows(
    context: BrowserContext, role: str | None, lang: str, scheme: str, missing: list[str]
) -> Iterator[list[Image.Image]]:
    page = context.new_page()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]  # one of the words of LOOKS
    for path in PAGES[role]:
        answer = page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        if answer is None or answer.status >= 400:
            missing.append(f"{role} {path}")
            continue
        yield [_picture(page, size) for size in SIZES]
    page.close()


def _picture(page: Page, size: tuple[int, int]) -> Image.Image:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(150)
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    return shot.resize((round(size[0] * HEIGHT / size[1]), HEIGHT), Image.Resampling.LANCZOS)


def _sheet(rows: list[list[Image.Image]], scheme: str) -> Image.Image:
    """Two pages beside each other, so that a sheet is not a tower."""
    pairs = [rows[at : at + 2] for at in range(0, len(rows), 2)]
    width = sum(picture.width + GAP for picture in rows[0])
    sheet = Image.new(
        "RGB",
        (width * min(2, len(rows)) + GAP, len(pairs) * (HEIGHT + GAP) + GAP),
        PAPER[scheme],
    )
    for down, pair in enumerate(pairs):
        left = GAP
        for picture in (picture for row in pair for picture in row):
            sheet.paste(picture, (left, GAP + down * (HEIGHT + GAP)))
            left += picture.width + GAP
    return sheet


def _of_readme(browser: Browser, base: str) -> None:
    """The two pictures that README.md shows: a phone in a learner's hand, a trainer's class."""
    phone = signed_in(browser, base, "learner").new_page()
    shots = []
    for path in ("/", "/modules/08-internal-resources-and-capabilities", "/drills"):
        phone.goto(f"{path}?lang=zh")
        shots.append(_whole(phone, (360, 720)))
    _side_by_side(shots, FOLDER / "phone.png")
    desk = signed_in(browser, base, "trainer").new_page()
    desk.goto("/cohorts?lang=en")
    desk.locator("main a.item-title[href^='/cohorts/']").first.click()
    _side_by_side([_whole(desk, (1280, 800))], FOLDER / "class.png")


def _whole(page: Page, size: tuple[int, int]) -> Image.Image:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.wait_for_timeout(150)
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def _side_by_side(shots: list[Image.Image], path: Path) -> None:
    width = sum(shot.width for shot in shots) + GAP * (len(shots) - 1)
    joined = Image.new("RGB", (width, shots[0].height), "#d9dee5")
    left = 0
    for shot in shots:
        joined.paste(shot, (left, 0))
        left += shot.width + GAP
    joined.quantize(128).save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
