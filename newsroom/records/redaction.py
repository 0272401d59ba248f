"""Redaction of protected names in titles and notes for records and messages."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from newsroom.records.orders_in_force import names_in_force, orders_covering
from newsroom.records.verdict_holds import held_title, is_in_vault
from newsroom.rules.names.protected_names import repeats_name

log = logging.getLogger(__name__)

NOTE_WITHHELD = "What was written here is withheld: it repeats a protected name."


def title_for_record(page: Page) -> str:
    """The title of the page, or a text with its id when the title repeats a protected name.

    Redacts also when the check fails. A page that is held for a verdict is named by its hold.
    """
    if is_in_vault(page):
        return held_title(page)
    is_named = says_name(page.title, page)
    return f"Page {page.pk} (its title is withheld)" if is_named else page.title


def note_for_record(words: str, page: Page | None = None) -> str:
    """A user's note about a page or an order, or `NOTE_WITHHELD` if it repeats a protected name.

    Rows of the log are immutable, so a name such as in "Withdrawn because it names …" could not be
    removed later.
    """
    return NOTE_WITHHELD if words and says_name(words, page) else words


def says_name(words: str, page: Page | None, at: datetime | None = None) -> bool:
    """Whether a text about this page repeats a name that is protected at the moment `at`, or now.

    True when the check fails.
    """
    moment = at or timezone.now()
    try:
        about = {order.pk for order in orders_covering(page.specific, moment)} if page else set()
        return repeats_name(words, tuple(names_in_force(moment, in_scope=about).values()))
    except Exception:
        log.exception("Whether words about page %s may be repeated is not known", page and page.pk)
        return True


def withheld_among(texts: Iterable[str]) -> set[str]:
    """Those of many texts that repeat a name protected now, whichever page each is about.

    Takes one query. A surname is enough, as if each order covered each page, so this withholds more
    than `title_for_record()`. All texts if the check fails.
    """
    known = set(texts)
    now = timezone.now()
    try:
        names = tuple(names_in_force(now, in_scope=_EveryOrder()).values())
        return {text for text in known if repeats_name(text, names)} if names else set()
    except Exception:
        log.exception("Whether texts of the calendar may be repeated is not known")
        return known


class _EveryOrder:
    """Contains the id of each order."""

    def __contains__(self, order: object) -> bool:
        return True
