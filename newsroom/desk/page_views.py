"""The screens on which pages are written: Wagtail's own, with the gate beside the form."""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page

from newsroom.desk.conflict import StaleFormMixin
from newsroom.desk.gate_panel import ChecksOnCreate, ChecksOnEdit, GateSidePanel
from newsroom.desk.hiding import HidingView
from newsroom.desk.steps import FrozenWorkflowStateMixin, StepView
from newsroom.desk.unscheduling import CancelScheduleView
from newsroom.desk.withdrawing import WithdrawView
from newsroom.pages.base import NewsroomPage


class ReadabilitySidePanel(ChecksSidePanel):
    """Wagtail's own checks, under a name that tells them from the gate's."""

    class SidePanelToggle(ChecksSidePanel.SidePanelToggle):
        aria_label = _("Toggle readability and accessibility")

    title = _("Readability and accessibility")


class _GatePanelMixin:
    """Adds the panel of the gate to a screen's side panels."""

    page: Any
    request: Any
    expects_json_response: bool

    def get_side_panels(self) -> MediaContainer:
        """After an autosave only parts are sent: the panel then brings itself in line."""
        panels = super().get_side_panels()  # type: ignore[misc]
        # Only the edit screen is ever asked to complete one on which a page was created.
        if self.expects_json_response or getattr(self, "hydrate_create_view", False):
            return panels
        return MediaContainer(
            [GateSidePanel(self.page, self.request), *(self._renamed(panel) for panel in panels)]
        )

    def _renamed(self, panel: Any) -> Any:
        if isinstance(panel, ChecksSidePanel):
            return ReadabilitySidePanel(panel.object, panel.request)
        return panel


class DeskCreateView(_GatePanelMixin, CreateView):
    """The screen of a page still to be created."""


class DeskEditView(FrozenWorkflowStateMixin, StaleFormMixin, _GatePanelMixin, EditView):
    """The screen of a page."""


class DeskRevertView(
    FrozenWorkflowStateMixin, StaleFormMixin, _GatePanelMixin, RevisionsRevertView
):
    """The screen on which an earlier version is taken up again."""


class DeskPageViewSet(PageViewSet):
    """Which screens Wagtail shows for the pages of the newsroom."""

    model = NewsroomPage
    add_view_class = DeskCreateView
    edit_view_class = DeskEditView
    revisions_revert_view_class = DeskRevertView
    set_privacy_view_class = HidingView
    revisions_unschedule_view_class = CancelScheduleView
    workflow_action_view_class = StepView
    unpublish_view_class = WithdrawView
    # Lists of pages stay Wagtail's own.
    parent_models: list[type] = []

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Wagtail 8.0's views look a page up in the model they are given; ours has no table."""
        return {**super().get_common_view_kwargs(**kwargs), "model": Page}


PAGES = DeskPageViewSet("newsroom_pages")


def admin_urls() -> list[URLPattern]:
    """Where the checks of a form are asked for: each below the address of that form."""
    create = "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>/"
    return [
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
