"""Tells the editor early what would be refused at publication."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

ALT_NEEDED = _("Describe the picture for people who cannot see it.")


class NewsItemForm(WagtailAdminPageForm):
    """The form of an item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("crime_types", "areas"):
            if name in self.fields:
                self._offer_open_terms(name)

    def clean(self) -> dict[str, Any]:
        """Ask for the picture's description; a draft may wait for it."""
        data = super().clean()
        needs_alt = data.get("image") and not (data.get("image_alt") or "").strip()
        if needs_alt and not self.is_deferred_validation and "image_alt" in self.fields:
            self.add_error("image_alt", ALT_NEEDED)
        return data

    def _post_clean(self) -> None:
        """Have a draft checked as the draft it is, though its page may be live, or new."""
        live = self.instance.live
        self.instance.live = live and not self.is_deferred_validation
        super()._post_clean()
        self.instance.live = live

    def _offer_open_terms(self, name: str) -> None:
        """Closed terms are not offered, but one that was chosen before stays chosen."""
        field = self.fields[name]
        chosen = [term.pk for term in getattr(self.instance, name).all()]
        field.queryset = field.queryset.filter(Q(closed=False) | Q(pk__in=chosen))
