"""The columns of the desk's lists of pages, filled for all rows of a list at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from wagtail.admin.ui.tables import Column
from wagtail.models import Page, Revision

from newsroom.desk.page_filters import kinds, stages
from newsroom.gate.page_words import PageWords, facet
from newsroom.models import Area, CrimeType


@dataclass(frozen=True)
class PageFacts:
    """What the columns say of one page."""

    kind: str
    stage: str
    edited_at: datetime | None
    edited_by: str
    crime_types: Sequence[str]
    areas: Sequence[str]


def describe(pages: Iterable[Page]) -> None:
    """Set `desk_facts` on each of these pages, in five queries."""
    listed = list(pages)
    facets = _facets_of(listed)
    editors = _editors_of(listed)
    kind_words, stage_words = _by_facet("kind", kinds()), _by_facet("stage", stages())
    crime_words = _by_facet("crimetype", CrimeType.objects.values_list("pk", "name"))
    area_words = _by_facet("area", Area.objects.values_list("pk", "name"))
    for page in listed:
        own = facets.get(page.pk, [])
        page.desk_facts = PageFacts(
            kind=next(_said(own, kind_words), str(page.page_type_display_name)),
            stage=next(_said(own, stage_words), ""),
            edited_at=page.latest_revision_created_at,
            edited_by=editors.get(page.latest_revision_id or 0, ""),
            crime_types=list(_said(own, crime_words)),
            areas=list(_said(own, area_words)),
        )


class _FactsColumn(Column):
    def lines(self, facts: PageFacts) -> Sequence[Any]:
        """What the cell says, each on a line of its own."""
        raise NotImplementedError

    def render_cell_html(self, instance: Any, parent_context: Any) -> SafeString:
        """The cell, without a template: a list has hundreds of cells."""
        lines = ((line,) for line in self.lines(instance.desk_facts) if line)
        cell = format_html_join("", "<div>{}</div>", lines)
        return format_html('<td class="{}">{}</td>', self.classname or "", cell)


class KindColumn(_FactsColumn):
    """The kind, and the stage of the case."""

    def lines(self, facts: PageFacts) -> Sequence[Any]:
        return [facts.kind, facts.stage]


class EditedColumn(_FactsColumn):
    """When a page was last edited, and by whom."""

    def lines(self, facts: PageFacts) -> Sequence[Any]:
        return [
            facts.edited_at and date_format(localtime(facts.edited_at), "j M Y H:i"),
            facts.edited_by,
        ]


class AboutColumn(_FactsColumn):
    """Crime types and Areas."""

    def lines(self, facts: PageFacts) -> Sequence[Any]:
        return [", ".join(facts.crime_types), ", ".join(facts.areas)]


def _facets_of(pages: Iterable[Page]) -> dict[int, list[str]]:
    """The facets of the newest draft of each page."""
    drafts = PageWords.objects.filter(
        page__in=[page.pk for page in pages], source=PageWords.Source.DRAFT
    )
    return {pk: facets.split() for pk, facets in drafts.values_list("page_id", "facets")}


def _editors_of(pages: Iterable[Page]) -> dict[int, str]:
    """The name of whoever wrote each of the newest revisions."""
    ids = [page.latest_revision_id for page in pages if page.latest_revision_id]
    by_revision = dict(Revision.objects.filter(pk__in=ids).values_list("pk", "user_id"))
    users = get_user_model().objects.in_bulk({pk for pk in by_revision.values() if pk})
    return {
        revision: users[user].get_full_name() or users[user].get_username()
        for revision, user in by_revision.items()
        if user in users
    }


def _by_facet(name: str, choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    return {facet(name, value): str(words) for value, words in choices}


def _said(facets: Iterable[str], words: dict[str, str]) -> Any:
    return (words[one] for one in facets if one in words)
