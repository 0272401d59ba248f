"""Wagtail's view restrictions: a restricted page is hidden from all readers (decision 0007).

New restrictions cannot be set, because they are neither justified nor logged. A page is withdrawn
instead. Existing restrictions are shown and can be removed.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import PageViewRestrictionForm
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.models import Page, PageViewRestriction


class HidingForm(PageViewRestrictionForm):
    """Labels Wagtail's choices by their effect in this product."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # All kinds of restriction have the same effect: a password or a group gives no access.
        hidden = PageViewRestriction.LOGIN
        self.fields["restriction_type"].choices = [
            (PageViewRestriction.NONE, _("Readers may open it while it is published")),
            (hidden, _("Hidden from all readers, with every page below it")),
        ]
        if self.instance.restriction_type:
            self.initial["restriction_type"] = hidden


class HidingView(SetPrivacyView):
    """Removes an existing view restriction; adds none. Raises PermissionDenied without one."""

    form_class = HidingForm

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kw: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_id)
        if not page.get_view_restrictions().exists():
            raise PermissionDenied("A page is withdrawn, and not hidden.")
        return super().dispatch(request, page_id, *args, **kw)
