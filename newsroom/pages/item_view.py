"""What an item's page shows beside its own words, gathered so that the template asks nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from newsroom.archive import views as archive
from newsroom.archive.index import ANY, ArchiveEntry, neighbours
from newsroom.archive.result import Card, Link
from newsroom.editorial.records import ItemUpdate
from newsroom.guard.visibility import PublishedQuerySet
from newsroom.pages.cards import cards, links
from newsroom.press_office.desks import Desk, desk_for
from newsroom.taxonomy import Area, CrimeType, names_for_reader

if TYPE_CHECKING:
    from newsroom.pages.items import NewsItemPage, NewsItemQuerySet

MOST_RELATED = 4


@dataclass(frozen=True)
class ItemView:
    """An item as its page shows it."""

    kind_label: str
    kind_url: str
    crime_types: list[Link]
    areas: list[Link]
    published_at: datetime | None
    updates: list[ItemUpdate]
    updated_at: datetime | None
    desk: Desk | None
    related: list[Card]
    previous: Link | None
    next: Link | None
    back: Link
    case: Link | None
    topics: list[Link]
    image: Any


def item_view(item: "NewsItemPage", items: "NewsItemQuerySet", request: HttpRequest) -> ItemView:
    """Gather what stands around an item's words; `items` are all there are, public or not.

    The number of queries depends neither on the archive's size nor on how many terms, updates
    and related items there are: tests/test_pages_items.py lists them.
    """
    archive_url = reverse("news")
    updates = list(ItemUpdate.objects.filter(item_id=item.pk, at__lte=timezone.now()))
    listed = items.listed(item.locale_id)
    older, newer = _neighbours(item, listed)
    gathered = _gathered_on(item)
    crime_types, areas = list(item.crime_types.all()), list(item.areas.all())
    return ItemView(
        kind_label=item.get_kind_display(),
        kind_url=f"{archive_url}?kind={item.kind}",
        crime_types=links(
            "crime_type", crime_types, names_for_reader(CrimeType, crime_types), archive_url
        ),
        areas=links("area", areas, names_for_reader(Area, areas), archive_url),
        published_at=item.published_at,
        updates=updates,
        updated_at=updates[0].at if updates else None,
        desk=desk_for(item.contact_id),
        related=_related(item, listed, archive_url, [entry.pk for entry in crime_types]),
        previous=older,
        next=newer,
        back=archive.back_link(request, archive_url),
        case=gathered.get(item.case_id),
        topics=[link for pk, link in gathered.items() if pk != item.case_id],
        image=item.image,
    )


def _related(
    item: "NewsItemPage", listed: "NewsItemQuerySet", archive_url: str, crime_types: list[int]
) -> list[Card]:
    """What an editor named, then the same case, then the newest of the first crime type."""
    wanted = [link.item_id for link in item.related_links.all()]
    if item.case_id:
        same_case = listed.filter(case_id=item.case_id).order_by("-published_at", "-pk")
        wanted += same_case.values_list("pk", flat=True)[: MOST_RELATED + 1]
    if crime_types:
        # One index range of the archive; more than are shown, since some may be named already.
        wanted += (
            ArchiveEntry.objects.not_over()
            .filter(language=item.locale.language_code, crime_type=crime_types[0], area=ANY)
            .order_by("-date", "-item_id")
            .values_list("item_id", flat=True)[: 2 * MOST_RELATED + 1]
        )
    others = [pk for pk in dict.fromkeys(wanted) if pk != item.pk]
    if not others:
        return []
    return cards(listed, archive_url, ids=others)[:MOST_RELATED]


def _neighbours(
    item: "NewsItemPage", listed: "NewsItemQuerySet"
) -> tuple[Link | None, Link | None]:
    older, newer = neighbours(item.pk)
    wanted = [pk for pk in (older, newer) if pk]
    if not wanted:
        return None, None
    found = {
        page.pk: Link(page.title, page.url)
        for page in listed.filter(pk__in=wanted).select_related("locale")
    }
    return found.get(older), found.get(newer)


def _gathered_on(item: "NewsItemPage") -> dict[int, Link]:
    """The public topic pages and the case that list this item, by title."""
    chosen = [item.case_id, *(topic.pk for topic in item.topics.all())]
    if not any(chosen):
        return {}
    pages = PublishedQuerySet(Page).published().filter(pk__in=filter(None, chosen))
    return {
        page.pk: Link(page.title, page.url)
        for page in pages.order_by("title").select_related("locale")
    }
