"""Items into the database by the thousand, past Django's one-by-one saving.

The rows are those that saving would make: the page, what an item has, what its type has, and the
links to terms and topics. What saving would do besides (the archive, the admin's search, the
index of references) is done for all items at once, by `seed.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models.sql import InsertQuery
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from newsroom.archive.index import Kind
from newsroom.demo.drafts import Draft
from newsroom.documents.files import files
from newsroom.editions.publish import Place, Times, edition_of, keep_files, publish_first
from newsroom.guard.edition_files import files_of
from newsroom.guard.gate_facts import digest_of
from newsroom.guard.opening import place_of
from newsroom.models import (
    Area,
    CrimeType,
    Edition,
    EditionFile,
    ItemUpdate,
    NewsIndexPage,
    NewsItemPage,
    PressReleasePage,
    RelatedItem,
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
        self._known_files: dict[frozenset[tuple[str, int, str]], Sequence[EditionFile]] = {}
        self._address = place_of(self.news).address
        models_of: dict[str, type[models.Model]] = {
            "crime_types": CrimeType,
            "areas": Area,
            "topics": TopicHubPage,
        }
        self._terms = {name: _by_slug(kind, self.ids, name) for name, kind in models_of.items()}

    def load(self, drafts: Iterable[Draft]) -> Iterator[int]:
        """Load all, and say after each batch how many items it held."""
        for batch in batched(drafts, BATCH):
            self._load_batch(batch)
            yield len(batch)
        Page.objects.filter(pk=self.news.pk).update(
            numchild=Page.objects.child_of(self.news).count()
        )

    def _load_batch(self, batch: Sequence[Draft]) -> None:
        items = [self._item(draft) for draft in batch]
        fields = Page._meta.concrete_fields
        pages = [
            Page(**{column.attname: getattr(item, column.attname) for column in fields})
            for item in items
        ]
        Page.objects.bulk_create(pages)
        for item, page in zip(items, pages, strict=True):
            item.pk = item.page_ptr_id = item.newsitempage_ptr_id = page.pk
        insert_rows(NewsItemPage, items)
        for kind in OWN_FIELDS:
            insert_rows(kind, [item for item in items if type(item) is kind])
        ids = [item.pk for item in items]
        self._link("crime_types", "crimetype_id", self.ids.crime_types, batch, ids)
        self._link("areas", "area_id", self.ids.areas, batch, ids)
        self._link("topics", "topichubpage_id", self.ids.topics, batch, ids)
        ItemUpdate.objects.bulk_create(
            ItemUpdate(item_id=item_id, stage=update.stage, at=update.at, note=update.note)
            for draft, item_id in zip(batch, ids, strict=True)
            for update in draft.updates
        )
        related = list(self._related(batch, ids))
        RelatedItem.objects.bulk_create(related)
        self._open_editions(batch, items, {row.page_id: row for row in related})

    def _open_editions(
        self, batch: Sequence[Draft], items: Sequence[Any], related: dict[int, RelatedItem]
    ) -> None:
        """Give readers the items, of which all that a document needs is in memory."""
        now, editions = timezone.now(), []
        for draft, item in zip(batch, items, strict=True):
            for name in ("crime_types", "areas", "topics"):
                setattr(item, name, [self._terms[name][slug] for slug in getattr(draft, name)])
            item.related_links = [related[item.pk]] if item.pk in related else []
            document = item.as_document()
            place = Place(
                page_id=item.pk,
                language=document.language,
                translation_key=item.translation_key,
                address=f"{self._address}{item.slug}/",
                above=(self.news.pk,),
            )
            words = digest_of(item, document)
            times = Times(now, None)
            editions.append(
                edition_of(place, document, times, now=now, digest=words, revision_id=None)
            )
        publish_first(editions)
        keep_files((edition, self._files_of(edition)) for edition in editions)

    def _files_of(self, edition: Edition) -> Sequence[EditionFile]:
        """What the edition shows; many show the same pictures, whose renditions are made once."""
        document = edition.as_document()
        uses = frozenset((use.kind, use.file, use.use) for use in files(document))
        if uses not in self._known_files:
            self._known_files[uses] = files_of(edition, document)
        return self._known_files[uses]

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
            locale=self.news.locale,
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
        through._default_manager.bulk_create(
            through(newsitempage_id=item_id, **{column: known[slug]})
            for draft, item_id in zip(batch, ids, strict=True)
            for slug in getattr(draft, name)
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


def insert_rows(model: type[models.Model], objects: Sequence[models.Model]) -> None:
    """Rows of one table of several that make a model: bulk_create cannot (Django ticket 28821)."""
    if not objects:
        return
    fields = model._meta.local_concrete_fields
    for some in batched(objects, connection.ops.bulk_batch_size(fields, objects)):
        query = InsertQuery(model)
        query.insert_values(fields, list(some))
        query.get_compiler(connection=connection).execute_sql()
