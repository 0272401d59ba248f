"""The form of a version: fields that can no longer change are removed, with an explanation."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import HelpPanel

from newsroom.pages.page_forms import TEXT_NEEDED, NewsroomPageForm
from newsroom.pages.versions.version_rules import FIXED, is_fixed
from newsroom.readers.versions.in_force import in_force_now


class VersionForm(NewsroomPageForm):
    """The form of a version of a document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.path:
            self.instance.below = self.parent_page
        stored = self.instance.stored()
        if stored is not None and is_fixed(stored):
            for name in FIXED:
                # A fixed field that is empty can still be filled in.
                if name in self.fields and getattr(stored, name):
                    del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Require the text, unless a draft is being saved."""
        data = super().clean()
        if not self.is_deferred_validation and "body" in self.fields and not data.get("body"):
            self.add_error("body", TEXT_NEEDED)
        return data

    def _post_clean(self) -> None:
        """Validate the version as what it will become: live, or a draft."""
        live = self.instance.live
        self.instance.live = not self.is_deferred_validation
        super()._post_clean()
        self.instance.live = live


class VersionBanner(HelpPanel):
    """The explanation of what an editor can change in a version."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("template", "newsroom/admin/version_banner.html")
        kwargs.setdefault("heading", _("What can be changed"))
        super().__init__(**kwargs)

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            stored = self.instance.stored()
            context["fixed"] = is_fixed(stored)
            if stored is not None:
                context["copy_url"] = reverse("wagtailadmin_pages:copy", args=[stored.pk])
                context["public_url"] = stored.url if stored.live else None
            context["in_force"] = in_force_now(self.instance.others())
            return context
