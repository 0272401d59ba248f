"""Titles and notes as records and messages may have them: without a protected name."""

import logging
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from newsroom.records.orders_in_force import names_in_force, orders_covering
from newsroom.rules.names.protected_names import repeats_name

log = logging.getLogger(__name__)

NOTE_WITHHELD = "What was written here is withheld: it repeats a protected name."


def title_for_record(page: Page) -> str:
    """The page's title, or its number when the title repeats a protected name.

    Where that cannot be found out, its number.
    """
    is_named = says_name(page.title, page)
    return f"Page {page.pk} (its title is withheld)" if is_named else page.title


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
        about = {order.pk for order in orders_covering(page.specific, moment)} if page else set()
        return repeats_name(words, tuple(names_in_force(moment, in_scope=about).values()))
    except Exception:
        log.exception("Whether words about page %s may be repeated is not known", page and page.pk)
        return True
