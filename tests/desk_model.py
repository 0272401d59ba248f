"""A desk at work, and a plain model in memory of what should be public after each of its steps.

The model knows titles, places in the tree, times and orders; it asks no code of the product what is
public. A step that the gate would refuse is not taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from newsroom.models import ReportingRestriction
from newsroom.time_zones import LONDON
from tests.factories import (
    case,
    contact,
    newsroom,
    picture,
    topic,
)

START = datetime(2027, 3, 1, 9, tzinfo=LONDON)
HOME_DEPTH = 2


@dataclass
class Known:
    """A page as the model has it."""

    slug: str
    title: str
    """Of what readers have, or had."""
    parent: int
    language: str = "en"
    key: Any = None
    """Shared by translations."""
    source: int | None = None
    """Of an alias."""
    about: int | None = None
    """The case of an item."""
    public: bool = False
    waiting: bool = False
    """Let through, but hidden by a view restriction."""
    stale: bool = False
    """What it pointed at was deleted: its words are to be cleared anew."""
    live: bool = False
    expires: datetime | None = None
    due: tuple[datetime, str, str] | None = None
    """When a scheduled version goes out, under which title, and its digest."""


@dataclass
class Bound:
    """An order as the model has it: the pages it names, and from when it binds."""

    row: ReportingRestriction
    names: set[int]
    begins: datetime


@dataclass
class Desk:
    """The pages of a small newsroom, and what should be public of each."""

    random: Random
    clock: Any
    pages: dict[int, Known] = field(default_factory=dict)
    sections: dict[int, Known] = field(default_factory=dict)
    """The lists of items and cases, by number; they stay public."""
    orders: list[Bound] = field(default_factory=list)
    hidden: dict[int, PageViewRestriction] = field(default_factory=dict)

    def __post_init__(self) -> None:
        thread = case(live=False)
        for section in (newsroom(), thread.get_parent()):
            self.sections[section.pk] = Known(section.slug, section.title, section.get_parent().pk)
        self.learn(thread)
        self.subjects = [topic(), contact()]

    @cached_property
    def file(self) -> str:
        """A paragraph that offers a document."""
        words = ContentFile(b"x", "figures.txt")
        file = get_document_model().objects.create(title="Figures", file=words)
        return f'<p><a linktype="document" id="{file.pk}">Figures</a></p>'

    @cached_property
    def picture(self) -> Any:
        return picture()

    def learn(self, page: Any, **facts: Any) -> Known:
        """Take in a page that was just made."""
        known = Known(page.slug, page.title, page.get_parent().pk, key=page.translation_key)
        known.language = page.locale.language_code
        known.about = getattr(page, "case_id", None)
        vars(known).update(facts)
        self.pages[page.pk] = known
        return known

    def any_page(self) -> tuple[Any, Known]:
        pk = self.random.choice(sorted(self.pages))
        return Page.objects.get(pk=pk).specific, self.pages[pk]

    def later(self, low: int = 1, high: int = 40) -> datetime:
        return timezone.now() + timedelta(minutes=self.random.randrange(low, high))

    def new_title(self, title: str) -> str:
        return f"{title.split(' #')[0]} #{self.random.randrange(10**6)}"

    def chain(self, known: Known) -> Iterator[int]:
        """The sections above a page, nearest first."""
        parent: int | None = known.parent
        while parent is not None:
            yield parent
            above = self.sections.get(parent)
            parent = above and above.parent

    def address(self, known: Known) -> str:
        slugs = [self.sections[pk].slug for pk in self.chain(known) if pk in self.sections]
        start = "" if known.language == "en" else f"/{known.language}"
        return "/".join([start, *reversed(slugs), known.slug, ""])

    def is_hidden(self, pk: int) -> bool:
        return not self.hidden.keys().isdisjoint((pk, *self.chain(self.pages[pk])))

    def aliases(self, pk: int) -> list[int]:
        return [each for each, known in self.pages.items() if known.source == pk]

    def covers(self, bound: Bound, pk: int) -> bool:
        """Whether an order is about a page: the rule in words of the model."""
        keys = {self.pages[named].key for named in bound.names}
        known = self.pages[pk]
        shown = [known, *([self.pages[known.source]] if known.source else [])]
        cases = [self.pages[one.about] for one in shown if one.about]
        cases += [self.pages[one.source] for one in cases if one.source]
        return any(one.key in keys for one in (*shown, *cases))

    def keeps_back(self, pk: int) -> bool:
        now = timezone.now()
        return any(each.begins <= now and self.covers(each, pk) for each in self.orders)

    def now_public(self) -> dict[int, Known]:
        """What readers should have at this moment."""
        now = timezone.now()
        for pk, known in self.pages.items():
            if known.expires and known.expires <= now:
                known.public = known.waiting = False
            if self.keeps_back(pk):
                known.public = False
        return {pk: known for pk, known in self.pages.items() if known.public}

    def let_out(self, pk: int, title: str) -> None:
        """The gate lets a page through, and its aliases with it."""
        known = self.pages[pk]
        for each in (known, *(self.pages[alias] for alias in self.aliases(pk))):
            each.title, each.live, each.stale, each.expires = title, True, False, known.expires
        for each_pk in (pk, *self.aliases(pk)):
            each, hidden = self.pages[each_pk], self.is_hidden(each_pk)
            each.public, each.waiting = not hidden, hidden

    def take_down(self, pk: int) -> None:
        known = self.pages[pk]
        if known.live:
            known.due = None
            for alias in self.aliases(pk):
                self.take_down(alias)
        known.live = known.public = known.waiting = False

    def look_again(self) -> None:
        """Views of pages are restricted otherwise than before, or pages stand elsewhere."""
        self.now_public()
        for pk, known in self.pages.items():
            if self.is_hidden(pk):
                known.public, known.waiting = False, known.public or known.waiting
            elif known.waiting:
                known.public, known.waiting = True, False

    def may_look_again(self) -> bool:
        """Whether the gate would let through all that waits."""
        return not any(
            known.waiting and (known.stale or self.keeps_back(pk))
            for pk, known in self.pages.items()
        )
