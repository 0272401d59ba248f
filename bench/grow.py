"""Makes the newsroom of a database larger, by copies of its items: `python -m bench.grow ITEMS`.

PostgreSQL alone makes them, in several connections. They have all that readers' pages, the archive,
the search of names and the usual pages read; the admin's search and its index of references do not
have them. Their keys, their addresses and the seconds of their dates are their own.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import django
import psycopg

AT_ONCE = 4
"""How many connections copy at the same time."""
STEP = 1_000_000
"""From the key of a row to that of its next copy: more than there are keys."""
KEY = f"+ %(copy)s * {STEP}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("items", type=int)
    options = parser.parse_args()
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        sys.exit("This needs DATABASE_URL of a PostgreSQL database with a demo newsroom in it.")
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    django.setup()

    from newsroom.archive.rebuild_index import rebuild
    from newsroom.models import Edition, NewsIndexPage, NewsItemPage

    number = Edition.objects.open().of_items().count()
    copies = range(1, options.items // number)
    news = NewsIndexPage.objects.get()
    items = NewsItemPage.objects.child_of(news)
    last = news.get_children().order_by("path").last()
    first = NewsItemPage._str2int(last.path[-NewsItemPage.steplen :])
    statements = list(_statements(news, first, Edition.objects.of_items()))

    def copy(which: int) -> None:
        with psycopg.connect(url, cursor_factory=psycopg.ClientCursor) as connection:
            for statement in statements:
                connection.execute(statement, {"copy": which})

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(copy, copies))
    NewsIndexPage.objects.filter(pk=news.pk).update(numchild=news.get_children().count())
    # Every row of the archive's index is there; what is left is to count them.
    rebuild((), items=items.none())
    with django.db.connection.cursor() as cursor:
        # As on a server that has run for a day: index-only scans need what a vacuum notes.
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM")
        cursor.execute("ANALYZE")
    print(f"The newsroom holds {Edition.objects.open().of_items().count():,} public items.")


def _statements(news: Any, last: int, editions_of_items: Any) -> Iterator[str]:
    """Copy everything of the original items once, table by table."""
    from wagtail.models import Page

    from newsroom import models
    from newsroom.archive.index import ArchiveEntry, ArchiveListing, ArchiveText

    item = models.NewsItemPage
    suffix = "|| '-copy-' || %(copy)s"
    address = f"rtrim({{}}, '/') {suffix} || '/'"
    seconds = "+ %(copy)s * interval '1 second'"
    pages = f"SELECT page_id FROM newsroom_edition WHERE kind <> '' AND page_id < {STEP}"  # noqa: S608
    number = editions_of_items.values("page_id").distinct().count()
    # The place of a copy among its siblings, in the digits of treebeard.
    digits = " || ".join(
        f"substr('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ', 1 + (place / {36**power}) %% 36, 1)"
        for power in reversed(range(Page.steplen))
    )
    place = f"{last} + (%(copy)s - 1) * {number} + row_number() OVER (ORDER BY id)::int AS place"
    originals = f"(SELECT *, {place} FROM wagtailcore_page WHERE id IN ({pages})) source"  # noqa: S608
    page_own = {
        "id": f"id {KEY}",
        "path": f"'{news.path}' || {digits}",
        "slug": f"slug {suffix}",
        "url_path": address.format("url_path"),
        "translation_key": "gen_random_uuid()",
        "latest_revision_id": "NULL",
        "live_revision_id": "NULL",
    }
    yield _copy(Page, page_own, originals, "TRUE")
    yield _of_pages(item, "page_ptr_id", pages, {"published_at": f"published_at {seconds}"})
    for kind in (models.PressReleasePage, models.SpeechPage, models.StatementPage):
        yield _of_pages(kind, "newsitempage_ptr_id", pages, {})
    for name in ("crime_types", "areas", "topics"):
        through = item._meta.get_field(name).remote_field.through
        yield _of_pages(through, "newsitempage_id", pages, {})
    edition_own = {
        "id": f"id {KEY}",
        "address": address.format("address"),
        "translation_key": "gen_random_uuid()",
        "date": f"date {seconds}",
        "revision_id": "NULL",
    }
    yield _of_pages(models.Edition, "page_id", pages, edition_own)
    editions = f"SELECT id FROM newsroom_edition WHERE kind <> '' AND id < {STEP}"  # noqa: S608
    yield _of_pages(models.EditionFile, "edition_id", editions, {})
    yield _of_pages(models.EditionWords, "page_id", pages, {"edition_id": f"edition_id {KEY}"})
    for index in (ArchiveEntry, ArchiveListing):
        yield _of_pages(index, "item_id", pages, {"date": f"date {seconds}"})
    yield _of_pages(ArchiveText, "item_id", pages, {})


def _of_pages(model: Any, column: str, ids: str, own: dict[str, str]) -> str:
    own = {column: f"{column} {KEY}", **own}
    return _copy(model, own, model._meta.db_table, f"{column} IN ({ids})")


def _copy(model: Any, own: dict[str, str], source: str, condition: str) -> str:
    """Columns that are not given are copied, and keys are drawn by the database."""
    columns = [
        field.column
        for field in model._meta.local_concrete_fields
        if field.column in own or not (field.primary_key and field.remote_field is None)
    ]
    values = ", ".join(own.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    into = f"INSERT INTO {model._meta.db_table} ({names})"
    return f"{into} SELECT {values} FROM {source} WHERE {condition}"  # noqa: S608


if __name__ == "__main__":
    main()
