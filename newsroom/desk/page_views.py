"""The create, edit and revert views of pages: Wagtail's own, with the gate's side panel."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from newsroom.desk.beginning import BeginFromTemplateMixin
from newsroom.desk.conflicts.edit_views import CONFLICT, CreatedOnceMixin, StaleFormMixin
from newsroom.desk.conflicts.merge_view import MergeView
from newsroom.desk.gate_panel import ChecksOnCreate, ChecksOnEdit, GateSidePanel, problems_of
from newsroom.desk.hiding import HidingView
from newsroom.desk.history import DeskCompareView
from newsroom.desk.planning.deadlines import DeadlineMixin
from newsroom.desk.preview_link_screens import PreviewCommentsPanel
from newsroom.desk.steps import FrozenWorkflowStateMixin, StepView
from newsroom.desk.unsaved_words import TAKE_BACK, TakeBackMixin
from newsroom.desk.unscheduling import CancelScheduleView
from newsroom.desk.withdrawing import WithdrawView
from newsroom.pages.base import NewsroomPage
from newsroom.records.verdict_holds import is_in_vault


class ReadabilitySidePanel(ChecksSidePanel):
    """Wagtail's own checks, renamed so that they are not confused with the gate's."""

    class SidePanelToggle(ChecksSidePanel.SidePanelToggle):
        aria_label = _("Toggle readability and accessibility")

    title = _("Readability and accessibility")


class _GatePanelMixin:
    """View mixin that adds the gate's panel to the side panels."""

    page: Any
    form: Any
    request: Any
    form_key: Any
    expects_json_response: bool

    def get_side_panels(self) -> MediaContainer:
        """The side panels, with the gate's first. An autosave response leaves the panel out."""
        panels = super().get_side_panels()  # type: ignore[misc]
        # `hydrate_create_view` is set only by the edit view, after an autosave created the page.
        if self.expects_json_response or getattr(self, "hydrate_create_view", False):
            return panels
        gate = GateSidePanel(self.page, self.request, self.form_key)
        if self.form.is_bound and TAKE_BACK not in self.request.POST:
            gate.problems = tuple(problems_of(self.form))
        comments = PreviewCommentsPanel(self.page, self.request)
        return MediaContainer(
            [
                gate,
                *(self._renamed(panel) for panel in panels),
                *([comments] if comments.comments else []),
            ]
        )

    def _renamed(self, panel: Any) -> Any:
        if isinstance(panel, ChecksSidePanel):
            return ReadabilitySidePanel(panel.object, panel.request)
        return panel


class _QuietMixin:
    """View mixin: nobody is mailed of comments on what is held for a verdict."""

    page: Any

    def send_commenting_notifications(self, changes: Any) -> None:
        """As in Wagtail, whose mails repeat the title and the comment."""
        if not is_in_vault(self.page):
            super().send_commenting_notifications(changes)  # type: ignore[misc]


class DeskCreateView(
    BeginFromTemplateMixin,
    TakeBackMixin,
    DeadlineMixin,
    CreatedOnceMixin,
    _GatePanelMixin,
    CreateView,
):
    """The view that creates a page."""

    def edit_created(self, request: HttpRequest, page_id: int) -> HttpResponse:
        answer: HttpResponse = PAGES.edit_view(request, page_id=page_id)
        return answer


class DeskEditView(
    TakeBackMixin,
    DeadlineMixin,
    FrozenWorkflowStateMixin,
    StaleFormMixin,
    _GatePanelMixin,
    _QuietMixin,
    EditView,
):
    """The view that edits a page."""


class DeskRevertView(
    DeadlineMixin,
    FrozenWorkflowStateMixin,
    StaleFormMixin,
    _GatePanelMixin,
    _QuietMixin,
    RevisionsRevertView,
):
    """The view that restores an earlier revision."""


class DeskPageViewSet(PageViewSet):
    """The admin views used for the newsroom's page types."""

    model = NewsroomPage
    add_view_class = DeskCreateView
    edit_view_class = DeskEditView
    revisions_revert_view_class = DeskRevertView
    revisions_compare_view_class = DeskCompareView
    set_privacy_view_class = HidingView
    revisions_unschedule_view_class = CancelScheduleView
    workflow_action_view_class = StepView
    unpublish_view_class = WithdrawView
    # Page listings stay Wagtail's own.
    parent_models: list[type] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Pass `Page` as the model: Wagtail 8.0's views query it, and NewsroomPage is abstract."""
        return {**super().get_common_view_kwargs(**kwargs), "model": Page}


PAGES = DeskPageViewSet("newsroom_pages")


def admin_urls() -> list[URLPattern]:
    """The addresses that check a form, below that of the form, and where versions are merged."""
    create = "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/"
    return [
        path("pages/<int:page_id>/conflict/<uuid:key>/", MergeView.as_view(), name=CONFLICT),
        path("pages/<int:page_id>/edit/checks/", ChecksOnEdit.as_view(), name="checks_on_edit"),
        path(
            "pages/<int:page_id>/revisions/<int:revision_id>/revert/checks/",
            ChecksOnEdit.as_view(),
            name="checks_on_revert",
        ),
        path(
            f"{create}<int:parent_page_id>/checks/",
            ChecksOnCreate.as_view(),
            name="checks_on_create",
        ),
    ]
