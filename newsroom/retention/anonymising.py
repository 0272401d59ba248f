"""Anonymises an item in place: chosen words are replaced wherever the item's rows hold them.

The page and its versions come first, then the page passes the gate with its new words. When their
edition is open, the closed ones and the records lose the words too. At the end all rows are read
again in another way: if a word remains in one of them, nothing is changed at all.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import JSONField, Model, SlugField
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.models import FormState
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, get_page_models

from newsroom.editions.earlier_editions import withhold
from newsroom.editions.models import current_edition
from newsroom.gate.edition_words import EditionWords, keep_words
from newsroom.gate.locking import lock_page
from newsroom.gate.page_facts import digest_of
from newsroom.gate.page_words import PageWords, keep_draft_words, keep_edition_words
from newsroom.gate.release_gate import examine
from newsroom.gate.replacing_words import OldWords, replacing_words
from newsroom.models import (
    ArchiveText,
    Edition,
    ItemUpdate,
    OldAddress,
    OpenForm,
    PageChange,
    PageText,
    PreviewLink,
    ReleaseLog,
    RetentionDecision,
)
from newsroom.pages.items import sync_archive
from newsroom.records.log_context import Channel, log_context
from newsroom.records.page_changes import ChangeKind
from newsroom.records.release_log import record
from newsroom.retention.bound_rows import PageRows
from newsroom.retention.marks import marks_of
from newsroom.retention.passing import sweep
from newsroom.retention.permit import permitted
from newsroom.retention.removal import StillThere, finish, note_of, titles_of
from newsroom.retention.replacement import Replacement, remain, replaced, replaced_slug
from newsroom.retention.stored_texts import TextPlace, text_places

WHY = "Words were replaced under retention."
"""The reason that is kept of the change."""
INDEXES: frozenset[type[Model]] = frozenset((EditionWords, PageWords, ArchiveText, PageText))
"""Made anew of the page and its edition, and not edited."""
OWN_ADDRESS = frozenset({(Page, "slug"), (Page, "url_path")})
"""Changed by saving the page."""
LONGEST_SLUG = 255
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
        titles = titles_of(page_id, locked.specific)
        first = {*_tables_of(locked.specific), PageChange, Revision}
        old = _old_words(locked.specific, replacements, decision.confirmed_by)
        passed = [one.pk for one in ItemUpdate.objects.filter(item=page_id) if one.has_passed]
        # The database lets them lose their words, and takes no others.
        withhold([page_id])
        _delete_passing(page_id)
        with permitted(decision):
            _replace(page_id, replacements, places, only=first)
            _renew_updates(passed)
            _save(page_id, replacements, old)
            _renew_newest_version(page_id)
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
        sweep(page_id, marks_of(titles, ()), marks, replacements, goes=False)
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
            is_slug = isinstance(place.model._meta.get_field(column), SlugField)
            new = (replaced_slug if is_slug else replaced)(text, replacements)
            if new != text:
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


def _old_words(page: Any, replacements: Collection[Replacement], user: Any) -> OldWords:
    """What the rules find in the words that are replaced, before they are."""
    before = examine(page, releasing=user)
    found = {(one.code, one.message) for one in (*before.findings, *before.answered)}
    found |= {(code, replaced(message, replacements)) for code, message in found}
    new = tuple(one.new for one in replacements)
    return OldWords(page.pk, frozenset(found), before.needs_clearance, new)


def _delete_passing(page_id: int) -> None:
    """Delete what others have of the old words for a while: open forms, and links to versions.

    What the recipient of a link wrote back is encrypted, so words cannot be replaced in it.
    """
    OpenForm.objects.filter(page=page_id).delete()
    PreviewLink.objects.filter(page=page_id).delete()
    kinds = ContentType.objects.get_for_models(*get_page_models()).values()
    FormState.objects.filter(object_id=str(page_id), content_type__in=list(kinds)).delete()


def _renew_newest_version(page_id: int) -> None:
    """Say that the newest version was saved now, so that a form with the old words is out of date.

    A form is compared with the moment of the version that it was opened with.
    """
    now = timezone.now()
    newest = Page.objects.values_list("latest_revision", flat=True).get(pk=page_id)
    if Revision.objects.filter(pk=newest).update(created_at=now):
        Page.objects.filter(pk=page_id).update(latest_revision_created_at=now)


def _renew_updates(passed: Iterable[int]) -> None:
    """Have the new words of an update count as let through, if its old ones were.

    Their fingerprint is of the words.
    """
    for update in ItemUpdate.objects.filter(pk__in=passed):
        ItemUpdate.objects.filter(pk=update.pk).update(passed=update.fingerprint)


def _save(page_id: int, replacements: Collection[Replacement], old: OldWords) -> None:
    """Save the page with its new words: if it is public, through the gate."""
    page: Any = Page.objects.get(pk=page_id).specific
    slug = replaced_slug(page.slug, replacements)
    if slug != page.slug:
        if not slug or len(slug) > LONGEST_SLUG:
            raise ValidationError(_("The new words make no address, or one that is too long."))
        if page.get_siblings(inclusive=False).filter(slug=slug).exists():
            raise ValidationError(_("Another page has the address that the new words would make."))
        page.slug = slug
    if page.live and page.is_item and not page.alias_of_id and _is_changed(page):
        page.change_kind, page.change_note = ChangeKind.SMALL, ""
        page.change_reason = WHY
        page.change_number = page.changes_released + 1
    with replacing_words(old):
        page.save(clean=False)
    keep_draft_words(page.get_latest_revision_as_object(), page.latest_revision_id)


def _is_changed(page: Any) -> bool:
    """Whether the words that readers get change: what is said of a change waits for one."""
    current = current_edition(page.pk)
    return current is None or current.digest != digest_of(page)


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
