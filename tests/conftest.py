"""What every test can count on."""

import os
import shutil
from collections.abc import Iterator
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.db.backends.base.operations import BaseDatabaseOperations
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from tests.browser import CHROMIUM_ARGUMENTS, Visits
from tests.browser_site import Site, serve_newsroom

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without Chromium the browser tests are skipped on a laptop, and fail where all must run."""
    if item.get_closest_marker("browser") and not CHROMIUM:
        lacking = "Chromium is not installed (its path can be given in CHROMIUM)"
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)


# For the session: pytest-django empties the database after the fixtures of a test are gone.
@pytest.fixture(scope="session", autouse=True)
def _the_log_goes_with_the_test() -> Iterator[None]:
    """Let a test's database be emptied although nobody may empty the release log in it."""
    flush = BaseDatabaseOperations.execute_sql_flush

    def flush_without_triggers(operations: Any, statements: list[str]) -> None:
        log = import_module("newsroom.migrations.0003_release_log_is_append_only")
        connection = operations.connection
        with connection.cursor() as cursor:
            editor = SimpleNamespace(connection=connection, execute=cursor.execute)
            log.drop_triggers(None, editor)
            flush(operations, statements)
            log.create_triggers(None, editor)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", flush_without_triggers)
        yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    assert CHROMIUM, "mark the test as `browser`"
    return CHROMIUM


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Begin in the default language: a request to /cy/ leaves Welsh active in its thread."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def newsroom_site(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, testrun_uid: str
) -> Iterator[Site]:
    """A seeded newsroom that is being served to this worker alone."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder if worker_id == "master" else folder.parent
    yield from serve_newsroom(shared, worker_id, testrun_uid[:8])


# Not for the session: while Playwright runs, Django refuses its database in the same thread.
@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, for the tests of one file."""
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)


@pytest.fixture(scope="module")
def _visits(browser: Browser, newsroom_site: Site) -> Visits:
    return Visits(browser, newsroom_site)


@pytest.fixture
def visits(_visits: Visits) -> Iterator[Visits]:
    """Opens pages of the newsroom; at the end none of them may have complained."""
    yield _visits
    _visits.settle()


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
    return image.get_rendition("width-360|format-webp")
