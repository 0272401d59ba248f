"""The protocol between the gate and the page types, which are in a higher layer."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from wagtail.models import Page

from newsroom.documents.document import Document
from newsroom.records.page_changes import DeclaredChange
from newsroom.taxonomy import CrimeType

HOME_DEPTH = 2
"""The depth of the root page of a language in the tree."""


def paths_above(path: str) -> list[str]:
    """The tree paths of the ancestors of a page, root first, and its own path."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


class PlacedPage(Protocol):
    """A Wagtail page: its position in the tree, its schedule and its revisions."""

    pk: Any
    slug: str
    path: str
    locale: Any
    locale_id: Any
    translation_key: UUID
    alias_of: Any
    alias_of_id: Any
    owner: Any
    live: bool
    expired: bool
    first_published_at: datetime | None
    go_live_at: datetime | None
    expire_at: datetime | None
    live_revision_id: Any
    revisions: Any

    def get_url_parts(self) -> Any:
        """Site id, root URL and path, as Wagtail's `Page.get_url_parts`; None without a site."""

    def save_revision(self, *, user: Any = None) -> Any:
        """Save the content as a new revision."""

    def get_admin_display_title(self) -> str:
        """The title of the newest draft, for the admin."""


@runtime_checkable
class CheckedPage(PlacedPage, Protocol):
    """A page that the gate checks and opens editions of: see `NewsroomPage` in pages/base.py."""

    is_item: bool
    """Whether the archive lists it."""
    needs_clearance: bool
    """Whether each release of this type needs legal clearance and editorial approval.

    On other types what the page says decides: see `needs_clearance()` in approval.py.
    """

    @property
    def enters_force(self) -> bool:
        """Whether a release puts it in force, or does so earlier: a version of a document."""

    @property
    def lack_of_desk(self) -> str:
        """What is missing of the press desk that the page names, as part of a sentence."""

    @property
    def terms_of_crime(self) -> Sequence[CrimeType]:
        """The crime types of the page."""

    @property
    def stage_of_case(self) -> str:
        """The stage of the case, a `documents.stages.Stage`; empty without a case."""

    @property
    def has_complainant(self) -> bool:
        """Whether a complainant has anonymity (Sexual Offences (Amendment) Act 1992)."""

    @property
    def involves_child(self) -> bool:
        """Whether a child or young person may have anonymity.

        Children and Young Persons Act 1933, section 49; Youth Justice and Criminal Evidence Act
        1999, sections 45 and 45A.
        """

    @property
    def unsaid_facts(self) -> Mapping[str, bool]:
        """Facts that readers are not shown and that are part of the digest, by name."""

    @property
    def facts_of_records(self) -> Mapping[str, Any]:
        """Facts from other records that a sign-off depends on, as JSON data by name.

        They do not depend on the clock.
        """

    @property
    def declared_change(self) -> DeclaredChange | None:
        """What is said of a change of words that readers have had; None if nothing is."""

    def as_document(self) -> Document:
        """The content for readers, from the instance in memory, which may be unsaved or invalid."""
