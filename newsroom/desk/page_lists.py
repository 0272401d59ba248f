"""The desk's lists of pages: below a page ("Pages"), and the search of the admin's header.

They are Wagtail's, with the words of drafts and editions, filters and columns of our own.
"""

from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables.pages import (
    BulkActionsColumn,
    NavigateToChildrenColumn,
    PageStatusColumn,
    PageTitleColumn,
)
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from newsroom.desk.beginning import DeskAddSubpageView
from newsroom.desk.page_columns import (
    AboutColumn,
    EditedColumn,
    KindColumn,
    describe,
)
from newsroom.desk.page_filters import PageFilter
from newsroom.desk.page_search import explorable, saying
from newsroom.records.verdict_holds import outside_vault

NEWEST_FIRST = "-latest_revision_created_at"

COLUMNS = [
    BulkActionsColumn("bulk_actions"),
    PageTitleColumn("title", label=_("Title"), sort_key="title", classname="title"),
    KindColumn("kind", label=_("Kind"), classname="desk-wide"),
    PageStatusColumn("status", label=_("State"), sort_key="live"),
    EditedColumn("edited", label=_("Last edited"), sort_key="latest_revision_created_at"),
    AboutColumn("about", label=_("Crime types and Areas"), classname="desk-wide"),
]


class _DeskList:
    """View mixin of a list of pages. No query of it grows with the number of pages."""

    paginate_by = 25

    request: HttpRequest
    is_searching: bool
    search_query: str
    is_explicitly_ordered: bool
    ordering: str

    def get_ordering(self) -> str:
        """The newest edited first, also while somebody searches: Wagtail orders by relevance."""
        asked = self.request.GET.get("ordering", NEWEST_FIRST)
        return asked if asked in self.get_valid_orderings() else NEWEST_FIRST  # type: ignore[attr-defined]

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        """As asked, and always in a definite order."""
        edited = F("latest_revision_created_at")
        if self.ordering == "ord":
            return queryset.order_by("path")
        if self.ordering == NEWEST_FIRST:
            return queryset.order_by(edited.desc(nulls_last=True), "-pk")
        return queryset.order_by(self.ordering, "-pk")

    def annotate_queryset(self, pages: QuerySet) -> QuerySet:
        """What the columns need. Wagtail 8.0 joins the table of each page type, to read little."""
        pages = pages.prefetch_related("content_type", "sites_rooted_here", "locale")
        pages = pages.prefetch_workflow_states().annotate_site_root_state()  # type: ignore[attr-defined]
        return pages.annotate_approved_schedule()  # type: ignore[attr-defined]

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        """The pages that say what is searched for."""
        return queryset.filter(saying(self.search_query)) if self.is_searching else queryset

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        describe(context["object_list"])
        return context


class DeskExplorerView(_DeskList, ExplorableIndexView):
    """The pages below a page; while somebody searches or filters, at any depth below it."""

    base_columns = COLUMNS
    base_filterset_class = PageFilter

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> HttpResponse:
        """Show the list. Of what is held for a verdict there is none."""
        vault = Page.objects.exclude(outside_vault())
        if parent_page_id and vault.filter(pk=parent_page_id).exists():
            raise Http404
        answer: HttpResponse = super().get(request, parent_page_id)
        return answer

    def get_base_queryset(self) -> QuerySet:
        pages = Page.objects.filter(explorable(self.request.user))
        if not (self.is_searching or self.is_filtering):
            pages = pages.child_of(self.parent_page)
        elif not self.is_searching_whole_tree:
            pages = pages.descendant_of(self.parent_page)
        return self.annotate_queryset(pages)


class DeskSearchView(_DeskList, IndexView):
    """The search of the admin's header: all pages that the user may see."""

    page_title = _("Search")
    header_icon = "search"
    index_url_name = "wagtailadmin_pages:search"
    index_results_url_name = "wagtailadmin_pages:search_results"
    results_template_name = "newsroom/desk/page_search_results.html"
    columns = [*COLUMNS, NavigateToChildrenColumn("navigate", width="10%")]
    filterset_class = PageFilter

    def get_base_queryset(self) -> QuerySet:
        pages = Page.objects.filter(explorable(self.request.user), depth__gt=1)
        return self.annotate_queryset(pages)


class PageListsViewSet(PageViewSet):
    """What is not of one type of page: the lists, the search and the choice of a type."""

    add_subpage_view_class = DeskAddSubpageView
    index_view_class = DeskExplorerView
    search_view_class = DeskSearchView
    filterset_class = PageFilter


PAGE_LISTS = PageListsViewSet("newsroom_page_lists")


def without_items(parent: Page, pages: QuerySet, request: HttpRequest) -> QuerySet:
    """Hook `construct_explorer_page_queryset`: leave out of the menu what has nothing below it.

    The menu of Wagtail 8.0 asks for all pages below one, twenty at a time, until it has them all.
    """
    return pages.filter(numchild__gt=0) if request.GET.get("for_explorer") else pages
