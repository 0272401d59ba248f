"""What is left of messages and copies of forms that say a removed word.

Copies of forms are deleted. Messages about the page lose the words, or go with it. Others are about
somebody of the same name, perhaps: they lose the words once nobody waits for them, and stay as they
are until then. `verify_removed` lists those, as it lists other pages that say the name.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Model, QuerySet
from wagtail.admin.models import FormState

from newsroom.models import DeskNotice, OutgoingMail
from newsroom.retention.marks import Marks
from newsroom.retention.replacement import Replacement, replaced
from newsroom.retention.stored_texts import text_places

COPIES: tuple[type[Model], ...] = (FormState,)
MESSAGES: tuple[type[Model], ...] = (OutgoingMail, DeskNotice)
INSTEAD = "…"
"""What stands in messages in the place of a name whose item was removed."""


def sweep(
    page_id: int,
    titles: Marks,
    marks: Marks,
    replacements: Collection[Replacement],
    *,
    goes: bool,
) -> None:
    """Take what is marked out of messages, and delete the copies that say it.

    A message that says a title, or the address of the page at the desk, is about the page; it is
    deleted if the page `goes`.
    """
    for place in text_places():
        if place.model in (*COPIES, *MESSAGES):
            rows: dict[Any, dict[str, str]] = {}
            for key, column, text in place.texts():
                rows.setdefault(key, {})[column] = text
            found = {
                key: texts for key, texts in rows.items() if any(map(marks.find, texts.values()))
            }
            if place.model in COPIES:
                _only(place.model, found).delete()
            elif found:
                _sweep(place.model, found, page_id, titles, marks, replacements, goes=goes)


def _sweep(
    model: type[Model],
    found: Mapping[Any, dict[str, str]],
    page_id: int,
    titles: Marks,
    marks: Marks,
    replacements: Collection[Replacement],
    *,
    goes: bool,
) -> None:
    own = {key for key, texts in found.items() if _is_about(page_id, titles, texts)}
    if goes:
        _only(model, own).delete()
    over = set(_over(model).filter(pk__in=list(found)).values_list("pk", flat=True))
    for key in (over | own) if not goes else over - own:
        new = {column: replaced(text, replacements) for column, text in found[key].items()}
        if any(map(marks.find, new.values())):
            _only(model, [key]).delete()
        else:
            _only(model, [key]).update(**new)


def _is_about(page_id: int, titles: Marks, texts: Mapping[str, str]) -> bool:
    address = re.compile(rf"/pages/{page_id}/")
    return any(address.search(text) or titles.find(text) for text in texts.values())


def _over(model: type[Model]) -> QuerySet[Any]:
    """The messages that nobody waits for any more."""
    sent = model._base_manager.filter(sent_at__isnull=False)
    return sent.filter(seen_at__isnull=False) if model is DeskNotice else sent


def _only(model: type[Model], keys: Collection[Any]) -> QuerySet[Any]:
    return model._base_manager.filter(pk__in=list(keys))
