"""Admin forms of pages: they report early what publication would refuse."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.widgets import AdminDateTimeInput

from newsroom.archive.index import Kind
from newsroom.gate.locking import lock_page
from newsroom.gate.record_form import REPEATS_NAME
from newsroom.pages.clock_changes import LondonTimes
from newsroom.pages.press_desk import desk_of_areas
from newsroom.records.page_changes import ChangeKind
from newsroom.records.picture_records import credit_of
from newsroom.records.redaction import says_name
from newsroom.records.verdict_holds import is_in_vault
from newsroom.rules.placeholders import left_open, left_open_in_address
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
HELD = _("It is held for a verdict, so nothing can schedule it. Leave this empty.")
DEADLINE_PASSED = _("This has passed. Say a later day and time, or none.")
NOT_SAID = _("Not said yet")
NOTE_NEEDED = _("Say what was wrong, and what is right. Readers see it.")
REASON_NEEDED = _("Give the reason. Readers do not see it.")
CHANGE_FIELDS = ("change_kind", "change_note", "change_reason", "change_keeps_earlier")
LONGEST_ADDRESS = 200
NOT_YET = _("This is still to come. To publish later, set a schedule under “Status”.")


def address_of(headline: str) -> str:
    """The last part of an address, from a headline: "xx" stands for each of its placeholders.

    The gate refuses an address with it. A word of the placeholder, such as "name", would pass.
    """
    for found in left_open(headline, quoted=False):
        headline = headline.replace(found, " xx ")
    return slugify(headline, allow_unicode=True)[:LONGEST_ADDRESS].strip("-")


class NewsroomPageForm(LondonTimes, WagtailAdminPageForm):
    """The base form of all pages."""

    made_address = ""
    """The address that was made of the headline when the form was read."""

    # Of the submission and not of the page: they are in no revision.
    needed_by = forms.DateTimeField(
        label=_("Needed by"),
        required=False,
        widget=AdminDateTimeInput,
        validators=[sensible_year],
        help_text=_("Day and time in London by which it has to be cleared and approved."),
    )
    is_urgent = forms.BooleanField(
        label=_("Urgent"),
        required=False,
        help_text=_("Reviewers see it before what is not urgent."),
    )

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
        if data.get("go_live_at") and is_in_vault(self.instance):
            self.add_error("go_live_at", HELD)
        needed_by = data.get("needed_by")
        if needed_by and needed_by < timezone.now() and not self.is_deferred_validation:
            self.add_error("needed_by", DEADLINE_PASSED)
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

    def clean_slug(self) -> str:
        """Until the page is public, have an address with a placeholder follow the headline.

        The browser has it follow too, but only as long as it is the headline letter by letter.
        """
        slug: str = self.cleaned_data["slug"]
        headline = self.cleaned_data.get("title")
        page = self.instance
        was_public = page.pk and (page.live or page.first_published_at)
        if not headline or was_public or not any(left_open_in_address(slug)):
            return slug
        self.made_address = self._free_address(address_of(headline))
        return self.made_address or slug

    def get_field_updates_for_resave(self) -> list[tuple[str, str]]:
        """What an autosave tells the form in the browser: also the address that was made."""
        updates: list[tuple[str, str]] = super().get_field_updates_for_resave()
        made = [(self.add_prefix("slug"), self.made_address)] if self.made_address else []
        return [*updates, *made]

    def _free_address(self, wanted: str) -> str:
        """The address, or with a number after it if another page has it."""
        beside = self.parent_page.get_children().exclude(pk=self.instance.pk)
        taken = set(beside.filter(slug__startswith=wanted).values_list("slug", flat=True))
        free, number = wanted, 1
        while free in taken:
            number += 1
            free = f"{wanted}-{number}"
        return free

    def save(self, commit: bool = True) -> Any:
        """Save the page as a draft, even if it was released after the form was opened.

        A new page is created as a draft, so that the text is kept if its release is refused. Saving
        a draft must not unpublish a page that somebody has released in the meantime.
        """
        if self.instance._state.adding:
            self.instance.live = False
            return super().save(commit=commit)
        if is_in_vault(self.instance):
            # The columns of what is held for a verdict have no words: only its versions do.
            return super().save(commit=False)
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
        self.fields["change_kind"].choices = [("", NOT_SAID), *ChangeKind.choices]
        item = self.instance
        may_publish = bool(self.for_user) and item.permissions_for_user(self.for_user).can_publish()
        self.fields["change_keeps_earlier"].disabled = not may_publish
        self.is_change_released = bool(item.change_kind) and item.declared_change is None
        if self.is_change_released:
            # What is said of a change that readers have is not said of the next.
            self.initial.update(dict.fromkeys(CHANGE_FIELDS, ""))

    def clean(self) -> dict[str, Any]:
        """Report missing fields, unless a draft is being saved.

        What is known is taken over into empty fields: a chosen picture's credit and description,
        and the desk of a chosen Area.
        """
        data = super().clean()
        picture = data.get("image")
        if picture and "image" in self.changed_data:
            data["image_credit"] = data.get("image_credit") or credit_of(picture)
            data["image_alt"] = data.get("image_alt") or picture.description
        if "areas" in self.changed_data and not data.get("contact"):
            data["contact"] = desk_of_areas(data.get("areas") or ())
        self._declare_change(data)
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
        kind, note, reason, _keeps = (data.get(name) for name in CHANGE_FIELDS)
        if kind == ChangeKind.CORRECTION and not note:
            yield "change_note", NOTE_NEEDED
        if kind == ChangeKind.SMALL and not reason:
            yield "change_reason", REASON_NEEDED
        if reason and says_name(reason, self.instance if self.instance.pk else None):
            yield "change_reason", REPEATS_NAME

    def _declare_change(self, data: dict[str, Any]) -> None:
        """Number a declared change, and leave what was said of a released one as it is."""
        item = self.instance
        if not data.get("change_kind"):
            data["change_keeps_earlier"] = False
        if self.is_change_released and not any(data.get(name) for name in CHANGE_FIELDS):
            data.update({name: getattr(item, name) for name in CHANGE_FIELDS})
        else:
            item.change_number = item.changes_released + 1 if data.get("change_kind") else 0
            may_say = not self.fields["change_keeps_earlier"].disabled
            if may_say or not data["change_keeps_earlier"]:
                item.change_keeps_number = item.change_number if data["change_keeps_earlier"] else 0

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
