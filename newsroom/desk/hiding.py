"""Wagtail's privacy of pages: what is restricted is hidden from all readers (decision 0007).

It is not offered: nobody is asked why, and the log says nothing. A page is withdrawn instead. What
is hidden already says so, and can be shown again.
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
    """Says what Wagtail's choices come to here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # From whom it is hidden makes no difference: a password or a group opens nothing here.
        hidden = PageViewRestriction.LOGIN
        self.fields["restriction_type"].choices = [
            (PageViewRestriction.NONE, _("Readers may open it while it is published")),
            (hidden, _("Hidden from all readers, with every page below it")),
        ]
        if self.instance.restriction_type:
            self.initial["restriction_type"] = hidden


class HidingView(SetPrivacyView):
    """Shows to readers again what was hidden; hides nothing that is not."""

    form_class = HidingForm

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kw: Any) -> HttpResponse:
        page = get_object_or_404(Page, pk=page_id)
        if not page.get_view_restrictions().exists():
            raise PermissionDenied("A page is withdrawn, and not hidden.")
        return super().dispatch(request, page_id, *args, **kw)
