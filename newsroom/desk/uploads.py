"""Forms for uploads: files must be complete, of a known type, and match their extension.

The forms are set in WAGTAILIMAGES_IMAGE_FORM_BASE and WAGTAILDOCS_DOCUMENT_FORM_BASE.
"""

import struct
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from newsroom.models import PictureRecord
from newsroom.pages import changes
from newsroom.pages.public_files import is_public

MAX_DOCUMENT_SIZE = 10 * 1024 * 1024
ZIP = b"PK\x03\x04"
# The first bytes of each file type; text files have no signature.
SIGNATURES = {"pdf": b"%PDF-", "docx": ZIP, "odt": ZIP, "ods": ZIP, "xlsx": ZIP}
USED_IN_PUBLIC = _(
    "A public page shows this, and a change here would reach readers unchecked. "
    "Upload the new one beside it, and choose it on the page."
)
UNREADABLE = (OSError, EOFError, SyntaxError, ValueError, struct.error)


class WholePictureField(WagtailImageField):
    """An image field that decodes the whole file: a truncated one would fail when rendered."""

    def to_python(self, data: Any) -> Any:
        try:
            file = super().to_python(data)
            if file is not None:
                file.seek(0)
                with Image.open(file) as picture:
                    picture.load()
                file.seek(0)
        except UNREADABLE:
            raise ValidationError(
                _("This picture cannot be read: the file may be damaged or cut off.")
            ) from None
        return file


class _PublicFileFormMixin:
    """Form mixin: refuses to change what a public page shows of a file.

    Changing a file saves no page, so the gate would not check the new content.
    """

    shown_to_readers: tuple[str, ...]
    instance: Any
    changed_data: list[str]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean()  # type: ignore[misc]
        changed = [name for name in self.shown_to_readers if name in self.changed_data]
        if changed and self.instance.pk and is_public(self.instance):
            for name in changed:
                self.add_error(name, USED_IN_PUBLIC)  # type: ignore[attr-defined]
        return data


class PictureForm(_PublicFileFormMixin, BaseImageForm):
    """An image in the library, with its release class under the media protocol.

    In a multiple upload, Wagtail stores the files first and asks for the other fields afterwards.
    """

    shown_to_readers = ("file",)

    release_class = forms.ChoiceField(
        choices=[("", _("Choose what it shows")), *PictureRecord.ReleaseClass.choices],
        label=_("What it shows"),
        help_text=_("The classes of the media protocol. The checks ask for it before release."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if record := PictureRecord.objects.filter(pk=self.instance.pk).first():
            self.initial["release_class"] = record.release_class
        if field := self.fields.get("file"):
            whole = WholePictureField(
                label=field.label, required=field.required, widget=field.widget
            )
            self.fields["file"] = whole

    def _save_m2m(self) -> None:
        """Save the record as well, once the image has a primary key."""
        super()._save_m2m()
        PictureRecord.objects.update_or_create(
            image_id=self.instance.pk,
            defaults={"release_class": self.cleaned_data["release_class"]},
        )


class DocumentForm(_PublicFileFormMixin, BaseDocumentForm):
    """A document in the library."""

    shown_to_readers = ("file", "title")

    def clean_file(self) -> File:
        """Refuse a file that is too large, or whose content does not match its extension."""
        file: File = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        if file.size > MAX_DOCUMENT_SIZE:
            raise ValidationError(
                _("This file is too big (%(size)s). The most is %(most)s.")
                % {"size": filesizeformat(file.size), "most": filesizeformat(MAX_DOCUMENT_SIZE)}
            )
        ending = str(file.name).rpartition(".")[2].lower()
        file.seek(0)
        start = file.read(8)
        file.seek(0)
        signature = SIGNATURES.get(ending)
        if (signature and not start.startswith(signature)) or (not signature and b"\x00" in start):
            raise ValidationError(
                _("This is not a %(kind)s file, although its name says so.")
                % {"kind": ending.upper()}
            )
        return file


def after_bulk(request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any) -> None:
    """Hook `after_bulk_action`: update editions after files were moved to another collection."""
    if action_type == "add_to_collection":
        changes.files_sorted(objects)
