"""What the gate asks of a page: the contract between this package and the page types above it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from newsroom.documents.document import Document
from newsroom.taxonomy import CrimeType


class PlacedPage(Protocol):
    """What every page of Wagtail has: its place, its times and its versions."""

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
    go_live_at: datetime | None
    expire_at: datetime | None
    live_revision_id: Any
    revisions: Any

    def get_url_parts(self) -> Any:
        """Its site and its address there; None where no site shows it."""

    def save_revision(self, *, user: Any = None) -> Any:
        """Keep its words as a new version."""

    def get_admin_display_title(self) -> str:
        """Its title as the desk knows it."""


@runtime_checkable
class CheckedPage(PlacedPage, Protocol):
    """A page that the gate examines and of which it opens editions: see pages/base.py."""

    is_item: bool
    """Whether it stands in the archive."""
    needs_clearance: bool
    """Whether it takes a clearance and an approval to release it."""

    @property
    def terms_of_crime(self) -> Sequence[CrimeType]:
        """The crime types that it is filed under."""

    @property
    def stage_of_case(self) -> str:
        """Where the case stands, a `documents.stages.Stage`; empty when there is none."""

    @property
    def has_complainant(self) -> bool:
        """Whether the law on sexual offences protects somebody in it."""

    @property
    def involves_child(self) -> bool:
        """Whether the law on reporting of children may protect somebody in it."""

    @property
    def unsaid_facts(self) -> Mapping[str, bool]:
        """Facts on which a clearance rests though no reader is told."""

    def as_document(self) -> Document:
        """What readers get of it, as it is in memory: saved or not, finished or not."""
