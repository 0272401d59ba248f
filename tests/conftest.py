"""What every test can count on."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """Begin in the default language: a request to /cy/ leaves Welsh active in its thread."""
    translation.deactivate()
    yield
    translation.deactivate()
