"""The OpenAPI description of the interface, with the address at which it is served."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from newsroom.readers.api.answers import api_view

FILE = Path(__file__).with_name("openapi.json")


@api_view()
def description(request: HttpRequest) -> dict[str, Any]:
    """The description (OpenAPI 3.1)."""
    return {**written(), "servers": [{"url": f"{settings.BASE_URL}/api/v1"}]}


@cache
def written() -> dict[str, Any]:
    """What openapi.json says."""
    found: dict[str, Any] = json.loads(FILE.read_text())
    return found
