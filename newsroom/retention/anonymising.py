"""Anonymises an item in place: chosen words are replaced wherever the item's rows hold them.

The page and its versions come first, then the page passes the gate with its new words. When their
edition is open, the closed ones and the records lose the words too. At the end all rows are read
again in another way: if a word remains in one of them, nothing is changed at all.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import JSONField, Model
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, Revision

from newsroom.gate.edition_words import EditionWords, keep_words
from newsroom.gate.locking import lock_page
from newsroom.gate.page_words import PageWords, keep_draft_words, keep_edition_words
from newsroom.gate.replacing_words import replacing_words
from newsroom.models import (
    ArchiveText,
    Edition,
    ItemUpdate,
    OldAddress,
    PageChange,
    PageText,
    ReleaseLog,
    RetentionDecision,
)
from newsroom.pages.items import sync_archive
from newsroom.records.log_context import Channel, log_context
from newsroom.records.page_changes import ChangeKind
from newsroom.records.release_log import record
from newsroom.retention.bound_rows import PageRows
from newsroom.retention.marks import marks_of
from newsroom.retention.permit import permitted
from newsroom.retention.removal import StillThere, finish, note_of, sweep
from newsroom.retention.replacement import Replacement, remain, replaced
from newsroom.retention.stored_texts import TextPlace, text_places

WHY = "Words were replaced under retention."
"""The reason that is kept of the change."""
INDEXES: frozenset[type[Model]] = frozenset((EditionWords, PageWords, ArchiveText, PageText))
"""Made anew of the page and its edition, and not edited."""
OWN_ADDRESS = frozenset({(Page, "slug"), (Page, "url_path")})
"""Changed by saving the page."""
FORMER_ADDRESSES: tuple[tuple[type[Model], str], ...] = (
    (OldAddress, "address"),
    (Redirect, "old_path"),
)


def anonymise(
    decision: RetentionDecision, replacements: Collection[Replacement]
) -> RetentionDecision:
    """Carry out a confirmed replacement of words in one transaction.

    Raises ReleaseRefused if the gate keeps the new words back, StillThere if a word would remain,
    and ValidationError if the page cannot be saved.
    """
    page_id = decision.page_id
    with transaction.atomic(), log_context(decision.confirmed_by, Channel.ADMIN):
        locked = lock_page(page_id)
        if locked is None:
            raise ValidationError(_("The page has been deleted since. Propose its removal."))
        places: Counter[str] = Counter()
        # What the document of the page is made of.
        first = {*_tables_of(locked.specific), PageChange, Revision}
        with permitted(decision):
            _replace(page_id, replacements, places, only=first)
            _renew_updates(page_id)
            _save(page_id, replacements)
            _forget_former_addresses(page_id, replacements)
            _empty_addresses(page_id, replacements)
            # Everything else, and what the release has just written down.
            _replace(page_id, replacements, places)
        _renew_indexes(page_id)
        listed = sorted(places.items())
        title = Page.objects.get(pk=page_id).title
        note = note_of(decision, listed)
        record(ReleaseLog.Event.ANONYMISED, page_id=page_id, title=title, note=note)
        _check_nothing_is_left(page_id, replacements)
        marks = marks_of((), [one.old for one in replacements])
        sweep(marks)
        finish(decision, marks, listed)
    return decision


def places_with(page_id: int, replacements: Collection[Replacement]) -> list[tuple[str, int]]:
    """How many rows of each table would lose words."""
    counted: Counter[str] = Counter()
    for place, _key, _changed in _changes(page_id, replacements):
        counted[place.name] += 1
    return sorted(counted.items())


def _tables_of(page: Page) -> Iterator[type[Model]]:
    """The tables of the page itself, of its parts, and of its updates."""
    yield from (Page, type(page), *page._meta.get_parent_list(), ItemUpdate)
    for relation in page._meta.get_fields(include_hidden=True):
        if relation.one_to_many and relation.auto_created:
            model = relation.related_model
            if model is not None and hasattr(model, "panels"):
                yield model


def _changes(
    page_id: int, replacements: Collection[Replacement]
) -> Iterator[tuple[TextPlace, Any, dict[str, str]]]:
    """The rows about the page that hold the words, each with its new values by column."""
    bound = PageRows(page_id).by_table()
    for place in text_places():
        keys = bound.get(place.model)
        if not keys or place.model in INDEXES:
            continue
        changed: dict[Any, dict[str, str]] = {}
        rows = place.model._base_manager.filter(pk__in=keys)
        for key, column, text in place.texts(rows):
            if (new := replaced(text, replacements)) != text:
                changed.setdefault(key, {})[column] = new
        for key, values in changed.items():
            yield place, key, values


def _replace(
    page_id: int,
    replacements: Collection[Replacement],
    places: Counter[str],
    *,
    only: Collection[type[Model]] | None = None,
) -> None:
    """Write the new values, past the models: as stored, so that no version is read as a page."""
    for place, key, values in list(_changes(page_id, replacements)):
        if only is not None and place.model not in only:
            continue
        columns = {
            name: value for name, value in values.items() if (place.model, name) not in OWN_ADDRESS
        }
        if columns:
            _write(place.model, key, columns)
            places[place.name] += 1


def _write(model: type[Model], key: Any, columns: dict[str, str]) -> None:
    quote, fields = connection.ops.quote_name, model._meta
    sets, values = [], []
    by_name = {field.name: field for field in fields.local_concrete_fields}
    for name, value in columns.items():
        field = by_name[name]
        is_json = isinstance(field, JSONField | StreamField)
        cast = "::jsonb" if is_json and connection.vendor == "postgresql" else ""
        limit = getattr(field, "max_length", None)
        if limit and len(value) > limit:
            raise ValidationError(_("The new words are too long for “%s”.") % field.verbose_name)
        sets.append(f"{quote(str(field.column))} = %s{cast}")
        values.append(value)
    table, key_column = quote(fields.db_table), quote(str(fields.pk.column))
    # Only names of the models' own tables and columns are put together.
    statement = f"UPDATE {table} SET {', '.join(sets)} WHERE {key_column} = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, fields.pk.get_db_prep_value(key, connection)])


def _renew_updates(page_id: int) -> None:
    """Have the new words of an update count as let through, if its old ones were.

    Their fingerprint is of the words. What has not passed has no fingerprint.
    """
    for update in ItemUpdate.objects.filter(item=page_id).exclude(passed=""):
        ItemUpdate.objects.filter(pk=update.pk).update(passed=update.fingerprint)


def _save(page_id: int, replacements: Collection[Replacement]) -> None:
    """Save the page with its new words: if it is public, through the gate."""
    page: Any = Page.objects.get(pk=page_id).specific
    slug = replaced(page.slug, replacements)
    if slug != page.slug:
        if page.get_siblings(inclusive=False).filter(slug=slug).exists():
            raise ValidationError(_("Another page has the address that the new words would make."))
        page.slug = slug
    if page.live and page.is_item and not page.alias_of_id:
        page.change_kind, page.change_note = ChangeKind.SMALL, ""
        page.change_reason = WHY
        page.change_number = page.changes_released + 1
    with replacing_words(page_id):
        page.save(clean=False)
    keep_draft_words(page.get_latest_revision_as_object(), page.latest_revision_id)


def _forget_former_addresses(page_id: int, replacements: Collection[Replacement]) -> None:
    """Delete redirects whose address says what is replaced: the address itself is the trace."""
    bound = PageRows(page_id).by_table()
    for model, column in FORMER_ADDRESSES:
        rows = model._base_manager.filter(pk__in=bound.get(model, ()))
        for row in rows:
            if remain(getattr(row, column), replacements):
                row.delete()


def _empty_addresses(page_id: int, replacements: Collection[Replacement]) -> None:
    """Take the address from closed editions that stood at one with the words. Needs a permit.

    A replaced one would be an address at which the edition never was.
    """
    for edition in Edition.objects.filter(page_id=page_id).exclude(closed_why=""):
        if remain(edition.address, replacements):
            Edition.objects.filter(pk=edition.pk).update(address="")


def _renew_indexes(page_id: int) -> None:
    newest = Edition.objects.of_page(page_id).first()
    EditionWords.objects.filter(page_id=page_id).delete()
    PageWords.objects.filter(page=page_id, source=PageWords.Source.EDITION).delete()
    if newest is not None:
        keep_words([newest])
        keep_edition_words(newest)
    sync_archive(page_id)


def _check_nothing_is_left(page_id: int, replacements: Collection[Replacement]) -> None:
    bound = PageRows(page_id).by_table()
    left = set()
    for place in text_places():
        if keys := bound.get(place.model):
            rows = place.model._base_manager.filter(pk__in=keys)
            left |= {
                f"{place.label}.{column}"
                for _key, column, text in place.texts(rows)
                if remain(text, replacements)
            }
    if left:
        raise StillThere(", ".join(sorted(left)))
