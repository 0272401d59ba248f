"""The form of an update to an item: what the gate says stands beside the note."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from newsroom.publishing.updates import NOTE, examine_update


class ItemUpdateForm(WagtailAdminModelForm):
    """Refuses a note that must not be public, before it is."""

    def _post_clean(self) -> None:
        super()._post_clean()
        item: Any = self.cleaned_data.get("item")
        if item is not None and self.cleaned_data.get(NOTE):
            for finding in examine_update(self.instance, item.specific).blockers:
                self.add_error(NOTE, finding.message)
