"""The key of an edit form: which window of a browser a request comes from."""

from typing import Any
from uuid import UUID, uuid4

from django.utils.functional import cached_property
from wagtail.models import Revision, TaskState

from newsroom.models import Clearance, OpenForm

FORM_KEY = "form_key"
"""The hidden field with the key."""


class KeyedFormMixin:
    """View mixin of the forms of pages: knows the open form that a request comes from."""

    request: Any

    @cached_property
    def form_key(self) -> UUID:
        """The key that was sent, or a new one."""
        try:
            return UUID(self.request.POST.get(FORM_KEY, ""))
        except ValueError:
            return uuid4()

    @property
    def open_form(self) -> OpenForm | None:
        """The row of the form; None if it is not known (any more), or is another user's."""
        rows = OpenForm.objects.select_related("began_from", "saved")
        return rows.filter(key=self.form_key, user_id=self.request.user.pk).first()


def may_overwrite(row: OpenForm, latest: Revision) -> bool:
    """Whether an autosave of the form may put its words in the place of those of `latest`.

    Only of its own, and not if somebody has opened, submitted or cleared them meanwhile.
    """
    if row.saved_id != latest.pk:
        return False
    opened = OpenForm.objects.filter(began_from=latest.pk).exclude(key=row.key)
    used: tuple[Any, ...] = (
        opened,
        TaskState.objects.filter(revision=latest.pk),
        Clearance.objects.filter(revision=latest.pk),
    )
    return not any(rows.exists() for rows in used)
