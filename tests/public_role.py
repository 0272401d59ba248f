"""On PostgreSQL, anonymous readers of the suite have the rights of the public service, and no more.

So each test of a public page proves that they suffice.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.management import call_command
from django.db import ProgrammingError, connection, transaction
from django.db.utils import IntegrityError
from django.http import HttpRequest, HttpResponse
from psycopg.pq import TransactionStatus

from newsroom.management.commands.grant_public_role import ROLE


def make_role() -> None:
    """Have the role on the server, and its rights in this database."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {ROLE}")
    except (ProgrammingError, IntegrityError):  # another run has made it, perhaps just now
        pass
    call_command("grant_public_role", verbosity=0)


def as_public_service(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable:
    """Middleware: what the public service would answer, with its rights."""
    if connection.vendor != "postgresql":
        raise MiddlewareNotUsed

    def middleware(request: HttpRequest) -> HttpResponse:
        is_preview = getattr(request, "is_dummy", False)
        of_the_desk = is_preview or request.path.startswith(
            (*settings.ADMIN_PATHS, *settings.FORM_PATHS)
        )
        if of_the_desk or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        with readers_rights():
            return get_response(request)

    return middleware


@contextmanager
def readers_rights() -> Iterator[None]:
    """Have the rights of the public service from the first query on; no query more is counted."""
    taken = False

    def take(execute: Callable, *query: Any) -> Any:
        nonlocal taken
        if not taken:
            taken = True
            connection.connection.execute(f"SET ROLE {ROLE}")
        return execute(*query)

    try:
        with connection.execute_wrapper(take):
            yield
    finally:
        # What undoes a broken transaction gives the rights back, too.
        if taken and connection.connection.info.transaction_status != TransactionStatus.INERROR:
            connection.connection.execute("RESET ROLE")
