"""What every test can count on."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.utils import translation

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Without Chromium the browser tests are skipped on a laptop, and fail where all must run."""
    if item.get_closest_marker("browser") and not CHROMIUM:
        lacking = "Chromium is not installed (its path can be given in CHROMIUM)"
        if os.environ.get("CI"):
            pytest.fail(lacking)
        pytest.skip(lacking)


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
