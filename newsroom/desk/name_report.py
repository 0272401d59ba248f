"""Everything about a name: pages, their files and captions, updates and records that hold it.

A name is matched as those of orders are. Pages come from the indexes of words; records and files
are read, as the search of an order reads them. Nothing here is stored or logged: the name may be
protected.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Comment, Page

from newsroom.desk.page_search import explorable
from newsroom.desk.withdrawing import may_withdraw
from newsroom.documents.document import Document
from newsroom.documents.passages import Passage, passages
from newsroom.editions.models import Edition
from newsroom.gate.document_texts import document_texts
from newsroom.gate.edition_words import pages_that_may_name
from newsroom.gate.name_answers import fields_with
from newsroom.gate.page_facts import picture_passages
from newsroom.gate.page_words import drafts_that_may_name
from newsroom.models import (
    DocumentRecord,
    PictureRecord,
    ReleaseTemplate,
    ReportingRestriction,
    UpdateDraft,
)
from newsroom.orders.name_scan.prefilter import NamePrefilter
from newsroom.pages.base import NewsroomPage
from newsroom.publishing.reader_records import RECORDS, texts_of
from newsroom.records.verdict_holds import outside_vault
from newsroom.rules.facts import Name
from newsroom.rules.names.folding import fold

MOST_PAGES = 300
"""So many pages are read, the newest first; a name that stands in more is not told from a word."""
CHUNK = 500
AROUND = 80
"""How many characters are shown on either side of a name."""

OTHERS: tuple[type[Model], ...] = (
    *RECORDS,
    UpdateDraft,
    ReportingRestriction,
    ReleaseTemplate,
    Redirect,
    Comment,
)
"""The records that are read, besides files. Public updates are part of their page."""


@dataclass(frozen=True)
class Sighting:
    """One place in which the name stands."""

    place: str
    excerpt: str


@dataclass(frozen=True)
class NameFound:
    """A page, a file or a record that holds the name."""

    what: str
    title: str
    address: str | None
    sightings: Sequence[Sighting]
    page: Page | None = None
    can_be_withdrawn: bool = False


@dataclass
class NameReport:
    """All that holds the name, as far as the user may see it."""

    found: list[NameFound] = field(default_factory=list)
    unread: int = 0
    """How many pages may hold the name and were not read, because they are too many."""


def report_on(words: str, user: Any) -> NameReport:
    """Look for a name in everything that this user may see."""
    search = _Search(words)
    report = NameReport()
    _add_pages(report, search, user)
    report.found += _files(search, user)
    report.found += _records(search, user)
    return report


class _Search:
    """Finds one name in texts."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.name = Name(words, "", in_scope=False)
        self._prefilter = NamePrefilter([words])
        self._parts = [part for part in fold(words).lower().split() if len(part) > 1]

    def sightings(self, read: Iterable[Passage]) -> list[Sighting]:
        """Where the name stands; equal texts count once."""
        texts = {passage.text: passage for passage in reversed(list(read))}
        near = [passage for text, passage in texts.items() if self._prefilter.sees([text])]
        keyed = tuple(
            Passage(str(key), passage.place, passage.text, passage.prose)
            for key, passage in enumerate(near)
        )
        named = fields_with(keyed, (self.name,)) if keyed else set()
        return [
            Sighting(passage.place, self.excerpt(passage.text))
            for passage in reversed(keyed)
            if passage.field in named
        ]

    def excerpt(self, text: str) -> str:
        """The text around the name, or its beginning if the name is not written plainly."""
        plain = fold(text).lower()
        found = (plain.find(part) for part in reversed(self._parts))
        at = next((one for one in found if one >= 0), -1)
        # Folding keeps the length of all but a few texts: the excerpt is then a little off.
        start = max(0, at - AROUND)
        cut = text[start : max(at, 0) + AROUND]
        return f"{'…' if start else ''}{cut}{'…' if start + len(cut) < len(text) else ''}"


def _add_pages(report: NameReport, search: _Search, user: Any) -> None:
    may = pages_that_may_name([search.words]) | drafts_that_may_name(search.words)
    seen = Page.objects.filter(explorable(user), pk__in=may)
    ids = list(seen.order_by("-latest_revision_created_at", "-pk").values_list("pk", flat=True))
    report.unread = max(0, len(ids) - MOST_PAGES)
    pages = list(Page.objects.filter(pk__in=ids[:MOST_PAGES]).specific())
    editions = _last_editions(ids[:MOST_PAGES])
    for page in sorted(pages, key=lambda one: ids.index(one.pk)):
        if not isinstance(page, NewsroomPage):
            continue
        draft = page.get_latest_revision_as_object().as_document()
        read = [*_passages(draft)]
        if edition := editions.get(page.pk):
            own = {passage.text for passage in read}
            was = _("{place}, as it is or was public")
            read += [
                Passage(one.field, was.format(place=one.place), one.text, one.prose)
                for one in _passages(edition.as_document())
                if one.text not in own
            ]
        if sightings := search.sightings(read):
            report.found.append(_of_page(page, sightings, user))


def _of_page(page: Any, sightings: Sequence[Sighting], user: Any) -> NameFound:
    return NameFound(
        str(capfirst(page.page_type_display_name)),
        page.get_admin_display_title(),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        sightings,
        page,
        may_withdraw(page, user),
    )


def _passages(document: Document) -> Iterator[Passage]:
    yield from passages(document)
    yield from picture_passages(document)
    yield from document_texts(document).passages


def _last_editions(page_ids: Iterable[int]) -> dict[int, Edition]:
    own = Edition.objects.filter(page_id__in=list(page_ids))
    readable = own.exclude(closed_why=Edition.Closed.UNOPENED)
    return {edition.page_id: edition for edition in readable.order_by("number")}


def _files(search: _Search, user: Any) -> Iterator[NameFound]:
    finder = AdminURLFinder(user)
    pictures = dict(PictureRecord.objects.exclude(file_words="").values_list("pk", "file_words"))
    said = dict(DocumentRecord.objects.exclude(texts=[]).values_list("hash", "texts"))
    for model in (get_image_model(), get_document_model()):
        for file in model._default_manager.order_by("pk").iterator(CHUNK):
            read = [
                Passage("", _("Title"), file.title, prose=False),
                Passage("", _("File name"), PurePath(file.file.name).name, prose=False),
                Passage("", _("Description"), getattr(file, "description", "")),
            ]
            if model is get_image_model():
                read.append(Passage("", _("Words in the file"), pictures.get(file.pk, ""), False))
            else:
                read += [Passage("", *text) for text in said.get(file.file_hash, ())]
            yield from _of_record(search, file, file.title, read, finder)


def _records(search: _Search, user: Any) -> Iterator[NameFound]:
    finder = AdminURLFinder(user)
    for model in OTHERS:
        rows = model._default_manager.order_by("pk")
        if model is Comment:
            rows = rows.filter(outside_vault("page__"))
        for record in rows.iterator(CHUNK):
            read = [one.as_passage("") for one in texts_of(record)]
            if isinstance(record, ReleaseTemplate):
                read += record.passages()
            yield from _of_record(search, record, str(record), read, finder)


def _of_record(
    search: _Search, record: Any, title: str, read: Iterable[Passage], finder: AdminURLFinder
) -> Iterator[NameFound]:
    if sightings := search.sightings(one for one in read if one.text):
        try:
            address = finder.get_edit_url(record)
        except NoReverseMatch:
            address = None
        what = str(capfirst(record._meta.verbose_name))
        yield NameFound(what, title, address, sightings)
