"""One platform, one browser and the people of the journey, for as long as it lasts."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from courseware import config, db
from courseware.content.definitions import Course
from courseware.content.library import Library
from tests.journey.cast import Story
from tests.journey.running import Platform
from tests.journey.visitor import Visitor
from tests.postgres import Server
from tests.schema import build_schema
from tests.world import Cast

#: files of steps: what they assert is explained when it fails, as in a test
STEPS = ("1_setting_up", "2_learning", "3_forms", "4_results")
pytest.register_assert_rewrite(*(f"tests.journey.steps_{step}" for step in STEPS))
CHROMIUM = Path("/usr/bin/chromium")
COURSE = Path(__file__).parents[1] / "data" / "course"


@pytest.fixture(scope="module")
def platform(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """Web and worker on an empty PostgreSQL database, with the course as it is shipped."""
    database = db.Database(postgres.create("journey"))
    build_schema(database)
    database.dispose()
    running = Platform(tmp_path_factory.mktemp("journey"), postgres.url("journey"))
    try:
        running.start()
        yield running
    finally:
        running.stop()
        postgres.drop("journey")


@pytest.fixture(scope="module")
def place(
    sqlite_template: tuple[Path, Cast], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Platform]:
    """A web process alone, with the cast and the small course, on SQLite."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copy(sqlite_template[0], folder / "people.db")
    running = Platform(folder, f"sqlite:///{folder}/people.db")
    running.environment["COURSE_ROOT"] = str(COURSE)
    try:
        running.start_web()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def shipped() -> Course:
    """The course that the platform serves."""
    return Library(Path(os.environ.get("COURSE_ROOT", config.ROOT))).course


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip("No Chromium here; bin/setup --test installs it.")
    with sync_playwright() as tools:
        launched = tools.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def _known() -> dict[str, Visitor]:
    """The visitors so far, by name."""
    return {}


@pytest.fixture(scope="module")
def person(
    browser: Browser, platform: Platform, _known: dict[str, Visitor]
) -> Iterator[Callable[..., Visitor]]:
    """`person("lin", on_phone=True)` is the same visitor whenever that name is asked for."""

    def visitor(name: str, **how: object) -> Visitor:
        if name not in _known:
            _known[name] = Visitor(browser, platform.base, **how)  # type: ignore[arg-type]
        return _known[name]

    yield visitor
    for each in _known.values():
        each.close()


@pytest.fixture(scope="module")
def _broken() -> list[str]:
    """Steps that failed: what comes after them would only fail for their sake."""
    return []


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call" and report.failed and "_broken" in item.funcargs:  # type: ignore[attr-defined]
        item.funcargs["_broken"].append(item.name)  # type: ignore[attr-defined]
        report.sections.append(("web process", item.funcargs["platform"].log("web")[-3000:]))
        report.sections += [
            (f"browser of {name}", visitor.state())
            for name, visitor in item.funcargs["_known"].items()  # type: ignore[attr-defined]
        ]


@pytest.fixture(autouse=True)
def one_step_after_the_other(_broken: list[str], _known: dict[str, Visitor]) -> Iterator[None]:
    """A step needs those before it; a page that is not in order fails its step and stops nobody."""
    if _broken:
        pytest.fail(f"An earlier step failed: {_broken[0]}", pytrace=False)
    yield
    faults = [fault for visitor in _known.values() for fault in visitor.faults]
    for visitor in _known.values():
        visitor.faults.clear()
    if faults:
        pytest.fail("\n".join(faults), pytrace=False)


@pytest.fixture(scope="module")
def story() -> Story:
    return Story()
