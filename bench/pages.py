"""What is measured: an address of every kind of page, out of the database, and its goal."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count, TextField
from django.db.models.functions import Cast, Length
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.archive.index import ArchiveListing
from newsroom.editions.models import Edition, EditionQuerySet

FILTER = "/news/?crime_type=sexual-offences&area=cps"


@dataclass(frozen=True)
class Page:
    """One row of the table. Goals: at most so many times the hello, and so many queries."""

    name: str
    address: str
    goal: int | None
    queries: int | None = None
    status: int = 200


def pages() -> Iterator[Page]:
    """Every row, in the order of the table. Raises LookupError when the demo is not there."""
    with connection.cursor() as cursor:
        # The fullest of 100,000 pages takes longer to find than a reader may wait.
        cursor.execute("SET statement_timeout = 0")
    yield Page("archive, two terms, page 11", f"{FILTER}&page=11", 15, 6)
    yield Page("front page", "/news/", 25)
    yield Page("press release with everything", _fullest("press-release"), 20, 8)
    yield Page("speech", _fullest("speech"), 20, 8)
    yield Page("case", _longest_list("case"), 25)
    yield Page("topic", _longest_list("topic"), 25)
    yield Page("list of speeches", _only("speech-index"), 20)
    yield Page("press office", _only("press-office"), 25)
    protocol = _only("protocol")
    yield Page("protocol", protocol, 25)
    earlier, later = _versions(protocol)
    yield Page("comparison", f"{protocol}compare/?from={earlier}&to={later}", 25)
    two = "crime_type=sexual-offences&crime_type=terrorism"
    yield Page("two values of one filter", f"/news/?{two}", 30)
    yield Page("a common word", "/news/?q=jailed", 60)
    yield Page("a rare word", "/news/?q=upskirting", 60)
    yield Page("a common word and two terms", f"{FILTER}&q=jailed", 60)
    yield Page("not found", "/news/nothing-was-ever-here/", 8, status=404)


def _of(page_type: str) -> EditionQuerySet:
    return Edition.objects.open().in_language("en").filter(page_type=page_type)


def _only(page_type: str) -> str:
    address = _of(page_type).values_list("address", flat=True).first()
    if address is None:
        raise LookupError(page_type)
    return address


def _fullest(page_type: str) -> str:
    """Among those that show a picture, the one with the most parts, then with the most text."""
    size = Length(Cast("document", TextField()))
    pictured = _of(page_type).filter(files__isnull=False).annotate(size=size).distinct()
    largest = pictured.order_by("-size")[:200]
    if not largest:
        raise LookupError(page_type)
    return max(largest, key=lambda edition: (len(edition.document), edition.size)).address


def _longest_list(name: str) -> str:
    """The topic or case under which the most items stand."""
    counted = ArchiveListing.objects.filter(list=name).values("key").annotate(items=Count("pk"))
    keys = [row["key"] for row in counted.order_by("-items")]
    found = _of(name).filter(page_id__in=keys[:1]).first()
    if found is None:
        raise LookupError(name)
    return found.address


def _versions(document: str) -> tuple[str, str]:
    """The oldest and the newest version of a document, by the last part of their addresses."""
    found = _of("protocol-version").filter(address__startswith=document).order_by("address")
    slugs = [
        address.rstrip("/").rpartition("/")[2]
        for address in found.values_list("address", flat=True)
    ]
    return slugs[0], slugs[-1]


def queries_of(page: Page) -> int:
    """How many queries the page asks of a process that has answered before."""
    client = Client()
    client.get(page.address)
    with CaptureQueriesContext(connection) as asked:
        client.get(page.address)
    return len(asked)


def count_items() -> int:
    """How many public items there are."""
    return Edition.objects.open().of_items().count()
