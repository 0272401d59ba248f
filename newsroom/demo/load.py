"""Items into the database by the thousand, past Django's one-by-one saving.

The rows are those that saving would make: the page, what an item has, what its type has, the links
to terms and topics, and what follows from them: editions and the archive's index (`outcome.py`),
the admin's search and the index of references.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import batched
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.text import slugify
from modelsearch.backends import get_search_backend
from wagtail.models import Page
from wagtail.search.index import FilterField

from newsroom.archive.index import Kind
from newsroom.archive.rebuild_index import rebuild
from newsroom.demo.drafts import Draft
from newsroom.demo.outcome import Outcome
from newsroom.demo.references import add_references
from newsroom.demo.rows import add_rows, new_keys
from newsroom.documents.document import Document, Update
from newsroom.models import (
    Area,
    CrimeType,
    ItemUpdate,
    NewsIndexPage,
    NewsItemPage,
    Person,
    PressReleasePage,
    RelatedItem,
    SpeechDocument,
    SpeechPage,
    StatementPage,
    TopicHubPage,
)

BATCH = 1_000
LONGEST_SLUG = 120
TYPES: dict[str, type[NewsItemPage]] = {
    Kind.PRESS_RELEASE: PressReleasePage,
    Kind.SPEECH: SpeechPage,
}
OWN_FIELDS: dict[type[NewsItemPage], tuple[str, ...]] = {
    PressReleasePage: ("court", "stage"),
    SpeechPage: (
        *("speaker_id", "event", "place", "delivered_on", "listed_on", "text_type"),
        *("video_url", "captions", "transcript"),
    ),
    StatementPage: (),
}
SHARE_RELATED = 25
"""One press release in so many names an earlier one of its crime type as worth reading."""


@dataclass
class Ids:
    """What drafts name by slug or number, as ids."""

    crime_types: dict[str, int]
    areas: dict[str, int]
    topics: dict[str, int]
    cases: dict[str, int]
    contacts: dict[str, int]
    pictures: Sequence[int]
    picture_words: Sequence[str]


@dataclass
class Loader:
    """Adds items below the front page of the news."""

    news: NewsIndexPage
    ids: Ids
    taken: set[str] = field(default_factory=set)
    children: int = 0
    last_of_crime: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        below = self.news.get_children()
        self.taken = set(below.values_list("slug", flat=True))
        last = below.order_by("path").last()
        steplen = Page.steplen
        self.children = Page._str2int(last.path[-steplen:]) if last else 0
        self._outcome = Outcome(self.news)
        self._locale = self.news.locale
        models_of: dict[str, type[models.Model]] = {
            "crime_types": CrimeType,
            "areas": Area,
            "topics": TopicHubPage,
        }
        self._terms = {name: _by_slug(kind, self.ids, name) for name, kind in models_of.items()}
        self._search = get_search_backend().get_index_for_model(NewsItemPage)
        self._people = Person.objects.in_bulk()
        for person in self._people.values():
            # Titles are then in memory, where each speech looks for one.
            person.titles = list(person.titles.all())

    def load(self, drafts: Iterable[Draft]) -> Iterator[int]:
        """Load all, and say after each batch how many items it held."""
        with _lengths_of_titles_at_the_end(self._search):
            for batch in batched(drafts, BATCH):
                self._load_batch(batch)
                yield len(batch)
        Page.objects.filter(pk=self.news.pk).update(
            numchild=Page.objects.child_of(self.news).count()
        )
        # Every row of the archive's index is there; what is left is to count them.
        rebuild((), items=Page.objects.none())

    def _load_batch(self, batch: Sequence[Draft]) -> None:
        keys = new_keys(Page, len(batch))
        items = [self._item(draft) for draft in batch]
        related = list(self._related(batch, keys))
        slides = [
            row for draft, key in zip(batch, keys, strict=True) for row in _slides(draft, key)
        ]
        self._relate(batch, items, keys, related, slides)
        # A page that has a key looks for updates in the database, where there are none yet.
        documents = [_document(draft, item) for draft, item in zip(batch, items, strict=True)]
        for item, key in zip(items, keys, strict=True):
            item.pk = item.id = item.page_ptr_id = item.newsitempage_ptr_id = key
        rows: list[Any] = [*related, *slides]
        for row in rows:
            row.page_id = row.page.pk
        add_rows(Page, items)
        add_rows(NewsItemPage, items)
        for kind in OWN_FIELDS:
            add_rows(kind, [item for item in items if type(item) is kind])
        self._link("crime_types", "crimetype_id", self.ids.crime_types, batch, keys)
        self._link("areas", "area_id", self.ids.areas, batch, keys)
        self._link("topics", "topichubpage_id", self.ids.topics, batch, keys)
        updates = [
            ItemUpdate(item_id=key, stage=update.stage, at=update.at, note=update.note)
            for draft, key in zip(batch, keys, strict=True)
            for update in draft.updates
        ]
        for update in updates:
            update.passed = update.fingerprint
        add_rows(ItemUpdate, updates)
        add_rows(RelatedItem, related)
        add_rows(SpeechDocument, slides)
        self._outcome.add(items, documents)
        self._tell_admin(items)

    def _relate(
        self,
        batch: Sequence[Draft],
        items: Sequence[Any],
        keys: Sequence[int],
        related: Sequence[RelatedItem],
        slides: Sequence[SpeechDocument],
    ) -> None:
        """Put beside each item what its document and the index of references ask for."""
        related_of = {row.page_id: row for row in related}
        slides_of = {row.page_id: row for row in slides}
        for draft, item, key in zip(batch, items, keys, strict=True):
            for name, known in self._terms.items():
                setattr(item, name, [known[slug] for slug in getattr(draft, name)])
            item.related_links = [related_of[key]] if key in related_of else []
            item.wagtail_admin_comments = []
            if isinstance(item, SpeechPage):
                item.documents = [slides_of[key]] if key in slides_of else []
                item.speaker = self._people.get(item.speaker_id)

    def _tell_admin(self, items: Sequence[Any]) -> None:
        """What saving one by one would have told the admin's search and the index of references."""
        for kind in OWN_FIELDS:
            own = [item for item in items if type(item) is kind]
            fields = kind.get_search_fields()
            worded = [field for field in fields if not isinstance(field, FilterField)]
            for item in own:
                # Fields to filter by have no words, and are asked for them again and again.
                item.get_search_fields = lambda worded=worded: worded
            self._search.add_items(kind, own)
        add_references(items)

    def _item(self, draft: Draft) -> NewsItemPage:
        model = TYPES.get(draft.kind, StatementPage)
        self.children += 1
        slug = self._free_slug(draft.title)
        path = Page._get_path(self.news.path, self.news.depth + 1, self.children)
        item = model(
            title=draft.title,
            draft_title=draft.title,
            slug=slug,
            path=path,
            depth=self.news.depth + 1,
            url_path=f"{self.news.url_path}{slug}/",
            locale=self._locale,
            translation_key=uuid5(NAMESPACE_URL, f"{self.news.url_path}{slug}"),
            content_type=ContentType.objects.get_for_model(model),
            first_published_at=draft.published_at,
            last_published_at=draft.published_at,
            latest_revision_created_at=draft.published_at,
            **self._words(draft),
            **{name: getattr(draft, name) for name in OWN_FIELDS[model]},
        )
        if draft.picture is not None:
            item.image_id = self.ids.pictures[draft.picture]
            item.image_alt = self.ids.picture_words[draft.picture]
            item.image_credit = "Illustration: CPS"
        return item

    def _words(self, draft: Draft) -> dict[str, Any]:
        return {
            "kind": draft.kind,
            "published_at": draft.published_at,
            "summary": draft.summary,
            "body": draft.body,
            "notes_to_editors": draft.notes_to_editors,
            "case_id": self.ids.cases[draft.case] if draft.case else None,
            "contact_id": self.ids.contacts.get(draft.contact),
        }

    def _free_slug(self, title: str) -> str:
        slug = start = slugify(title.replace("’", ""))[:LONGEST_SLUG].strip("-")
        number = 1
        while slug in self.taken:
            number += 1
            slug = f"{start}-{number}"
        self.taken.add(slug)
        return slug

    def _link(
        self,
        name: str,
        column: str,
        known: dict[str, int],
        batch: Sequence[Draft],
        ids: Sequence[int],
    ) -> None:
        through = NewsItemPage._meta.get_field(name).remote_field.through
        add_rows(
            through,
            [
                through(newsitempage_id=item_id, **{column: known[slug]})
                for draft, item_id in zip(batch, ids, strict=True)
                for slug in getattr(draft, name)
            ],
        )

    def _related(self, batch: Sequence[Draft], ids: Sequence[int]) -> Iterator[RelatedItem]:
        for draft, item_id in zip(batch, ids, strict=True):
            if draft.kind != Kind.PRESS_RELEASE or not draft.crime_types:
                continue
            earlier = self.last_of_crime.get(draft.crime_types[0])
            if earlier and item_id % SHARE_RELATED == 0:
                yield RelatedItem(page_id=item_id, item_id=earlier, sort_order=0)
            self.last_of_crime[draft.crime_types[0]] = item_id


def _by_slug(model: type[models.Model], ids: Ids, name: str) -> dict[str, Any]:
    known = getattr(ids, name)
    rows = model._default_manager.in_bulk(known.values())
    return {slug: rows[pk] for slug, pk in known.items()}


def _slides(draft: Draft, key: int) -> Iterator[SpeechDocument]:
    if draft.slides is not None:
        yield SpeechDocument(
            page_id=key, document_id=draft.slides, description="The slides.", sort_order=0
        )


def _document(draft: Draft, item: Any) -> Document:
    """The item's document as `as_document()` makes it, but for what its files say of themselves."""
    updates = sorted(draft.updates, key=lambda update: update.at, reverse=True)
    document = Document(page_type=item.document_type, **item.document_parts())
    return replace(
        document, updates=tuple(Update(one.at, str(one.stage), one.note) for one in updates)
    )


@contextmanager
def _lengths_of_titles_at_the_end(search: Any) -> Iterator[None]:
    """On PostgreSQL the search measures all titles again with each batch: here once for all."""
    measure = getattr(search, "_refresh_title_norms", None)
    if measure is None:
        yield
        return
    search._refresh_title_norms = lambda: None
    try:
        yield
    finally:
        search._refresh_title_norms = measure
    measure()
