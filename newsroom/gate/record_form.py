"""Forms whose text is stored in records. Records are immutable, so names are checked first."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.forms import TaskStateCommentForm
from wagtail.models import Page

from newsroom.records.redaction import says_name

REPEATS_NAME = _("This repeats a protected name. Say it without the name.")


class RecordForm(forms.Form):
    """A form that refuses protected names in its text fields.

    `about` is the page that the text is about. For names of orders that cover it, the surname alone
    is refused too.
    """

    def __init__(self, *args: Any, about: Page | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.about = about

    def clean(self) -> dict[str, Any]:
        """Add an error to each field that repeats a protected name, and keep the input."""
        data = super().clean() or {}
        for field, text in list(data.items()):
            if text and isinstance(text, str) and says_name(text, self.about):
                self.add_error(field, REPEATS_NAME)
        return data


class CommentForm(RecordForm, TaskStateCommentForm):
    """The comment form of workflow actions."""

    facts = forms.CharField(required=False, widget=forms.HiddenInput)
    """What the checks were told when the form was opened, as `outside_facts.on_screen` gives it."""


class ChangesForm(CommentForm):
    """The form of a request for changes, which has to say what they are."""

    comment = forms.CharField(
        label=_("What has to be changed, and why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed: whoever wrote this is told in these words, without a protected name."),
        error_messages={"required": _("Say what has to be changed.")},
    )
