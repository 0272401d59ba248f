"""What every test can count on."""

import gc
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.utils import translation

# What only some tests need is imported where it is used: one test is to begin at once.
if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.browser import Visits
    from tests.browser_site import Site

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
ON_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database", action="store_true", help="leave out tests that no database can fail"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Have one worker run what shares something that is made once."""
    from tests.distribution import Together

    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With `--database`, run only what another database could answer otherwise."""
    if config.getoption("database"):
        left_out = [item for item in items if not _asks_database(item)]
        items[:] = [item for item in items if _asks_database(item)]
        config.hook.pytest_deselected(items=left_out)


def _asks_database(item: pytest.Item) -> bool:
    if item.get_closest_marker("any_database"):
        return False
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("browser")
    return bool(marked) or "_django_db_helper" in getattr(item, "fixturenames", ())


def pytest_collection_finish() -> None:
    """Have the collector leave out what lives as long as the run: a tenth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without its servers a browser test is skipped on a laptop, and fails where all must run."""
    if item.get_closest_marker("browser") and (lacking := _lacking()):
        if os.environ.get("CI") and ON_POSTGRESQL:
            pytest.fail(lacking)
        pytest.skip(lacking)


def _lacking() -> str:
    """What browser tests need and this machine or run does not have; empty if nothing."""
    if not CHROMIUM:
        return "Chromium is not installed (its path can be given in CHROMIUM)"
    missing = [name for name in ("nginx", "redis-server", "openssl") if not shutil.which(name)]
    if missing:
        return f"{', '.join(missing)} missing: browsers visit the site as it is deployed"
    return "" if ON_POSTGRESQL else "browsers visit the site on PostgreSQL, as it is deployed"


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest,
    django_test_environment: None,
    django_db_blocker: Any,
    worker_id: str,
) -> Iterator[None]:
    """The suite's database; `--create-db` builds it anew."""
    # Django is not set up yet when this file is read.
    from django.test import TransactionTestCase

    from tests import database

    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: database.restore())
        with database.copied(worker_id, anew=request.config.getoption("create_db")):
            yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    assert CHROMIUM, "mark the test as `browser`"
    return CHROMIUM


@pytest.fixture(autouse=True)
def _nothing_is_remembered() -> None:
    """Begin with an empty cache: it outlives the rows of a test, such as the root of the site."""
    cache.clear()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Begin in the default language: a request to /cy/ leaves Welsh active in its thread."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def newsroom_site(
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    testrun_uid: str,
    django_db_setup: None,
) -> Iterator["Site"]:
    """A seeded newsroom that is being served to this worker alone."""
    from tests.browser_site import serve_newsroom

    folder = tmp_path_factory.getbasetemp()
    shared = folder if worker_id == "master" else folder.parent
    yield from serve_newsroom(shared, worker_id, testrun_uid[:8])


# Not for the session: while Playwright runs, Django refuses its database in the same thread.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator["Browser"]:
    """Chromium, for the tests of one file."""
    from playwright.sync_api import sync_playwright

    from tests.browser import CHROMIUM_ARGUMENTS

    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)


@pytest.fixture(scope="module")
def _visits(browser: "Browser", newsroom_site: "Site") -> "Visits":
    from tests.browser import Visits

    return Visits(browser, newsroom_site)


@pytest.fixture
def visits(_visits: "Visits") -> Iterator["Visits"]:
    """Opens pages of the newsroom; at the end none of them may have complained."""
    yield _visits
    _visits.settle()


@pytest.fixture
def admin_search(settings: Any) -> None:
    """The admin's search finds what the test saves."""
    usual = settings.WAGTAILSEARCH_BACKENDS["default"]
    settings.WAGTAILSEARCH_BACKENDS = {"default": {**usual, "AUTO_UPDATE": True}}


@pytest.fixture
def editor(client: Any, admin_user: Any) -> Any:
    """Somebody in the admin who may do everything."""
    client.force_login(admin_user)
    return client


@pytest.fixture
def image() -> Any:
    """A picture in the library."""
    # Django is not set up yet when this file is read.
    from tests.factories import picture

    # Wagtail keeps renditions in the cache, which outlives a test's rows.
    cache.clear()
    return picture(title="Court", file__filename="court.jpg")


@pytest.fixture
def rendition(image: Any) -> Any:
    """The picture in a size that pages show."""
    return image.get_rendition("format-webp|width-360")
