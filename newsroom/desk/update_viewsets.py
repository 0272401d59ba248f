"""Admin lists of updates: those that are being written, and those that are public."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList, PageChooserPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
)

from newsroom.desk.conflicts.record_views import BothValuesPanel, RecordEditView
from newsroom.desk.row_numbers import row_number
from newsroom.desk.update_form import UpdateDraftForm
from newsroom.desk.update_writing import ITEM, update_url
from newsroom.models import ItemUpdate, NewsItemPage, UpdateDraft

LOOK = "desk_update"
"""The name of the screen that shows, checks and publishes a draft."""
CHANGES = "changes"
"""The parameter that names the public update for which other words are written."""
_WHAT = {"stage": ["exact"], "at": ["date__gte", "date__lte"]}


class _ToLookMixin:
    """View mixin: after saving, lead to the preview, which has the next steps."""

    object: UpdateDraft
    success_message = _("The draft is saved. Nothing is public yet.")

    def get_success_url(self) -> str:
        return reverse(LOOK, args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class DraftCreateView(_ToLookMixin, CreateView):
    """Writes a draft: of a new update, or of other words for a public one."""

    @cached_property
    def changed(self) -> ItemUpdate | None:
        """The public update that is to be changed."""
        number = self.request.GET.get(CHANGES, "")
        return get_object_or_404(ItemUpdate, pk=row_number(number)) if number else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.changed and hasattr(self.changed, "draft"):
            # Somebody has begun already.
            return redirect(_edit_address(self.changed.draft))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.changed and hasattr(self.changed, "draft"):
            return redirect(_edit_address(self.changed.draft))
        return super().post(request, *args, **kwargs)

    def get_add_url(self) -> str:
        address = super().get_add_url()
        return f"{address}?{CHANGES}={self.changed.pk}" if self.changed else address

    def get_initial_form_instance(self) -> UpdateDraft | None:
        row = self.changed
        if row is None:
            return self._of_item()
        return UpdateDraft(changes=row, item=row.item, stage=row.stage, at=row.at, note=row.note)

    def _of_item(self) -> UpdateDraft | None:
        """A new update of the item that the address names; none if it names no item."""
        number = self.request.GET.get(ITEM, "")
        if not number:
            return None
        item = get_object_or_404(NewsItemPage.objects.live(), pk=row_number(number))
        return UpdateDraft(item=item)


class DraftEditView(_ToLookMixin, RecordEditView):
    """Edits a draft."""

    @property
    def header_more_buttons(self) -> list[Any]:
        look = Button(
            _("Preview and publish"), url=reverse(LOOK, args=[self.object.pk]), icon_name="view"
        )
        return [*super().header_more_buttons, look]


class _PublicCreateView(CreateView):
    """An update is written as a draft first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(update_url())


class _PublicEditView(EditView):
    """Other words for a public update are written as a draft first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if hasattr(self.object, "draft"):
            return redirect(_edit_address(self.object.draft))
        return redirect(f"{update_url()}?{CHANGES}={self.object.pk}")


class _PublicListView(IndexView):
    """The public updates, with a link to those that are being written."""

    @property
    def header_more_buttons(self) -> list[Any]:
        drafts = Button(
            _("Drafts of updates"),
            url=reverse("wagtailsnippets_newsroom_updatedraft:list"),
            icon_name="edit",
        )
        return [*super().header_more_buttons, drafts]


class UpdateDraftViewSet(SnippetViewSet):
    """Updates that are being written. Readers do not see them."""

    model = UpdateDraft
    add_view_class = DraftCreateView
    edit_view_class = DraftEditView
    copy_view_enabled = False
    icon = "edit"
    list_display = ["item", "stage", "at", Column("written_by", label=_("Written by"))]
    list_filter = _WHAT
    search_fields = ["note", "item__title"]
    ordering = ["-written_at"]
    edit_handler = ObjectList(
        [
            BothValuesPanel(),
            PageChooserPanel("item", "newsroom.NewsItemPage"),
            FieldRowPanel([FieldPanel("stage"), FieldPanel("at")]),
            FieldPanel("note"),
            FieldPanel("reason"),
        ],
        base_form_class=UpdateDraftForm,
    )


class ItemUpdateViewSet(SnippetViewSet):
    """What happened after an item was published. Updates are not part of the item's revisions."""

    model = ItemUpdate
    index_view_class = _PublicListView
    add_view_class = _PublicCreateView
    edit_view_class = _PublicEditView
    copy_view_enabled = False
    icon = "history"
    list_display = ["item", "stage", "at"]
    list_filter = _WHAT
    search_fields = ["note", "item__title"]
    ordering = ["-at"]
    panels = [FieldRowPanel([FieldPanel("stage"), FieldPanel("at")]), FieldPanel("note")]


def _edit_address(draft: UpdateDraft) -> str:
    return reverse("wagtailsnippets_newsroom_updatedraft:edit", args=[draft.pk])
