"""What people write for the record, which nobody can change afterwards: no protected name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page

from newsroom.records.redaction import says_name

REPEATS_NAME = _("This repeats a protected name. Say it without the name.")


class RecordForm(forms.Form):
    """A form whose words go into the record: a protected name is refused beside its field.

    `about` is the page they are about, whose own orders protect parts of names too.
    """

    def __init__(self, *args: Any, about: Page | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def clean(self) -> dict[str, Any]:
        """Refuse the name and keep what was typed, so that it can be said in other words."""
        data = super().clean() or {}
        for field, said in list(data.items()):
            if said and isinstance(said, str) and says_name(said, self.about):
                self.add_error(field, REPEATS_NAME)
        return data


class CommentForm(RecordForm, TaskStateCommentForm):
    """What somebody who clears or sends back wishes to add."""
