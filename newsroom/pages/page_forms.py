"""Admin forms of pages: they report early what publication would refuse."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from newsroom.archive.index import Kind
from newsroom.gate.locking import lock_page
from newsroom.pages.clock_changes import LondonTimes
from newsroom.records.picture_records import credit_of
from newsroom.years import sensible_year

RELEASED = ("live", "live_revision", "first_published_at", "last_published_at", "expired")
"""Fields that a release sets and that a form must not overwrite with old values."""
ALT_NEEDED = _("Describe the picture for people who cannot see it.")
TEXT_NEEDED = _("Write the text before this is published or sent for approval.")
SCHEDULE = (
    (
        "go_live_at",
        _("Embargo ends"),
        _("Day and time in London, for example 26/11/2026 09:30. The page goes out then."),
    ),
    (
        "expire_at",
        _("Comes down"),
        _("Day and time in London at which readers can no longer see the page."),
    ),
)
CAME_DOWN = _(
    "It came down then. Set a later time before this is published or sent for approval, or none."
)
NOT_YET = _("This is still to come. To publish later, set a schedule under “Status”.")


class NewsroomPageForm(LondonTimes, WagtailAdminPageForm):
    """The base form of all pages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label, help_text in SCHEDULE:
            if name in self.fields:
                self.fields[name].label, self.fields[name].help_text = label, help_text

    def clean(self) -> dict[str, Any]:
        """As in Wagtail, and with years that can be meant."""
        data: dict[str, Any] = super().clean()
        for name, _label, _help in SCHEDULE:
            if at := data.get(name):
                try:
                    sensible_year(at)
                except ValidationError as wrong:
                    self.add_error(name, wrong)
        return data

    def _post_clean(self) -> None:
        """Let a draft keep an expiry that has passed.

        Wagtail 8.0 refuses every save of a page that has expired, until its expiry is changed. Its
        check comes after `clean()`.
        """
        errors = self.errors.as_data()
        stored = self.initial.get("expire_at")
        if set(errors) & {"expire_at", "go_live_at"} == {"expire_at"} and self._keeps(stored):
            del self._errors["expire_at"]
            self.cleaned_data["expire_at"] = stored
            if not self.is_deferred_validation:
                self.add_error("expire_at", CAME_DOWN)
        super()._post_clean()

    def _keeps(self, stored: datetime | None) -> bool:
        """Whether the form was sent with the expiry that it was opened with, which has passed."""
        if stored is None or stored >= timezone.now():
            return False
        field, name = self.fields["expire_at"], self.add_prefix("expire_at")
        try:
            sent = field.clean(field.widget.value_from_datadict(self.data, self.files, name))
        except ValidationError:
            return False
        # The form shows no seconds.
        return sent is not None and abs(stored - sent) < timedelta(minutes=1)

    def clean_title(self) -> str:
        """Join the lines of the title: its widget wraps, but a title has no line breaks."""
        return " ".join(self.cleaned_data["title"].split())

    def save(self, commit: bool = True) -> Any:
        """Save the page as a draft, even if it was released after the form was opened.

        A new page is created as a draft, so that the text is kept if its release is refused. Saving
        a draft must not unpublish a page that somebody has released in the meantime.
        """
        if self.instance._state.adding:
            self.instance.live = False
            return super().save(commit=commit)
        with transaction.atomic():
            now = lock_page(self.instance.pk) if commit else None
            if now is not None and now.live and not self.instance.live:
                for name in RELEASED:
                    setattr(self.instance, name, getattr(now, name))
                commit = False
            return super().save(commit=commit)


class NewsItemForm(NewsroomPageForm):
    """The form of an item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("crime_types", "areas"):
            if name in self.fields:
                self._offer_open_terms(name)

    def clean(self) -> dict[str, Any]:
        """Report missing fields, unless a draft is being saved. Take over the picture's credit."""
        data = super().clean()
        if "image" in self.changed_data and data.get("image") and not data.get("image_credit"):
            data["image_credit"] = credit_of(data["image"])
        if not self.is_deferred_validation:
            for name, problem in self._problems(data):
                # One error for each field is enough.
                if name in self.fields and name not in self.errors:
                    self.add_error(name, problem)
        return data

    def _problems(self, data: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        if data.get("image") and not (data.get("image_alt") or "").strip():
            yield "image_alt", ALT_NEEDED
        if not data.get("body"):
            yield "body", TEXT_NEEDED
        released = max(filter(None, (timezone.now(), data.get("go_live_at"))))
        if (data.get("published_at") or released) > released:
            yield "published_at", NOT_YET

    def _post_clean(self) -> None:
        """Validate a draft as not live, even if its page is."""
        live = self.instance.live
        self.instance.live = live and not self.is_deferred_validation
        super()._post_clean()
        self.instance.live = live

    def _offer_open_terms(self, name: str) -> None:
        """Offer open terms only, and those closed terms that the item has already."""
        field = self.fields[name]
        chosen = [term.pk for term in getattr(self.instance, name).all()]
        field.queryset = field.queryset.filter(Q(closed=False) | Q(pk__in=chosen))


class StatementForm(NewsItemForm):
    """The form of a page type that lets editors choose the kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "kind" in self.fields:
            # These kinds have page types of their own.
            other_types = (Kind.PRESS_RELEASE, Kind.SPEECH)
            self.fields["kind"].choices = [
                (value, label) for value, label in Kind.choices if value not in other_types
            ]
