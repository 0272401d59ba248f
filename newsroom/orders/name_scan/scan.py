"""Finds the public pages that contain a protected name, according to the rules.

What readers have is found through the index of the words of editions, which names the candidates.
What only a page has, after a write that bypassed the gate, is found by reading all stored text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from wagtail.models import Page

from newsroom.documents.passages import Passage, passages
from newsroom.documents.texts import PLACES
from newsroom.editions.models import Edition, current_edition
from newsroom.gate.document_texts import document_texts
from newsroom.gate.edition_words import pages_that_may_name
from newsroom.gate.name_answers import NAME_RULES, finds, is_answered
from newsroom.gate.page_facts import digest_of
from newsroom.gate.update_answers import without_settled_notes
from newsroom.models import ProtectedName, ReportingRestriction
from newsroom.orders.name_scan.prefilter import may_name
from newsroom.pages.base import NewsroomPage
from newsroom.records.binding import pages_covered_by
from newsroom.rules.facts import Name

CHUNK = 200
"""How many pages are loaded into memory at a time."""


@dataclass(frozen=True)
class NameSearch:
    """A search for names of one order, entered or still in the form of somebody who enters it."""

    names: tuple[ProtectedName, ...]
    """Each with a primary key, which an unsaved one is given for the search."""
    source: str
    """The Act and section of the order."""
    about: frozenset[int]
    """The ids of the pages that the order covers. In these a surname alone is enough."""

    def candidates(self) -> list[int]:
        """The ids of the pages whose edition may hold a name, by the index of words.

        The pages that the order covers are among them in any case.
        """
        if not self.names:
            return []
        return sorted(pages_that_may_name(name.words for name in self.names) | self.about)

    def in_text(self, live: Any) -> Iterator[Page]:
        """Yield those pages of the queryset `live` that a name keeps back, reading all of them.

        All stored text of each page is searched in Python, because the database cannot search for
        every spelling of a name. The rules then check the pages that may contain one. A page is not
        yielded if a valid check response accepts the name. Memory use is bounded by `CHUNK`.
        """
        if not self.names:
            return
        found = may_name([name.words for name in self.names], live, self.about)
        for chunk in batched(sorted(found), CHUNK):
            for page in Page.objects.filter(pk__in=chunk).specific():
                if self.keeps_back(page):
                    yield page

    def keeps_back(self, page: Any) -> bool:
        """Whether a rule finds one of the names in the page, and no valid response accepts it.

        False for Wagtail's own page types, which are never public.
        """
        if not isinstance(page, NewsroomPage):
            return False
        protected = {
            name: Name(name.words, self.source, page.pk in self.about) for name in self.names
        }
        return any(
            not is_answered(rule, page, words, read, protected)
            for words, read in _versions(page, protected)
            for rule in NAME_RULES
            if finds(rule, read, tuple(protected.values()))
        )


def search_for(order: ReportingRestriction) -> NameSearch:
    """The search for all names of an order. Raises DecryptionError if one cannot be decrypted."""
    names = tuple(order.names.all())
    about = pages_covered_by(order).values_list("pk", flat=True) if names else ()
    return NameSearch(names, order.source, frozenset(about))


def _versions(
    page: Any, protected: dict[ProtectedName, Name]
) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """The digest and the passages of the page, then of its edition where that differs.

    Without the notes of updates that answers of their own have settled.
    """
    document = page.as_document()
    digest = digest_of(page, document)
    own = (*passages(document), *document_texts(document).passages)
    yield digest, without_settled_notes(own, page, document, digest, protected)
    edition = current_edition(page.pk)
    if edition is not None and edition.closed_why != Edition.Closed.UNOPENED:
        above = edition.address.rstrip("/").rpartition("/")[0]
        cleared = edition.as_document()
        shown = (
            *passages(cleared),
            *document_texts(cleared).passages,
            Passage("slug", PLACES["slug"], above, False),
        )
        rest = [passage for passage in shown if passage not in own]
        yield (
            edition.digest,
            without_settled_notes(rest, page, cleared, edition.digest, protected),
        )
