"""The form of a redirect: refuses protected names in its address and its target.

Readers do not get such a redirect in any case (gate/address_sync.py). The form says why.
"""

from typing import Any

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.redirects.forms import RedirectForm
from wagtail.contrib.redirects.views import CreateView, EditView

from newsroom.publishing.reader_records import says_protected_name

NAMED = _("A name that is protected by an order stands here, so readers would not get this.")


class NamelessRedirectForm(RedirectForm):
    """Wagtail's form, with the names that orders protect refused beside the field."""

    def clean(self) -> dict[str, Any] | None:
        """Add an error to each field that holds a protected name."""
        data: dict[str, Any] | None = super().clean()
        for field in ("old_path", "redirect_link"):
            if says_protected_name(self.cleaned_data.get(field) or ""):
                self.add_error(field, NAMED)
        return data


class RedirectCreateView(CreateView):
    """Enters a redirect."""

    form_class = NamelessRedirectForm


class RedirectEditView(EditView):
    """Edits a redirect."""

    form_class = NamelessRedirectForm


def admin_urls() -> list[URLPattern]:
    """Addresses that override those of Wagtail's own views."""
    return [
        path("redirects/add/", RedirectCreateView.as_view()),
        path("redirects/<int:redirect_id>/", RedirectEditView.as_view()),
    ]
