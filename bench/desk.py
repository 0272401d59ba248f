"""What the desk's screens cost: processor time of this process and of its database, and queries.

`DATABASE_URL=postgres://... python -m bench.desk`; README.md beside this file says more.
"""

import argparse
import cProfile
import logging
import os
import pstats
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from statistics import median
from typing import Any

import django

EDITOR = "duty.editor"


@dataclass(frozen=True)
class Screen:
    """One row of the table. The goal is in seconds of processor time."""

    name: str
    goal: float | None
    ask: Callable[[Any, Any], Any]
    prepare: Callable[[], Any] | None = None
    """Makes what is asked about; not counted."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--screen", default="", help="only screens whose name begins so")
    parser.add_argument("--profile", action="store_true", help="where the time goes, by function")
    parser.add_argument("--queries", action="store_true", help="queries that are asked repeatedly")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    logging.disable(logging.WARNING)

    print("| screen | seconds | goal | queries |\n|---|---|---|---|")
    for screen in screens():
        if not screen.name.lower().startswith(options.screen.lower()):
            continue
        _report(screen, options)


def _report(screen: Screen, options: argparse.Namespace) -> None:

    _once(screen)
    taken = [_once(screen).seconds for _round in range(options.rounds)]
    asked = _once(screen, count=True).queries
    goal = f"{screen.goal}" if screen.goal else ""
    print(f"| {screen.name} | {median(taken):.2f} | {goal} | {len(asked)} |")
    if options.queries:
        forms = Counter(sql[:200] for sql in asked)
        for sql, number in forms.most_common(25):
            print(f"    {number} {sql}")
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(_once, screen)
        pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


@dataclass(frozen=True)
class Cost:
    """What one answer took."""

    seconds: float
    queries: tuple[str, ...]


def _once(screen: Screen, *, count: bool = False) -> Cost:
    """The processor time of Python and of PostgreSQL together. Nothing is kept."""
    from django.db import connection, transaction
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    with transaction.atomic():
        client.force_login(_editor(), backend="django.contrib.auth.backends.ModelBackend")
        given = screen.prepare() if screen.prepare else None
        with CaptureQueriesContext(connection) if count else nullcontext() as asked:
            begun, before = time.process_time(), _database_time(connection)
            response = screen.ask(client, given)
            taken = time.process_time() - begun + _database_time(connection) - before
        if response.status_code not in (HTTPStatus.OK, HTTPStatus.FOUND):
            raise SystemExit(f"{screen.name}: {response.status_code}")
        transaction.set_rollback(True)
    return Cost(taken, tuple(query["sql"] for query in asked or ()))


def _database_time(connection: Any) -> float:
    """Seconds that the backend of this connection has been on a processor; 0 on SQLite."""
    if connection.vendor != "postgresql":
        return 0.0
    process = connection.connection.info.backend_pid
    return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9


def _editor() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(username=EDITOR)


def screens() -> Iterator[Screen]:
    """Every screen that is measured."""
    from newsroom.models import NewsIndexPage, PressReleasePage

    news = NewsIndexPage.objects.get(locale__language_code="en")
    item = PressReleasePage.objects.filter(live=True, image__isnull=False).latest("pk")
    pages = "/admin/api/main/pages/?for_explorer=1&fields=parent"
    # The menu begins at the highest page that the person may see.
    yield Screen("Pages, menu", 0.3, lambda one, _: _open_menu(one, f"{pages}&child_of={news.pk}"))
    yield Screen("Pages, list", 0.3, lambda one, _: one.get("/admin/pages/", follow=True))
    yield Screen("edit form", 0.3, lambda one, _: one.get(f"/admin/pages/{item.pk}/edit/"))
    yield Screen("list of news", 0.4, lambda one, _: one.get(f"/admin/pages/{news.pk}/"))
    yield Screen("dashboard", 0.2, lambda one, _: one.get("/admin/"))
    yield Screen("search", None, lambda one, _: one.get("/admin/pages/search/?q=Drayholme"))
    yield Screen(
        "search, a common word", None, lambda one, _: one.get("/admin/pages/search/?q=court")
    )
    yield Screen("release", 0.4, _release, lambda: _copy_of(item))


def _open_menu(client: Any, address: str) -> Any:
    """What the menu asks when it is opened: all pages below one, twenty at a time."""
    found, seen = client.get(address), 0
    while seen < (told := found.json())["meta"]["total_count"]:
        seen += len(told["items"])
        found = client.get(f"{address}&offset={seen}")
    return found


def _copy_of(item: Any) -> Any:
    """A draft of the same words, of which nothing is left to be answered."""
    from tests.factories import clear

    copy = item.copy(
        update_attrs={"slug": "a-copy-that-is-released", "title": "A copy that is released"},
        keep_live=False,
        copy_revisions=False,
    )
    return clear(copy)


def _release(client: Any, page: Any) -> Any:
    """An urgent release: the form that has the fewest fields."""
    from newsroom.gate.sign_off import latest

    sent = {"digest": latest(page).digest, "reason": "The court sits at two."}
    response = client.post(f"/admin/pages/{page.pk}/urgent-release/", sent)
    if response.status_code != HTTPStatus.FOUND:
        raise SystemExit("The release was refused")
    return response


if __name__ == "__main__":
    main()
