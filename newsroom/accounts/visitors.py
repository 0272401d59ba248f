"""Where a request of the admin comes from."""

from typing import cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def address_of(request: HttpRequest) -> str:
    """The visitor's address, as `settings.VISITOR_ADDRESS` tells it."""
    return cast(str, import_string(settings.VISITOR_ADDRESS)(request))[:45]
