"""What binds a page and which names must not be said; its title for the record and for messages."""

import logging
from collections.abc import Container, Iterator
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from newsroom.editorial.facts import Name
from newsroom.editorial.names import repeats_name
from newsroom.editorial.restrictions import ProtectedName, ReportingRestriction

log = logging.getLogger(__name__)

NOTE_WITHHELD = "What was written here is withheld: it repeats a protected name."


def orders_on(page: Page, at: datetime) -> Iterator[ReportingRestriction]:
    """The reporting restrictions in force that cover this page."""
    yield from ReportingRestriction.objects.in_force(at).binding(page)


def names_in_force(at: datetime, in_scope: Container[int] = ()) -> dict[ProtectedName, Name]:
    """Every protected name of an order in force, whichever page the order is about.

    `in_scope` are the numbers of the orders about the page at hand.
    """
    names = ProtectedName.objects.filter(restriction__in=ReportingRestriction.objects.in_force(at))
    return {
        name: Name(name.words, name.restriction.source, name.restriction_id in in_scope)
        for name in names.select_related("restriction")
    }


def title_for_record(page: Page) -> str:
    """The page's title, or its number when the title repeats a protected name.

    Where that cannot be found out, its number.
    """
    told = says_name(page.title, page)
    return f"Page {page.pk} (its title is withheld)" if told else page.title


def note_for_record(words: str, page: Page | None = None) -> str:
    """What somebody wrote about the page, or of an order; not if it repeats a protected name.

    "Withdrawn because it names …" is written in haste, and no row of the log can be changed.
    """
    return NOTE_WITHHELD if words and says_name(words, page) else words


def says_name(words: str, page: Page | None, at: datetime | None = None) -> bool:
    """Whether words about this page repeat a name that is protected now, or at another moment.

    They do if nobody can find out.
    """
    moment = at or timezone.now()
    try:
        about = {order.pk for order in orders_on(page.specific, moment)} if page else set()
        return repeats_name(words, tuple(names_in_force(moment, in_scope=about).values()))
    except Exception:
        log.exception("Whether words about page %s may be repeated is not known", page and page.pk)
        return True
