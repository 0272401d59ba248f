"""The title of a page for the record and for messages, where it may hold a protected name."""

import logging
from typing import Any

from django.utils import timezone

from newsroom.editorial.names import repeats_name
from newsroom.pages.gate_facts import names_in_force, orders_on

log = logging.getLogger(__name__)


def title_for_record(page: Any) -> str:
    """The page's title, or its number when the title repeats a protected name.

    Where that cannot be found out, its number.
    """
    now = timezone.now()
    try:
        about = {order.pk for order in orders_on(page, now)}
        told = repeats_name(page.title, tuple(names_in_force(now, in_scope=about)))
    except Exception:
        log.exception("Whether the title of page %s may be repeated is not known", page.pk)
        told = True
    return f"Page {page.pk} (its title is withheld)" if told else page.title
